import { z } from 'zod';
import { ALL_ROLES, action } from './action.ts';

/** "Visa för mig": sends a text that may not stand in the channel to the presser's own chat, and journals who saw it. */
export const show = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval', 'removing'],
  roles: ALL_ROLES,
  exclusive: false,
  input: z.object({}),
  offered: ({ ticket }) => ticket.screening.display === 'secret',
  decide: ({ ticket, by }) => ({
    showTo: by.id,
    journal: [{ kind: 'text-shown', by: by.id, data: { commentVersion: ticket.commentVersion } }],
    effects: [],
  }),
});
