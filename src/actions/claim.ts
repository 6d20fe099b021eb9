import { z } from 'zod';
import { action, MODERATORS, pressed } from './action.ts';

/** "Jag tar den": tells colleagues who has the comment. Lapses by itself after the policy's `claimMinutes`. */
export const claim = action({
  allowedIn: ['open'],
  roles: MODERATORS,
  exclusive: true,
  input: z.object({}),
  decide: (situation) => ({
    ticket: pressed(situation, 'claim', {
      state: 'claimed',
      claim: { by: situation.by.id, at: situation.now.toString() },
    }),
    journal: [{ kind: 'ticket-claimed', by: situation.by.id, data: {} }],
    effects: [],
  }),
});
