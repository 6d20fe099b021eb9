import { z } from 'zod';
import { ALL_ROLES, action } from './action.ts';

/** "Historik": shows the presser alone all that happened to the ticket, from its text on; of a secret one it is journalled who read. */
export const history = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
  roles: ALL_ROLES,
  exclusive: false,
  reads: true,
  input: z.object({ back: z.boolean().optional() }),
  decide: ({ ticket, by }, { back = false }) =>
    back
      ? { journal: [], effects: [] }
      : {
          answers: 'history',
          journal:
            ticket.screening.display === 'secret'
              ? [{ kind: 'history-shown', by: by.id, data: { commentVersion: ticket.commentVersion } }]
              : [],
          effects: [],
        },
});
