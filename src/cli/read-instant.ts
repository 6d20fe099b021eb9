import { cut } from '../text/characters.ts';

/** The years that the law's calendar is checked for (`core/calendar.ts`). */
const FIRST_YEAR = 1990;
const LAST_YEAR = 2100;

const EXAMPLE = '2026-04-02T15:30+02:00';
/** The time zone annotation of RFC 9557; what has a `=` in it is no zone. */
const ZONE = /\[!?([^\]=]+)\]/u;

/**
 * An instant as people write it on a command line: ISO 8601 with its offset or Z, from 1990 to 2100. With a zone after
 * it, as RFC 9557 has it (`2026-04-02T15:30+02:00[Europe/Stockholm]`), that zone must exist and have that offset then;
 * `Temporal.Instant.from` alone would pass over it.
 * @throws RangeError whose message says what was expected and what was found
 */
export function readInstant(text: string): Temporal.Instant {
  const instant = attempt(() => Temporal.Instant.from(text));
  if (instant === null) {
    const lacksOffset = attempt(() => Temporal.PlainDateTime.from(text)) !== null;
    throw refusal(
      lacksOffset ? `an offset or Z at its end, such as ${EXAMPLE}` : `an instant such as ${EXAMPLE}`,
      text,
    );
  }
  const { year } = instant.toZonedDateTimeISO('UTC');
  if (year < FIRST_YEAR || year > LAST_YEAR) throw refusal(`a year from ${FIRST_YEAR} to ${LAST_YEAR}`, text);
  const zone = ZONE.exec(text)?.[1];
  if (zone !== undefined) checkZone(text, zone, instant);
  return instant;
}

function checkZone(text: string, zone: string, instant: Temporal.Instant): void {
  const local = attempt(() => instant.toZonedDateTimeISO(zone));
  if (local === null) throw refusal('a time zone that exists, such as Europe/Stockholm', zone);
  const written = `${text.slice(0, text.indexOf('['))}[${zone}]`;
  if (attempt(() => Temporal.ZonedDateTime.from(written, { offset: 'reject' })) === null)
    throw refusal(`the offset that ${zone} has then, ${local.offset}`, text);
}

const MOST_SHOWN = 60;
const refusal = (expected: string, found: string): RangeError =>
  new RangeError(`expected ${expected}, found ${cut(found, MOST_SHOWN).text || 'nothing'}`);

function attempt<T>(parse: () => T): T | null {
  try {
    return parse();
  } catch {
    return null;
  }
}
