import { z } from 'zod';
import { refuse } from '../core/decision.ts';
import { MOST_INTERNAL } from '../core/internal.ts';
import { optionalTypedText } from '../core/typed-text.ts';
import { ASKS_FIRST, action, MODERATORS } from './action.ts';

/** "Anteckna": a note for colleagues on the card, apart from what is sent. `after`: so many notes stood there when its form was drawn. */
export const note = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval', 'removing'],
  roles: MODERATORS,
  exclusive: false,
  reads: true,
  input: z.object({
    note: optionalTypedText({ min: 1, max: MOST_INTERNAL.note }),
    after: z.int().min(0).optional(),
  }),
  decide: ({ ticket, by, now, decisionId: decision }, { note: text, after }) => {
    if (after === undefined) return ASKS_FIRST;
    if (!text) return refuse('bad-input', { field: 'note' });
    const notes = ticket.internal.filter(({ kind }) => kind === 'note');
    // The form was sent twice, or somebody else has noted something meanwhile.
    if (notes.length !== after) return refuse('stale-card');
    const made = { kind: 'note', by: by.id, at: now.toString(), decision, person: null } as const;
    return {
      ticket: { ...ticket, internal: [...ticket.internal, { ...made, question: null }] },
      reason: { verb: 'note', rule: null, quote: null, text },
      journal: [{ kind: 'note-made', by: by.id, data: { decision } }],
      effects: [],
    };
  },
});
