import { directReplies } from '../core/answer.ts';
import type { Decision, TicketSituation } from '../core/decision.ts';
import { progress } from '../core/progress.ts';

/** The platform has told of a reply by the municipality's own account: one that a person gave there stops the clock. */
export function ownReplySeen(situation: TicketSituation): Decision {
  const { ticket, now } = situation;
  if (directReplies(situation).length === 0) return { journal: [], effects: [] };
  const next = progress(situation, now);
  if (next === ticket) return { journal: [], effects: [] };
  const closes = ticket.state !== 'closed' && next.state === 'closed';
  return {
    ticket: next,
    journal: [
      { kind: 'own-reply-seen', by: null, data: { answeredAt: next.answer?.at ?? null } },
      ...(closes
        ? [{ kind: 'ticket-closed' as const, by: null, data: { because: 'answered-elsewhere' } }]
        : []),
    ],
    effects: [],
  };
}
