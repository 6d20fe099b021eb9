import type { Effect } from './effect.ts';
import type { Ticket } from './ticket.ts';

/**
 * The ticket after its effects have moved: closed once what was decided has really happened, open again when
 * something failed after it was closed. The same ticket, unchanged, when nothing follows.
 */
export function progress(ticket: Ticket, effects: readonly Effect[], now: Temporal.Instant): Ticket {
  if (ticket.state === 'closed') {
    const failed = effects.some(({ state }) => state === 'failed' || state === 'unknown');
    return failed ? { ...ticket, state: 'open', closedAt: null, version: ticket.version + 1 } : ticket;
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
  if (ticket.state === 'removing')
    return effects.findLast(({ kind }) => kind === 'delete-comment')?.state === 'done';
  const unsettled = effects.some(
    ({ state, kind }) => kind !== 'post-line' && (state === 'failed' || state === 'unknown'),
  );
  if (ticket.hiddenNow || unsettled) return false;
  if (ticket.dismissal) return true;
  const reply = effects.find(
    ({ kind, params }) => kind === 'reply-to-comment' && params.decision === ticket.reply?.decision,
  );
  return reply?.state === 'done';
}
