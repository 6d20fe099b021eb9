import { z } from 'zod';

/**
 * Offences that a municipality may report, by their paragraph of brottsbalken; `terror`: terroristbrottslagen 7 §. Their names stand in
 * `cards/buttons/police.json`. Staff choose; the police classify.
 */
export const Offence = z.enum([
  '4-5',
  '4-4b',
  '4-6c',
  '4-6b',
  '4-7',
  '5-1',
  '5-3',
  '16-5',
  '16-8',
  '16-10a',
  '16-10c',
  '17-1',
  'terror',
  'other',
]);
export type Offence = z.infer<typeof Offence>;

/** What a category of rules makes likelier. */
const LIKELY: Readonly<Record<string, readonly Offence[]>> = {
  'hate-speech': ['16-8'],
  'incitement-to-crime': ['16-5', 'terror'],
  'violent-content': ['4-5', '16-10c'],
  'harassment-discrimination': ['4-7', '4-4b'],
  'defamation-personal-attack': ['5-1', '5-3'],
  'personal-data-violation': ['4-6c'],
};

/**
 * Every offence, those first that what was found makes likely. None is ever chosen beforehand: a person states what is reported.
 * Pictures of abuse of a child are reported where somebody suspects such pictures, and named nowhere else.
 */
export function offencesFor(categories: readonly string[], isSuspected: boolean): Offence[] {
  const likely = categories.flatMap((category) => LIKELY[category] ?? []);
  const suspected: Offence[] = isSuspected ? [ABUSE] : [];
  return [...new Set([...suspected, ...likely, ...Offence.options])].filter(
    (offence) => isSuspected || offence !== ABUSE,
  );
}

const ABUSE: Offence = '16-10a';

/** Whether what is reported is secret (OSL 10 kap. 24 § says when it may be told all the same). */
export const ReportedSecrecy = z.enum(['no', 'yes', 'unsure']);

/**
 * A ticket's report to the police. `number`: theirs, typed back; null until then. `decision`: its entry in the register.
 * `outcome`: a person says that police have closed it; what it is about is then held back from disposal no longer.
 */
export const PoliceReport = z.object({
  offence: Offence,
  secrecy: ReportedSecrecy,
  by: z.string(),
  at: z.string(),
  decision: z.string(),
  number: z.string().nullable(),
  outcome: z.enum(['closed']).nullable().default(null),
});
export type PoliceReport = z.infer<typeof PoliceReport>;
