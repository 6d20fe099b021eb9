import type { Decision, TicketSituation } from '../core/decision.ts';
import type { EventOf } from '../core/event.ts';

/**
 * What a private message reported has been decided: whoever wrote it is to be told, so that its ticket comes back where they
 * had been answered. One that staff let be without an answer is left alone, and so is what was taken back.
 */
export function reportDecided(
  { ticket, comment }: TicketSituation,
  { about, at }: EventOf<'report-decided'>,
): Decision {
  const isClosed = ticket.state === 'closed';
  if (isClosed && (ticket.dismissal !== null || comment.visibility === 'gone'))
    return { journal: [], effects: [] };
  const heard = { ...ticket, reportDecided: { ticket: about, at: at.toString() } };
  return {
    ticket: isClosed ? { ...heard, state: 'open', closedAt: null } : heard,
    journal: [
      { kind: 'report-decided', by: null, data: { about } },
      ...(isClosed
        ? [{ kind: 'ticket-reopened' as const, by: null, data: { because: 'report-decided' } }]
        : []),
    ],
    effects: [{ kind: 'post-line', params: { line: 'report-decided' } }],
  };
}
