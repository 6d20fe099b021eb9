import { z } from 'zod';
import type { Breach, TicketSituation } from '../core/decision.ts';
import { action, MODERATORS } from './action.ts';

/** Decisions on what the same author wrote before on the same account, under rules that count: never politics, tone or a catch-all. */
export const earlierBreaches = ({ breaches, ticket }: TicketSituation): readonly Breach[] =>
  breaches.filter((breach) => breach.ticket !== ticket.id);

/**
 * "Tidigare beslut om kontot": shows the presser alone when something of the same author's was removed on the same account, under
 * which rule, and what became of it; nothing that was only thought of anybody, and nothing of other platforms. Journalled
 * each time, since it is about a person.
 */
export const authorRecord = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
  roles: MODERATORS,
  exclusive: false,
  reads: true,
  input: z.object({}),
  offered: (situation) => earlierBreaches(situation).length > 0,
  decide: (situation) => ({
    answers: 'author-record',
    journal: [
      {
        kind: 'author-record-shown',
        by: situation.by.id,
        data: { breaches: earlierBreaches(situation).length },
      },
    ],
    effects: [],
  }),
});
