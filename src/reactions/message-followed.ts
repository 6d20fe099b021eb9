import type { Decision, TicketSituation } from '../core/decision.ts';
import { isHeld } from '../core/effect.ts';
import type { EventOf } from '../core/event.ts';
import { closed } from '../core/progress.ts';
import type { Ticket } from '../core/ticket.ts';
import { windowFrom } from '../core/window.ts';

type Following = Ticket['following'][number];

/**
 * The person whose private message is open has written again, or edited what they wrote since: it belongs to the same
 * card, since one answer answers all of it, and it opens the window anew. Whoever is at work on the card is told.
 * A ticket that has been closed meanwhile is left alone: the message then opens one of its own.
 */
export function messageFollowed(
  { ticket, account }: TicketSituation,
  { message, version, at, screening, request }: EventOf<'message-followed'>,
): Decision {
  const known = ticket.following.find(({ comment }) => comment === message);
  if (ticket.state === 'closed' || (known && known.version >= version)) return { journal: [], effects: [] };
  const one: Following = { comment: message, version, at: known?.at ?? at.toString(), gone: false };
  const following = known
    ? ticket.following.map((each) => (each === known ? one : each))
    : [...ticket.following, one];
  const isAtWork = ticket.claim !== null || ticket.reply !== null;
  return {
    ticket: {
      ...ticket,
      following,
      screening: {
        ...ticket.screening,
        needsReply: ticket.screening.needsReply || screening.needsReply,
        urgent: ticket.screening.urgent || screening.urgent,
      },
      request: ticket.request || request,
      window: known ? ticket.window : later(ticket.window, windowFrom(at, account.replyWindow)),
      dismissal: null,
      snooze: null,
    },
    journal: [{ kind: 'message-followed', by: null, data: { comment: message, version } }],
    effects: isAtWork ? [{ kind: 'post-line', params: { line: 'message-followed' } }] : [],
  };
}

/** Messages may come in another order than they were written in. */
const later = (one: Ticket['window'], other: Ticket['window']): Ticket['window'] =>
  one !== null && other !== null && Temporal.Instant.compare(one.until, other.until) > 0 ? one : other;

/** The person has taken back one of the messages that followed: the ticket closes with the last of them, as with a comment. */
export function messageWithdrawn(
  { ticket, comment, effects, now }: TicketSituation,
  { message }: EventOf<'message-withdrawn'>,
): Decision {
  const following = ticket.following.map((one) => (one.comment === message ? { ...one, gone: true } : one));
  const seen = { ...ticket, following };
  const isEmpty = comment.visibility === 'gone' && following.every(({ gone }) => gone);
  const closes = isEmpty && ticket.state !== 'closed' && !isHeld(effects);
  const note = { kind: 'comment-gone', by: null, data: { comment: message } } as const;
  if (!closes) return { ticket: seen, journal: [note], effects: [] };
  const end = { kind: 'ticket-closed', by: null, data: { because: 'gone' } } as const;
  return { ticket: closed(seen, now), journal: [note, end], effects: [] };
}
