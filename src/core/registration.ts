import { z } from 'zod';
import { fold } from '../text/fold.ts';
import { spokenWords } from '../text/words.ts';
import type { Comment } from './comment.ts';
import { platformTitle } from './platform.ts';
import { type Policy, RuleId } from './policy.ts';
import { InstantText } from './ticket.ts';

/** What an entry is of. `decision`: on a request, such as a refusal. `disposal`: its protocol. */
export const EntryKind = z.enum(['comment', 'message', 'request', 'decision', 'police-report', 'disposal']);
export type EntryKind = z.infer<typeof EntryKind>;

/** Received, drawn up here, or sent from here. */
export type Direction = 'in' | 'drawn-up' | 'out';

/**
 * `possible`: nobody has tried it. `confirmed`: marked (OSL 5 kap. 5 §), by a named provision, day and authority; a warning,
 * since each request is tried anew.
 */
export const Secrecy = z.enum(['none', 'possible', 'confirmed']);
export type Secrecy = z.infer<typeof Secrecy>;

/**
 * One entry of the register (diarium) with the fields the law asks for (OSL 5 kap. 2 §): when it came in, its reference,
 * from and to whom, and briefly what it concerns. `secured`: it has its reference, and waits for a diary number.
 * `returned`: the registrar says that it does not belong in the diary. `subject` is neutral: no name, no insult, no secret, since
 * the register is shown to the public.
 */
export const Registration = z.object({
  id: z.string(),
  /** The register's own, `SM 2026-123`: never given twice in a municipality, nor taken back. */
  reference: z.string(),
  state: z.enum(['secured', 'registered', 'returned']),
  /** The diary number in force. */
  number: z.string().nullable(),
  kind: EntryKind,
  subject: z.string(),
  /** The published rule that says that this is registered; null for secrecy (OSL 5 kap. 1 §). */
  ground: RuleId.nullable(),
  secrecy: Secrecy,
  /** The provision of a confirmed secrecy. */
  provision: z.string().nullable(),
  /** What became of what was registered: its removal was undone. */
  outcome: z.enum(['undone']).nullable(),
  securedAt: InstantText,
  registeredAt: InstantText.nullable(),
  by: z.string(),
});
export type Registration = z.infer<typeof Registration>;

/** A place in the municipality's one series of the year, without gaps. */
export interface EntryPlace {
  readonly year: number;
  readonly place: number;
}

/** The register's own name (beteckning, OSL 5 kap. 2 § 2) for an entry. */
export const referenceOf = ({ year, place }: EntryPlace): string => `SM ${year}-${place}`;

/** The number of an entry where the municipality has appointed this register as its diary: `KS 2026/0412`. */
export const diaryNumber = (series: string, { year, place }: EntryPlace): string =>
  `${series} ${year}/${String(place).padStart(4, '0')}`;

/**
 * `{ series }` makes the entry's place in the register its diary number too; `{ given }` is a number that a registrar gave
 * elsewhere; null leaves the entry waiting.
 */
export type RegistrationChange =
  | {
      readonly create: {
        readonly kind: EntryKind;
        readonly subject: string;
        readonly ground: RuleId | null;
        readonly secret: boolean;
        readonly by: string;
      };
      readonly number: { readonly series: string } | { readonly given: string } | null;
    }
  /** The number it waits for, or another in its place: the old one stays to be seen. */
  | { readonly numbered: string; readonly number: string }
  /** Whether it is secret, by a provision or not at all. */
  | { readonly tried: string; readonly provision: string | null }
  | { readonly returned: string }
  | { readonly outcome: string; readonly became: 'undone' };

/** The entry that a change is about; null for a new one. */
export function changedEntry(change: RegistrationChange): string | null {
  if ('create' in change) return null;
  if ('numbered' in change) return change.numbered;
  if ('tried' in change) return change.tried;
  return 'returned' in change ? change.returned : change.outcome;
}

/** An entry once a change of it has been committed. */
export function changed(entry: Registration, change: RegistrationChange, at: string): Registration {
  if ('numbered' in change)
    return { ...entry, state: 'registered', number: change.number, registeredAt: entry.registeredAt ?? at };
  if ('tried' in change) {
    const { provision } = change;
    return { ...entry, provision, secrecy: provision === null ? 'none' : 'confirmed' };
  }
  if ('returned' in change) return { ...entry, state: 'returned', number: null, registeredAt: null };
  return 'outcome' in change ? { ...entry, outcome: change.became } : entry;
}

/** The kind of entry that a comment makes. */
export const entryKindOf = ({ kind }: Pick<Comment, 'kind'>): EntryKind =>
  kind === 'message' ? 'message' : 'comment';

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
