import words from './words.json' with { type: 'json' };

/** The languages that a municipality may have chosen. */
export type Language = 'sv' | 'en';
type Key = keyof typeof words;

/** A sentence of what is handed over, with its `{braces}` filled in. */
export function say(
  language: Language,
  key: Key,
  fill: Readonly<Record<string, string | number>> = {},
): string {
  return words[key][language].replace(/\{(\w+)\}/gu, (whole, name: string) => String(fill[name] ?? whole));
}

/** A moment as Swedes read it: `2026-04-02 00.30`. */
export const localMoment = (at: Temporal.Instant): string => {
  const local = at.toZonedDateTimeISO('Europe/Stockholm');
  const two = (part: number) => String(part).padStart(2, '0');
  return `${local.toPlainDate()} ${two(local.hour)}.${two(local.minute)}`;
};
