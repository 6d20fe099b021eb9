import { z } from 'zod';
import { refuse } from '../core/decision.ts';
import { dropFailedReplies, isReplying } from '../core/effect.ts';
import { action, MODERATORS, pressed } from './action.ts';

/** Braces that nobody filled in, such as `{växelns nummer}`. */
const PLACEHOLDER = /\{[^{}]*\}/u;

/** The form's name tells which of the card's text fields was sent; a card has one for each reply template. */
const Input = z
  .looseObject({ form: z.string().max(60) })
  .transform((fields) => fields[`text-${fields.form}`])
  .pipe(z.string().trim().min(1).max(8000))
  .transform((text) => ({ text }));

/** Answers publicly in the municipality's name. The ticket closes when the platform has taken the reply. */
export const reply = action({
  allowedIn: ['open', 'claimed'],
  roles: MODERATORS,
  exclusive: true,
  input: Input,
  offered: ({ comment, effects }) => comment.visibility !== 'gone' && !isReplying(effects),
  draft: ({ text }) => text,
  decide: (situation, { text }) => {
    const { ticket, by, now, decisionId } = situation;
    const placeholder = PLACEHOLDER.exec(text)?.[0];
    if (placeholder) return refuse('missing-placeholder', { placeholder });
    const at = now.toString();
    return {
      ticket: pressed(situation, 'reply', {
        state: 'claimed',
        claim: { by: by.id, at },
        reply: { by: by.id, at, decision: decisionId, commentVersion: ticket.commentVersion },
        dismissal: null,
      }),
      reply: { text, kind: 'reply' },
      settle: dropFailedReplies(situation.effects),
      journal: [{ kind: 'reply-ordered', by: by.id, data: { decision: decisionId } }],
      effects: [{ kind: 'reply-to-comment', params: { decision: decisionId } }],
    };
  },
});
