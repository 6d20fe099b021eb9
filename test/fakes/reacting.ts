import type { CommentChange } from '../../src/core/comment.ts';
import type { Decision, EffectOutcome, Situation, TicketSituation } from '../../src/core/decision.ts';
import type { Screening } from '../../src/core/finding.ts';
import { REACTIONS } from '../../src/reactions/index.ts';

// One reaction by itself, without what follows of it for the clock and the card's version.

/** The comment's version in force has been screened so. */
export const commentScreened = (on: Situation, screening: Screening): Decision =>
  REACTIONS['comment-screened'](on, { version: on.comment.version, screening });

/** The platform has told of the comment. */
export const platformChanged = (on: Situation, change: CommentChange, at: Temporal.Instant): Decision =>
  REACTIONS['platform-changed'](on, { change, at, screening: null });

/** An attempt has ended so. */
export const effectEnded = (on: TicketSituation, outcome: EffectOutcome): Decision =>
  REACTIONS['effect-ended'](on, { outcome });

/** What a test of something else wants to see: the one reminder that waits follows every decision, and has tests of its own. */
export function withoutReminders(
  { effects }: TicketSituation,
  { settle, cancel, ...decision }: Decision,
): Decision {
  const isOther = (id: string) => !effects.some((one) => one.id === id && one.kind === 'remind');
  return {
    ...decision,
    ...(settle && { settle: settle.filter(({ id }) => isOther(id)) }),
    ...(cancel && { cancel: cancel.filter(isOther) }),
    effects: decision.effects.filter(({ kind }) => kind !== 'remind'),
  };
}
