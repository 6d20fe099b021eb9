import { z } from 'zod';
import { dropFailedReplies, isReplying } from '../core/effect.ts';
import { MOST_TYPED, orderReply } from '../core/order-reply.ts';
import { typedText } from '../core/typed-text.ts';
import { action, MODERATORS, pressed } from './action.ts';

/** The form's name tells which of the card's fields were sent; a card has one form for each reply template. */
const Input = z
  .looseObject({ form: z.string().max(60) })
  .transform((fields): { text?: unknown; returnOn?: unknown } => ({
    text: fields[`text-${fields.form}`],
    returnOn: fields[`return-${fields.form}`] || undefined,
  }))
  .pipe(z.object({ text: typedText({ min: 1, max: MOST_TYPED }), returnOn: z.iso.date().optional() }));

/**
 * Answers publicly in the municipality's name. The ticket closes when the platform has taken the reply; a holding reply,
 * which names the working day on which the real one comes, leaves it open until then.
 */
export const reply = action({
  allowedIn: ['open', 'claimed'],
  roles: MODERATORS,
  exclusive: true,
  input: Input,
  offered: ({ comment, effects, account }) =>
    account.can.reply !== 'never' && comment.visibility !== 'gone' && !isReplying(effects),
  draft: ({ text }) => text,
  decide: (situation, { text, returnOn = null }) => {
    const ordered = orderReply(situation, { text, returnOn });
    if (!('ofTicket' in ordered)) return ordered;
    const { ofTicket, ...decided } = ordered;
    return {
      ...decided,
      ticket: pressed(situation, 'reply', {
        state: 'claimed',
        claim: { by: ofTicket.by, at: ofTicket.at },
        reply: ofTicket,
        dismissal: null,
      }),
      settle: dropFailedReplies(situation.effects),
    };
  },
});
