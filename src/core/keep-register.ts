import { type Decision, refuse, type Situation } from './decision.ts';
import type { JournalNote } from './journal.ts';
import { exampleOf, isDiaryNumber } from './number-shape.ts';
import type { RuleId } from './policy.ts';
import { type EntryKind, entryKindOf, type RegistrationChange, subjectFor } from './registration.ts';

/** Who made an entry that no person asked for. */
const BOT = 'bot';

/**
 * The decision with its consequences for the register. What the municipality has asked for is registered when it comes
 * (as Ludvika says), and what may be secret when it is dealt with, whatever was done: it was left standing, its author took it
 * away, it was answered (OSL 5 kap. 1 §). A person who says that the bot was wrong has tried it. A number that does not look
 * like the municipality's is refused. Every decision passes through here, so that no button needs to know of it.
 */
export function keepRegister(situation: Situation, decision: Decision): Decision {
  if (decision.refusal) return decision;
  if (decision.registration) {
    const { numberShape } = situation;
    const told = numberIn(decision.registration);
    return told === null || isDiaryNumber(told, numberShape)
      ? decision
      : refuse('not-a-diary-number', exampleOf(numberShape));
  }
  const entry = dueEntry(situation, decision);
  if (entry === null) return decision;
  const { journal, registration } = entryOf(situation, { by: BOT, judged: null, ...entry });
  return { ...decision, registration, journal: [...decision.journal, ...journal] };
}

/** The diary number that a person tells with a change; those of the register's own series are none. */
function numberIn(change: RegistrationChange): string | null {
  if ('numbered' in change) return change.number;
  return 'create' in change && change.number !== null && 'given' in change.number
    ? change.number.given
    : null;
}

function dueEntry(
  situation: Situation,
  { ticket: next, screenedVersion }: Decision,
): { ground: RuleId | null; secret: boolean } | null {
  const { ticket, policy, comment, registrations } = situation;
  const { askedFor } = policy.registration;
  const isFirst = screenedVersion !== undefined && registrations.length === 0;
  if (askedFor && isFirst && isAskedFor(situation)) {
    return { ground: askedFor.rule, secret: next?.screening.display === 'secret' };
  }
  const closes = next?.state === 'closed' && ticket?.state !== 'closed';
  const isWrong = next?.dismissal?.reason === 'bot-was-wrong';
  const isKept = closes && next.screening.display === 'secret' && !isWrong && !comment.own;
  return isKept && !isEntered(situation) ? { ground: null, secret: true } : null;
}

/** Does it stand under a post of the municipality's own that asks for it? */
function isAskedFor({ policy, comment, postText }: Situation): boolean {
  if (comment.own || comment.kind !== 'comment' || postText === null) return false;
  const post = postText.toLowerCase();
  return policy.registration.askedFor?.words.some((words) => post.includes(words.toLowerCase())) ?? false;
}

/** Has the text that stands there an entry of its own? */
export function isEntered({ ticket, registrations }: Pick<Situation, 'ticket' | 'registrations'>): boolean {
  const since = ticket?.editedAfter?.at;
  return registrations.some(
    ({ kind, securedAt }) =>
      (kind === 'comment' || kind === 'message') &&
      (since === undefined || Temporal.Instant.compare(securedAt, since) >= 0),
  );
}

/** What an entry of a comment is made from. */
interface EntryOrder {
  readonly by: string;
  /** The rule that it was judged against; null for none. */
  readonly judged: RuleId | null;
  readonly ground: RuleId | null;
  readonly secret: boolean;
  /** Absent: what the comment is. */
  readonly kind?: EntryKind;
  /** Absent: the municipality's own neutral words. */
  readonly subject?: string;
  /** A diary number that is known already. */
  readonly given?: string | undefined;
}

/** A comment's new entry, with the journal's lines of it. */
export function entryOf(
  { policy, comment, decisionId }: Pick<Situation, 'policy' | 'comment' | 'decisionId'>,
  { by, judged, ground, secret, subject, given, kind = entryKindOf(comment) }: EntryOrder,
): { registration: NonNullable<Decision['registration']>; journal: JournalNote[] } {
  const number = given === undefined ? policy.registration.diary : { given };
  return {
    registration: {
      create: { kind, subject: subject ?? subjectFor(policy, comment, judged), ground, secret, by },
      number,
    },
    journal: [
      { kind: 'secured', by, data: { registration: decisionId, kind } },
      ...(number === null
        ? []
        : [{ kind: 'registered' as const, by, data: { registration: decisionId, atOnce: true } }]),
    ],
  };
}
