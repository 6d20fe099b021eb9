import { z } from 'zod';
import { refuse } from '../core/decision.ts';
import { MOST_INTERNAL, openQuestions } from '../core/internal.ts';
import { typedText } from '../core/typed-text.ts';
import { ALL_ROLES, action } from './action.ts';

/**
 * "Svara kollegan": what was asked for is there. Whoever knows it may answer, not only the one who was asked; it stands on the card
 * as internal material, and whoever asked is told. `about`: the decision that asked.
 */
export const answerColleague = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval', 'removing'],
  roles: ALL_ROLES,
  exclusive: false,
  reads: true,
  input: z.object({ about: z.uuid(), answer: typedText({ min: 1, max: MOST_INTERNAL.answer }) }),
  offered: ({ ticket }) => ticket.internal.some(({ kind }) => kind === 'question'),
  decide: ({ ticket, by, now, decisionId: decision }, { about: question, answer }) => {
    const asked = openQuestions(ticket).find((open) => open.decision === question);
    if (!asked) return refuse('already-answered');
    const given = {
      kind: 'answer',
      by: by.id,
      at: now.toString(),
      decision,
      person: null,
      question,
    } as const;
    return {
      ticket: { ...ticket, internal: [...ticket.internal, given] },
      reason: { verb: 'answer-colleague', rule: null, quote: null, text: answer },
      journal: [{ kind: 'colleague-answered', by: by.id, data: { decision, question } }],
      effects:
        asked.by === by.id ? [] : [{ kind: 'post-line', params: { line: 'answered', person: asked.by } }],
    };
  },
});
