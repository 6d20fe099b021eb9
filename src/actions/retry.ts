import { z } from 'zod';
import { refuse } from '../core/decision.ts';
import { ALL_ROLES, action } from './action.ts';

/** "Försök igen": a person's word that a failed or uncertain effect is to be tried once more. */
export const retry = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
  roles: ALL_ROLES,
  exclusive: false,
  input: z.object({ effect: z.string().max(60) }),
  offered: ({ effects }) => effects.some(({ state }) => state === 'failed' || state === 'unknown'),
  decide: ({ effects, by, now }, input) => {
    const effect = effects.find(({ id }) => id === input.effect);
    if (effect?.state !== 'failed' && effect?.state !== 'unknown') return refuse('not-now');
    return {
      settle: [{ id: effect.id, to: 'pending', dueAt: now, error: null }],
      journal: [{ kind: 'effect-retried', by: by.id, data: { effect: effect.id, kind: effect.kind } }],
      effects: [],
    };
  },
});
