import { z } from 'zod';
import { activeClaim } from '../core/ticket.ts';
import { action, MODERATORS, pressed } from './action.ts';

/** "Släpp": gives the comment back to everyone. A colleague's live claim can only be released by its holder. */
export const release = action({
  allowedIn: ['claimed'],
  roles: MODERATORS,
  exclusive: true,
  input: z.object({}),
  offered: ({ ticket, policy, now }) => activeClaim(ticket, policy.claimMinutes, now) !== null,
  decide: (situation) => ({
    ticket: pressed(situation, 'release', { state: 'open', claim: null }),
    journal: [{ kind: 'ticket-released', by: situation.by.id, data: {} }],
    effects: [],
  }),
});
