import { z } from 'zod';
import { isWorkingDay, localDay } from '../core/calendar.ts';
import { refuse } from '../core/decision.ts';
import { dropFailedReplies, isReplying } from '../core/effect.ts';
import { RETURN_DAY, replyLength } from '../core/reply-text.ts';
import { typedText } from '../core/typed-text.ts';
import { action, MODERATORS, type PressSituation, pressed } from './action.ts';

/** Braces that nobody filled in, such as `{växelns nummer}`. */
const PLACEHOLDER = /\{[^{}]*\}/u;

/** No platform takes more; what each takes is asked when the reply is decided on. */
const MOST_TYPED = 10_000;

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
  decide: (situation, { text: written, returnOn = null }) => {
    const { ticket, by, now, policy, decisionId } = situation;
    const day = returnOn === null ? null : Temporal.PlainDate.from(returnOn);
    if (day && !isLaterWorkingDay(day, situation)) return refuse('not-a-working-day');
    const text = day ? written.replaceAll(RETURN_DAY, spelledOut(day, policy.language)) : written;
    const placeholder = PLACEHOLDER.exec(text)?.[0];
    if (placeholder) return refuse('missing-placeholder', { placeholder });
    const { maxReply, countedIn } = situation.account;
    const length = replyLength(text, countedIn);
    if (length > maxReply) {
      const tooLong = countedIn === 'bytes' ? 'reply-too-many-bytes' : 'reply-too-long';
      return refuse(tooLong, { length, most: maxReply });
    }
    const at = now.toString();
    return {
      ticket: pressed(situation, 'reply', {
        state: 'claimed',
        claim: { by: by.id, at },
        reply: {
          by: by.id,
          at,
          decision: decisionId,
          commentVersion: ticket.commentVersion,
          returnOn,
          followed: ticket.following.length,
        },
        dismissal: null,
      }),
      reply: { text, kind: 'reply' },
      settle: dropFailedReplies(situation.effects),
      journal: [{ kind: 'reply-ordered', by: by.id, data: { decision: decisionId, returnOn } }],
      effects: [{ kind: 'reply-to-comment', params: { decision: decisionId } }],
    };
  },
});

const isLaterWorkingDay = (day: Temporal.PlainDate, { now, policy }: PressSituation): boolean =>
  Temporal.PlainDate.compare(day, localDay(now)) > 0 && isWorkingDay(day, policy.clock);

/** `tisdag 7 april`. */
const spelledOut = (day: Temporal.PlainDate, language: string): string =>
  day.toLocaleString(language, { weekday: 'long', day: 'numeric', month: 'long' });
