import { z } from 'zod';
import { action, MODERATORS } from './action.ts';

/**
 * "Granska förslaget": shows the presser alone what a proposed removal rests on, and how removals under the rule were
 * decided before, so that like cases are treated alike (KL 2:3, RF 1:9). Of a secret comment it is journalled who read.
 */
export const review = action({
  allowedIn: ['awaiting-approval'],
  roles: MODERATORS,
  exclusive: false,
  reads: true,
  input: z.object({}),
  decide: ({ ticket, by }) => ({
    answers: 'proposal',
    journal:
      ticket.screening.display === 'secret'
        ? [{ kind: 'text-shown', by: by.id, data: { commentVersion: ticket.commentVersion } }]
        : [],
    effects: [],
  }),
});
