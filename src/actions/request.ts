import { z } from 'zod';
import { entryOf } from '../core/keep-register.ts';
import { ALL_ROLES, action } from './action.ts';

/**
 * "Begäran om handling": registers that the comment asks for public documents, once, and opens the request that the registrar
 * then follows (`core/disclosure.ts`). Asks nothing: nobody is asked who they are or why (2 kap. 18 § tryckfrihetsförordningen).
 * What else is done with the comment is not hindered by it.
 */
export const request = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
  roles: ALL_ROLES,
  exclusive: false,
  underSuspicion: true,
  input: z.object({}),
  offered: ({ ticket, registrations }) =>
    ticket.request && registrations.every(({ kind }) => kind !== 'request'),
  decide: (situation) => {
    const { policy, ticket, by, decisionId } = situation;
    const { registration, journal } = entryOf(situation, {
      ...{ kind: 'request', by: by.id, judged: null, ground: null, subject: policy.requestWords.subject },
      secret: ticket.screening.display === 'secret',
    });
    return {
      registration,
      journal: [...journal, { kind: 'request-received', by: by.id, data: { request: decisionId } }],
      effects: [],
    };
  },
});
