import { z } from 'zod';
import { fold } from '../text/fold.ts';
import { spokenWords } from '../text/words.ts';
import type { Comment } from './comment.ts';
import { platformTitle } from './platform.ts';
import { type Policy, RuleId } from './policy.ts';
import { InstantText } from './ticket.ts';

/**
 * One entry of the register (diarium) with the fields the law asks for (OSL 5 kap. 2 §): when it came in, its number,
 * from and to whom, and briefly what it concerns. `secured`: waits for a number. `subject` is neutral: no name, no
 * insult, no secret, since the register is shown to the public.
 */
export const Registration = z.object({
  id: z.string(),
  state: z.enum(['secured', 'registered']),
  number: z.string().nullable(),
  subject: z.string(),
  /** The published rule that says that this is registered; null for secrecy (OSL 5 kap. 1 §). */
  ground: RuleId.nullable(),
  secret: z.boolean(),
  securedAt: InstantText,
  registeredAt: InstantText.nullable(),
  by: z.string(),
});
export type Registration = z.infer<typeof Registration>;

/**
 * `{ series }` takes the next number of the municipality's own series in the same transaction, without gaps;
 * `{ given }` is a number that a registrar gave elsewhere; null leaves the entry waiting.
 */
export type RegistrationChange =
  | {
      readonly create: {
        readonly subject: string;
        readonly ground: RuleId | null;
        readonly secret: boolean;
        readonly by: string;
      };
      readonly number: { readonly series: string } | { readonly given: string } | null;
    }
  | { readonly complete: string; readonly number: string };

/** The neutral subject line in the municipality's own words; with a rule for a comment that was judged against one. */
export function subjectFor(policy: Policy, comment: Comment, rule: RuleId | null): string {
  const { subjects } = policy.registration;
  const plain = comment.kind === 'message' ? subjects.message : subjects.comment;
  const wording = rule === null ? plain : subjects.judged;
  return wording.replace('{plattform}', platformTitle(comment.platform)).replace('{regel}', rule ?? '');
}

/** Numbers of six digits or more, however they are grouped, and e-mail addresses: never in a public subject line. */
const IDENTIFYING = /\d(?:[ -]?\d){5,}|\S@\S/u;

/** Is the subject free of the author's name, of the comment's own words (four in a row) and of identifying numbers? */
export function isNeutralSubject(subject: string, comment: Comment): boolean {
  const subjectWords = spokenWords(subject);
  const nameParts = spokenWords(comment.author.name ?? '').filter((part) => part.length >= 3);
  if (IDENTIFYING.test(fold(subject).text) || nameParts.some((part) => subjectWords.includes(part)))
    return false;
  const said = ` ${spokenWords(comment.text).join(' ')} `;
  return !subjectWords.some(
    (_, index) =>
      index + 4 <= subjectWords.length &&
      said.includes(` ${subjectWords.slice(index, index + 4).join(' ')} `),
  );
}
