import { directReplies } from '../core/answer.ts';
import type { Decision, OwnReply, TicketSituation } from '../core/decision.ts';
import type { Effect } from '../core/effect.ts';
import { progress } from '../core/progress.ts';
import { ended } from './effect-ended.ts';

/**
 * The platform has told of a reply by the municipality's own account: one that a person gave there stops the clock, and
 * one that an effect of ours made tells how that ended, where nobody knew.
 */
export function ownReplySeen(situation: TicketSituation): Decision {
  const { ticket, now } = situation;
  const made = madeOf(situation);
  if (made) {
    const { effect, reply } = made;
    const result = { at: reply.at.toString(), how: 'verified', externalId: reply.externalId } as const;
    return ended(situation, effect, { id: effect.id, to: 'done', result });
  }
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

/** A reply whose end is open, or was told as a failure, and which stands on the platform all the same. */
function madeOf({ effects, ownReplies }: TicketSituation): { effect: Effect; reply: OwnReply } | undefined {
  for (const effect of effects) {
    const reply = ownReplies.find(({ madeBy }) => madeBy === effect.id);
    if (reply && isOpenEnded(effect)) return { effect, reply };
  }
  return undefined;
}

const isOpenEnded = ({ state, attempts }: Effect): boolean =>
  state === 'started' || state === 'unknown' || state === 'failed' || (state === 'pending' && attempts > 0);
