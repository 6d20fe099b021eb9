import { z } from 'zod';
import { isBusy } from '../core/effect.ts';
import { action, MODERATORS, pressed } from './action.ts';

/** "Häv blockering": lets the account back in. */
export const unblock = action({
  allowedIn: ['open', 'claimed', 'removing', 'closed'],
  roles: MODERATORS,
  exclusive: false,
  input: z.object({}),
  offered: ({ ticket, account, effects }) =>
    ticket.block !== null &&
    account.can.unblock !== 'never' &&
    !isBusy(effects, ['block-author', 'unblock-author']),
  decide: (situation) => ({
    ticket: pressed(situation, 'unblock', { block: null }),
    journal: [
      {
        kind: 'unblock-ordered',
        by: situation.by.id,
        data: { decision: situation.ticket.block?.decision ?? null },
      },
    ],
    effects: [{ kind: 'unblock-author', params: {} }],
  }),
});
