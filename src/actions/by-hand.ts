import { z } from 'zod';
import { settledEffects } from '../core/apply-decision.ts';
import { afterBlocking } from '../core/block.ts';
import { refuse } from '../core/decision.ts';
import { isForHands, visibilityAfter } from '../core/effect.ts';
import { progress } from '../core/progress.ts';
import { action, MODERATORS } from './action.ts';

/** "Gjort för hand": a person did on the platform what they were asked to, or what its interface could not or did not tell us. */
export const byHand = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
  roles: MODERATORS,
  exclusive: false,
  underSuspicion: true,
  input: z.object({ effect: z.string().max(60) }),
  offered: ({ effects }) => effects.some(isForHands),
  decide: (situation, input) => {
    const { comment, effects, by, now } = situation;
    const effect = effects.find(({ id }) => id === input.effect);
    if (!effect || !isForHands(effect)) return refuse('not-now');
    const result = { at: now.toString(), how: 'by-hand' as const };
    const settle = [{ id: effect.id, to: 'done' as const, result }];
    const reached = comment.visibility === 'gone' ? undefined : visibilityAfter(effect, result.how);
    const next = progress({ ...situation, effects: settledEffects(effects, { settle }) }, now);
    const { ticket, effects: ordered } = afterBlocking(situation, next, { effect, how: result.how });
    return {
      ...(reached && { visibility: reached }),
      ticket,
      settle,
      journal: [
        { kind: 'effect-settled-by-hand', by: by.id, data: { effect: effect.id, kind: effect.kind } },
      ],
      effects: ordered,
    };
  },
});
