import { z } from 'zod';
import { refuse } from '../core/decision.ts';
import { MOST_INTERNAL, MOST_OPEN, openQuestions } from '../core/internal.ts';
import { optionalTypedText } from '../core/typed-text.ts';
import { ASKS_FIRST, action, MODERATORS } from './action.ts';

/**
 * "Fråga kollega": asks somebody of the channel for facts, in the card's thread. It takes the comment from nobody, and its
 * clock runs on. Whoever has not answered yet is not asked anew.
 */
export const askColleague = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval'],
  roles: MODERATORS,
  exclusive: false,
  reads: true,
  input: z.object({
    person: z.string().max(100).optional(),
    question: optionalTypedText({ min: 1, max: MOST_INTERNAL.question }),
  }),
  decide: ({ ticket, by, named, now, decisionId: decision }, { person, question }) => {
    if (person === undefined && question === undefined) return ASKS_FIRST;
    if (!person) return refuse('bad-input', { field: 'person' });
    if (!question) return refuse('bad-input', { field: 'question' });
    if (!named?.role || named.id === by.id) return refuse('not-a-colleague');
    const open = openQuestions(ticket);
    if (open.length >= MOST_OPEN) return refuse('too-many-asked', { most: MOST_OPEN });
    if (open.some(({ person: asked }) => asked === named.id)) {
      return refuse('already-asked', { by: named.id });
    }
    const asked = { kind: 'question', by: by.id, at: now.toString(), decision, question: null } as const;
    return {
      ticket: { ...ticket, internal: [...ticket.internal, { ...asked, person: named.id }] },
      reason: { verb: 'ask-colleague', rule: null, quote: null, text: question },
      journal: [{ kind: 'colleague-asked', by: by.id, data: { decision, to: named.id } }],
      effects: [{ kind: 'ask-colleague', params: { person: named.id, decision } }],
    };
  },
});
