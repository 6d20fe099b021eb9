import { z } from 'zod';
import { isAskedAbout } from '../core/elsewhere.ts';
import { action, MODERATORS, pressed } from './action.ts';

/** "Det var inte vi": its author or the platform took the comment away, or hid it. */
export const notOurAct = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
  roles: MODERATORS,
  exclusive: false,
  input: z.object({}),
  offered: isAskedAbout,
  decide: (situation) => {
    const { ticket, by, now } = situation;
    const word = { by: by.id, at: now.toString(), what: 'not-ours' as const, rule: null, decision: null };
    return {
      ticket: pressed(situation, 'not-our-act', {
        elsewhere: ticket.elsewhere && { ...ticket.elsewhere, word },
      }),
      journal: [
        {
          kind: 'act-elsewhere-disowned',
          by: by.id,
          data: { change: ticket.elsewhere?.change ?? null },
        },
      ],
      effects: [],
    };
  },
});
