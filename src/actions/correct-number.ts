import { z } from 'zod';
import { refuse } from '../core/decision.ts';
import { MOST_NUMBER } from '../core/number-shape.ts';
import { typedText } from '../core/typed-text.ts';
import { action } from './action.ts';

/** "Rätta diarienumret": another number in the place of one that was typed wrongly. The old one stays in the register. */
export const correctNumber = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
  roles: ['lead', 'registrar'],
  exclusive: false,
  input: z.object({ number: typedText({ min: 1, max: MOST_NUMBER }) }),
  offered: ({ registrations, policy }) =>
    policy.registration.diary === null && registrations.some(({ state }) => state === 'registered'),
  decide: ({ registrations, by }, { number }) => {
    const entry = registrations.findLast(({ state }) => state === 'registered');
    if (!entry || entry.number === number) return refuse('bad-input', { field: 'number' });
    return {
      registration: { numbered: entry.id, number },
      journal: [{ kind: 'number-corrected', by: by.id, data: { registration: entry.id } }],
      effects: [],
    };
  },
});
