import { z } from 'zod';
import { refuse } from '../core/decision.ts';
import { typedText } from '../core/typed-text.ts';
import { action } from './action.ts';

/** "Hör inte hit": the registrar returns an entry that waits for a number, and says why. Its reference is never given again. */
export const returnEntry = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
  roles: ['lead', 'registrar'],
  exclusive: false,
  input: z.object({ reason: typedText({ min: 1, max: 500 }) }),
  // What is secret, or the published words say is registered, is.
  offered: ({ registrations }) => registrations.some(isReturnable),
  decide: ({ registrations, by, decisionId }, { reason }) => {
    const entry = registrations.find(isReturnable);
    if (!entry) return refuse('not-now');
    return {
      reason: { verb: 'return-entry', rule: null, quote: null, text: reason },
      registration: { returned: entry.id },
      journal: [
        { kind: 'entry-returned', by: by.id, data: { registration: entry.id, decision: decisionId } },
      ],
      effects: [],
    };
  },
});

const isReturnable = ({
  state,
  secrecy,
  ground,
}: {
  state: string;
  secrecy: string;
  ground: string | null;
}) => state === 'secured' && secrecy === 'none' && ground === null;
