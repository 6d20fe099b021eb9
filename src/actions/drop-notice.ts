import { z } from 'zod';
import { refuse } from '../core/decision.ts';
import { dropped } from '../core/drop-notice.ts';
import { isForHands } from '../core/effect.ts';
import { action, MODERATORS } from './action.ts';

/** "Skicka inget": the author is not told after all, where the notice did not come through or nobody knows. */
export const dropNotice = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
  roles: MODERATORS,
  exclusive: false,
  underSuspicion: true,
  input: z.object({ effect: z.string().max(60) }),
  offered: ({ effects }) => effects.some((effect) => effect.kind === 'reply-privately' && isForHands(effect)),
  decide: (situation, input) => {
    const effect = situation.effects.find(({ id }) => id === input.effect);
    if (effect?.kind !== 'reply-privately' || !isForHands(effect)) return refuse('not-now');
    return dropped(situation, effect, situation.by.id);
  },
});
