import { type Effect, isUnsettled } from './effect.ts';
import type { Ticket } from './ticket.ts';

/**
 * The ticket after its effects have moved: closed once what was decided has really happened, open again when
 * something failed after it was closed. The same ticket, unchanged, when nothing follows.
 */
export function progress(ticket: Ticket, effects: readonly Effect[], now: Temporal.Instant): Ticket {
  if (ticket.state === 'closed') {
    return effects.some(isUnsettled)
      ? { ...ticket, state: 'open', closedAt: null, version: ticket.version + 1 }
      : ticket;
  }
  return isFinished(ticket, effects) ? closed(ticket, now) : ticket;
}

/** The ticket closed: nobody holds it any longer. */
export const closed = (ticket: Ticket, now: Temporal.Instant): Ticket => ({
  ...ticket,
  state: 'closed',
  claim: null,
  closedAt: now.toString(),
  version: ticket.version + 1,
});

function isFinished(ticket: Ticket, effects: readonly Effect[]): boolean {
  const { reply, removal, commentVersion } = ticket;
  const deletion = effects.findLast(({ kind }) => kind === 'delete-comment');
  if (ticket.state === 'awaiting-approval' || ticket.hiddenNow || effects.some(isUnsettled)) return false;
  if (ticket.state === 'removing') return deletion?.state === 'done';
  if (ticket.dismissal) return true;
  const judged = removal?.commentVersion === commentVersion || deletion?.params.evenIfChanged === true;
  if (removal && deletion?.state === 'done' && judged) return true;
  // A text that came after the reply has not been answered by it.
  if (reply?.commentVersion !== commentVersion) return false;
  return effects.some(
    ({ kind, params, state }) =>
      kind === 'reply-to-comment' && params.decision === reply.decision && state === 'done',
  );
}
