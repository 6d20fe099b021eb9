import { z } from 'zod';
import { refuse } from '../core/decision.ts';
import { entryOf } from '../core/keep-register.ts';
import { MOST_NUMBER } from '../core/number-shape.ts';
import { groundsFor } from '../core/register-policy.ts';
import { isNeutralSubject } from '../core/registration.ts';
import { RuleId } from '../core/rule-id.ts';
import { optionalTypedText } from '../core/typed-text.ts';
import { ALL_ROLES, action } from './action.ts';

/** What the choices of a ground's criteria come as: their places, with commas between. */
const Ticked = z
  .string()
  .max(100)
  .nullish()
  .transform((text) => (text ?? '').split(',').filter(Boolean));

/**
 * "Till registrator": secures the comment for the register under a neutral subject, or gives a waiting entry its
 * number. The ground is the person's own choice; one with criteria holds only where each is ticked. Changes no state: a
 * registration never hinders a reply or a removal.
 */
export const register = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
  roles: ALL_ROLES,
  exclusive: false,
  underSuspicion: true,
  input: z.object({
    subject: optionalTypedText({ min: 5, max: 120 }),
    ground: z.union([z.literal('none').transform(() => null), RuleId]).optional(),
    criteria: Ticked,
    number: optionalTypedText({ min: 1, max: MOST_NUMBER }),
  }),
  offered: ({ registrations }) => registrations.every(({ state }) => state === 'secured'),
  decide: (situation, { subject, ground, criteria, number }) => {
    const { policy, comment, ticket, registrations, by } = situation;
    const waiting = registrations.find(({ state }) => state === 'secured');
    if (waiting) {
      if (!number) return refuse('bad-input', { field: 'number' });
      return {
        registration: { numbered: waiting.id, number },
        journal: [{ kind: 'registered', by: by.id, data: { registration: waiting.id } }],
        effects: [],
      };
    }
    if (!subject) return refuse('bad-input', { field: 'subject' });
    if (!isNeutralSubject(subject, comment)) return refuse('subject-not-neutral');
    const offered = groundsFor(policy, comment.kind);
    const chosen = offered.find(({ rule }) => rule === ground);
    if (ground === undefined ? offered.length > 0 : ground !== null && !chosen)
      return refuse('bad-input', { field: 'ground' });
    if (chosen?.criteria.some((_, index) => !criteria.includes(`${chosen.rule}:${index}`)))
      return refuse('criteria-not-met', { rule: chosen.rule });
    const secret = ticket.screening.display === 'secret';
    return {
      ...entryOf(situation, {
        ...{ by: by.id, judged: null, ground: ground ?? null, secret, subject },
        given: number,
      }),
      effects: [],
    };
  },
});
