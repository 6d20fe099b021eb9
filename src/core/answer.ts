import type { Comment } from './comment.ts';
import type { OwnReply, TicketSituation } from './decision.ts';
import { type Effect, isReplying } from './effect.ts';
import type { Ticket } from './ticket.ts';

/** What an answer is looked for in. */
export type Answerable = Pick<TicketSituation, 'ticket' | 'effects' | 'ownReplies'> & {
  readonly comment: Pick<Comment, 'kind' | 'createdAt'>;
};

/**
 * What stopped the promise's clock, the earliest of: the reply through the card once the platform has it, a reply that
 * the account gave there directly, "Låt stå". Null while nobody has answered; removing or hiding answers nothing.
 */
export function answerOf(given: Answerable): Ticket['answer'] {
  const { ticket, effects } = given;
  if (ticket.answer) return ticket.answer;
  const { dismissal } = ticket;
  const reply = publishedReply(ticket, effects);
  const [direct] = directReplies(given);
  const answers: NonNullable<Ticket['answer']>[] = [
    ...(reply ? [reply] : []),
    ...(direct ? [{ at: direct.at.toString(), by: null, how: 'elsewhere' as const }] : []),
    ...(dismissal ? [{ at: dismissal.at, by: dismissal.by, how: 'let-stand' as const }] : []),
  ];
  const first = answers.toSorted((a, b) => Temporal.Instant.compare(a.at, b.at))[0];
  return first ?? null;
}

function publishedReply({ reply }: Ticket, effects: readonly Effect[]): Ticket['answer'] {
  const result = doneReply(reply, effects)?.result;
  if (!reply || !result) return null;
  const how = result.how === 'trial' || result.how === 'by-hand' ? result.how : 'reply';
  return { at: result.at, by: reply.by, how: how === 'reply' && reply.returnOn ? 'holding' : how };
}

/** The reply's effect, if the platform has taken it. */
export const doneReply = (reply: Ticket['reply'], effects: readonly Effect[]): Effect | undefined =>
  effects.find(
    ({ kind, params, state }) =>
      kind === 'reply-to-comment' && state === 'done' && params.decision === reply?.decision,
  );

/**
 * The account's replies that did not come from here, oldest first. While a reply of ours is on its way, or may have been
 * published, the platform's word of one may be the echo of it. Neither is a private message by hand that follows the
 * person's own at once: accounts greet by themselves, and nothing tells that from an answer.
 */
export function directReplies(given: Answerable): readonly OwnReply[] {
  const { effects, ownReplies } = given;
  if (isReplying(effects)) return [];
  const ours = new Set(effects.flatMap(({ id, result }) => [id, result?.externalId]));
  return ownReplies.filter(
    ({ externalId, madeBy, at }) =>
      !ours.has(externalId) && !(madeBy && ours.has(madeBy)) && !isAutomatic(given, at),
  );
}

/** Nobody has read a message and answered it sooner. */
const READ_WITHIN_MS = 60_000;

function isAutomatic({ ticket, comment }: Answerable, at: Temporal.Instant): boolean {
  if (comment.kind !== 'message') return false;
  const written = [comment.createdAt, ...ticket.following.map((one) => Temporal.Instant.from(one.at))];
  return written.some((before) => {
    const ms = at.epochMilliseconds - before.epochMilliseconds;
    return ms >= 0 && ms < READ_WITHIN_MS;
  });
}
