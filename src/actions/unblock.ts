import { z } from 'zod';
import { isBlocking, waitingEnd } from '../core/block.ts';
import { action, MODERATORS, pressed } from './action.ts';

/**
 * "Häv blockering": lets the account back in before the block ends by itself. Not in trial mode where there is such an end: the
 * block would stand on the platform, and nobody would see to it any more.
 */
export const unblock = action({
  allowedIn: ['open', 'claimed', 'removing', 'closed'],
  roles: MODERATORS,
  exclusive: false,
  input: z.object({}),
  offered: ({ ticket, account, effects }) =>
    ticket.block !== null &&
    account.can.unblock !== 'never' &&
    !isBlocking(effects) &&
    !(account.trial && waitingEnd(effects)),
  decide: (situation) => ({
    ticket: pressed(situation, 'unblock', { block: null }),
    journal: [
      {
        kind: 'unblock-ordered',
        by: situation.by.id,
        data: { decision: situation.ticket.block?.decision ?? null },
      },
    ],
    cancel: [waitingEnd(situation.effects)?.id ?? []].flat(),
    effects: [{ kind: 'unblock-author', params: {} }],
  }),
});
