import { z } from 'zod';
import { withNotice } from '../core/author-notice.ts';
import { refuse } from '../core/decision.ts';
import { isOutdatedDeletion, returnedToStaff } from '../core/removal.ts';
import { action, MODERATORS } from './action.ts';

/**
 * "Försök igen": a person's word that a failed or uncertain effect is to be tried once more. A deletion whose comment was
 * edited meanwhile is not: it comes back to be judged anew.
 */
export const retry = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
  roles: MODERATORS,
  exclusive: false,
  underSuspicion: true,
  input: z.object({ effect: z.string().max(60) }),
  offered: ({ effects }) => effects.some(({ state }) => state === 'failed' || state === 'unknown'),
  decide: ({ ticket, effects, by, now }, input) => {
    const effect = effects.find(({ id }) => id === input.effect);
    if (effect?.state !== 'failed' && effect?.state !== 'unknown') return refuse('not-now');
    const data = { effect: effect.id, kind: effect.kind };
    if (isOutdatedDeletion(ticket, effect)) {
      return {
        ...withNotice(effects, { settle: [{ id: effect.id, to: 'cancelled' }] }),
        ticket: { ...ticket, ...returnedToStaff(ticket) },
        voidBreach: true,
        journal: [{ kind: 'ticket-reopened', by: by.id, data: { ...data, because: 'edited' } }],
        effects: [],
      };
    }
    return {
      settle: [{ id: effect.id, to: 'pending', dueAt: now, error: effect.error }],
      journal: [{ kind: 'effect-retried', by: by.id, data }],
      effects: [],
    };
  },
});
