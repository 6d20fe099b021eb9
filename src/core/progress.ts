import { type Answerable, answerOf, directReplies, doneReply } from './answer.ts';
import { type Effect, isUnsettled } from './effect.ts';
import type { Ticket } from './ticket.ts';

/**
 * The ticket after its effects have moved: answered once an answer is out, closed once what was decided has really
 * happened, open again when something failed after it was closed, or when what was removed also asked something that
 * nobody has answered. The same ticket, unchanged, when nothing follows.
 */
export function progress(given: Answerable, now: Temporal.Instant): Ticket {
  const answer = answerOf(given);
  const ticket = answer === given.ticket.answer ? given.ticket : { ...given.ticket, answer };
  const { effects } = given;
  if (ticket.state === 'closed') {
    return effects.some(isUnsettled) ? { ...ticket, state: 'open', closedAt: null } : ticket;
  }
  if (ticket.state === 'awaiting-approval' || ticket.hiddenNow || effects.some(isUnsettled)) return ticket;
  if (isRemoved(ticket, effects) && awaitsAnswer(ticket)) {
    return ticket.state === 'removing' ? { ...ticket, state: 'open' } : ticket;
  }
  return isFinished({ ...given, ticket }) ? closed(ticket, now) : ticket;
}

/** The ticket closed: nobody holds it any longer. */
export const closed = (ticket: Ticket, now: Temporal.Instant): Ticket => ({
  ...ticket,
  state: 'closed',
  claim: null,
  closedAt: now.toString(),
});

/** Does the comment ask something that nobody has answered? Nobody answers what may show abuse. */
export const awaitsAnswer = ({ screening, answer, suspected }: Ticket): boolean =>
  screening.needsReply && answer === null && suspected === null;

function isFinished(given: Answerable): boolean {
  const { ticket, effects } = given;
  if (ticket.state === 'removing') return deletionOf(effects)?.state === 'done';
  if (ticket.suspected) return isRemoved(ticket, effects);
  if (ticket.dismissal) return true;
  return isRemoved(ticket, effects) || isReplied(given) || isRepliedDirectly(given);
}

const deletionOf = (effects: readonly Effect[]): Effect | undefined =>
  effects.findLast(({ kind }) => kind === 'delete-comment');

/** Gone on the platform by a decision on the text that stood there. */
function isRemoved({ removal, commentVersion }: Ticket, effects: readonly Effect[]): boolean {
  const deletion = deletionOf(effects);
  const judged = removal?.commentVersion === commentVersion || deletion?.params.evenIfChanged === true;
  return removal !== null && deletion?.state === 'done' && judged;
}

/**
 * A text that came after the reply has not been answered by it, nor has what was reported and decided since, and a holding
 * reply answers nothing for good.
 */
const isReplied = ({ ticket, effects }: Answerable): boolean => {
  const { reply, commentVersion, following } = ticket;
  return (
    reply?.commentVersion === commentVersion &&
    reply.followed === following.length &&
    !isToBeTold(ticket) &&
    reply.returnOn === null &&
    doneReply(reply, effects) !== undefined
  );
};

/** Has what was reported been decided since it was last answered? */
export const isToBeTold = ({ reply, reportDecided }: Ticket): boolean =>
  reportDecided !== null &&
  (reply === null ||
    Temporal.Instant.compare(Temporal.Instant.from(reply.at), Temporal.Instant.from(reportDecided.at)) <= 0);

/**
 * The account has answered on the platform since the text in force, and since our holding reply. Whoever did may not
 * have seen what screening found, so a flagged comment stays with staff; whoever answers a private message has read it.
 */
function isRepliedDirectly(given: Answerable): boolean {
  const { ticket, comment, effects } = given;
  if (ticket.screening.tier === 'flag' && comment.kind !== 'message') return false;
  const since = [
    ticket.editedAfter?.at,
    ticket.reportDecided?.at,
    ticket.following.at(-1)?.at,
    doneReply(ticket.reply, effects)?.result?.at,
  ].flatMap((at) => at ?? []);
  return directReplies(given).some(({ at }) =>
    since.every((earlier) => Temporal.Instant.compare(at, earlier) > 0),
  );
}
