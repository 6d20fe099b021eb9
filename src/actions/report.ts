import { z } from 'zod';
import { refuse } from '../core/decision.ts';
import { optionalTypedText } from '../core/typed-text.ts';
import { action, MODERATORS } from './action.ts';

/**
 * "Koppla till kommentar": gives the presser a form that asks which comment a private message reports. What is written in it
 * is looked up before anything is decided (`chat/desk/reporting.ts`), and what is then found is a ticket of its own: only
 * what names no comment, or several, comes here.
 */
export const report = action({
  allowedIn: ['open', 'claimed', 'closed'],
  roles: MODERATORS,
  exclusive: false,
  reads: true,
  input: z.object({ what: optionalTypedText({ min: 1, max: 1000 }) }),
  offered: ({ comment }) => comment.kind === 'message' && !comment.own,
  decide: (_, { what }) =>
    what === undefined ? { answers: 'form', journal: [], effects: [] } : refuse('comment-not-found'),
});
