import type { Comment } from '../core/comment.ts';
import { dueAt } from '../core/deadline.ts';
import type { Decision, TicketSituation } from '../core/decision.ts';
import { remindAt } from '../core/keep-time.ts';
import { promiseTo } from '../core/promise.ts';
import { removeByOf } from '../core/targets.ts';

/** What a clock is followed with. */
type Followed = Pick<TicketSituation, 'ticket' | 'policy'> & {
  readonly comment: Pick<Comment, 'kind' | 'createdAt' | 'arrivedAt'>;
};

/**
 * The municipality's hours, days or promise have changed, or the platform has named the time of the comment: the deadline of an open ticket is computed anew from its first
 * arrival, and old and new are journalled where they differ. Its reminders follow.
 */
export function clockChanged({ ticket, comment, policy }: Followed): Decision {
  const arrivedAt = comment.createdAt.toString();
  if (ticket.clock === policy.clockVersion && ticket.arrivedAt === arrivedAt)
    return { journal: [], effects: [] };
  const due = dueAt(comment.createdAt, policy.clock).toString();
  const promise = promiseTo(policy, comment.kind);
  const known = ticket.removeBy === null ? comment.arrivedAt : Temporal.Instant.from(ticket.removeBy.from);
  const removeBy = removeByOf(ticket.screening, known, policy);
  const moved = due !== ticket.dueAt || promise !== ticket.promise || removeBy?.at !== ticket.removeBy?.at;
  return {
    ticket: { ...ticket, arrivedAt, dueAt: due, promise, removeBy, clock: policy.clockVersion },
    ...(!moved && { quiet: true }),
    journal: moved
      ? [
          {
            kind: 'deadline-changed',
            by: null,
            data: { from: ticket.dueAt, to: due, promise, policy: policy.version },
          },
        ]
      : [],
    effects: [],
  };
}

/**
 * Does the new clock leave the ticket and the reminder that waits, if any, just as they are? Most tickets, when one day is
 * closed; what is counted from other days than the arrival is left to be decided.
 */
export function isUnmoved(followed: Followed & { readonly remindAt: Temporal.Instant | null }): boolean {
  const { ticket, policy, remindAt: waiting } = followed;
  if (ticket.target === null || ticket.reply?.returnOn || ticket.editedAfter) return false;
  const next = remindAt(ticket, { policy });
  if (next === null || waiting === null) return next === waiting && clockChanged(followed).quiet === true;
  return next.equals(waiting) && clockChanged(followed).quiet === true;
}
