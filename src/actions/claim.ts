import { z } from 'zod';
import { activeClaim } from '../core/ticket.ts';
import { action, MODERATORS, pressed } from './action.ts';

/** "Jag tar den": tells colleagues who has the comment. Lapses by itself after the policy's `claimMinutes`, and may be taken anew then. */
export const claim = action({
  allowedIn: ['open', 'claimed'],
  roles: MODERATORS,
  exclusive: true,
  input: z.object({}),
  offered: ({ ticket, policy, now }) => activeClaim(ticket, policy.claimMinutes, now) === null,
  decide: (situation) => ({
    ticket: pressed(situation, 'claim', {
      state: 'claimed',
      claim: { by: situation.by.id, at: situation.now.toString() },
    }),
    journal: [{ kind: 'ticket-claimed', by: situation.by.id, data: {} }],
    effects: [],
  }),
});
