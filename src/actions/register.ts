import { z } from 'zod';
import { refuse } from '../core/decision.ts';
import { RuleId } from '../core/policy.ts';
import { isNeutralSubject } from '../core/registration.ts';
import { optionalTypedText } from '../core/typed-text.ts';
import { ALL_ROLES, action } from './action.ts';

/**
 * "Till registrator": secures the comment for the register under a neutral subject, or gives a waiting entry its
 * number. Changes no state: a registration never hinders a reply or a removal.
 */
export const register = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
  roles: ALL_ROLES,
  exclusive: false,
  input: z.object({
    subject: optionalTypedText({ min: 5, max: 120 }),
    ground: z.union([z.literal(['', 'none']).transform(() => null), RuleId]).nullish(),
    number: optionalTypedText({ min: 1, max: 40 }),
  }),
  offered: ({ registrations }) => registrations.every(({ state }) => state === 'secured'),
  decide: ({ policy, comment, ticket, registrations, by, decisionId }, { subject, ground, number }) => {
    const waiting = registrations.find(({ state }) => state === 'secured');
    if (waiting) {
      if (!number) return refuse('bad-input', { field: 'number' });
      return {
        registration: { complete: waiting.id, number },
        journal: [{ kind: 'registered', by: by.id, data: { registration: waiting.id, numbered: true } }],
        effects: [],
      };
    }
    if (!subject) return refuse('bad-input', { field: 'subject' });
    if (!isNeutralSubject(subject, comment)) return refuse('subject-not-neutral');
    if (ground && !policy.registration.grounds.includes(ground))
      return refuse('bad-input', { field: 'ground' });
    const given = number ? { given: number } : null;
    const numbered = (given ?? policy.registration.diary) !== null;
    return {
      registration: {
        create: { subject, ground: ground ?? null, secret: ticket.screening.display === 'secret', by: by.id },
        number: given ?? policy.registration.diary,
      },
      journal: [
        {
          kind: 'registered',
          by: by.id,
          data: { registration: decisionId, numbered },
        },
      ],
      effects: [],
    };
  },
});
