import type { Abilities } from './act.ts';
import type { Comment } from './comment.ts';
import type { Ticket } from './ticket.ts';

/**
 * How long a private message can be answered on its platform, in hours after the person last wrote. `taggedHours`: so
 * long in all, where the account may answer late as a human agent; null where it may not.
 * Source: developers.facebook.com/docs/messenger-platform/policy/policy-overview.
 */
export interface ReplyWindow {
  readonly hours: number;
  readonly taggedHours: number | null;
}

/** How a private answer to whoever wrote a comment is limited: its length, and for how many hours after the comment it is taken. */
export interface PrivateReply {
  readonly maxReply: number;
  /** Absent: in characters. */
  readonly countedIn?: 'bytes' | undefined;
  readonly hours: number;
}

/** The window that opens when the person writes; null where the platform sets none. */
export const windowFrom = (writtenAt: Temporal.Instant, window: ReplyWindow | null): Ticket['window'] =>
  window && {
    tagFrom: writtenAt.add({ hours: window.hours }).toString(),
    until: writtenAt.add({ hours: window.taggedHours ?? window.hours }).toString(),
  };

const isOver = (at: string, now: Temporal.Instant): boolean => Temporal.Instant.compare(at, now) <= 0;

/** Has the time run out in which the platform takes an answer from here? */
export const isShut = ({ window }: Pick<Ticket, 'window'>, now: Temporal.Instant): boolean =>
  window !== null && isOver(window.until, now);

/** Must an answer that is sent now say that a human being gives it late? */
export const needsTag = ({ window }: Pick<Ticket, 'window'>, now: Temporal.Instant): boolean =>
  window !== null && isOver(window.tagFrom, now);

/**
 * What can be done at this moment: an answer that comes too late for the interface, or in a conversation that another app
 * has, is a person's to send, in the platform's own inbox. Whoever wrote a comment long ago is told nothing in private.
 */
export function abilitiesAt(
  { can, privateReply }: { readonly can: Abilities; readonly privateReply?: PrivateReply | undefined },
  { comment, ticket }: { comment: Pick<Comment, 'inboxOnly' | 'createdAt'>; ticket: Ticket | null },
  now: Temporal.Instant,
): Abilities {
  const isByHand = comment.inboxOnly === 'standby' || (ticket !== null && isShut(ticket, now));
  const isLate = privateReply && isOver(comment.createdAt.add({ hours: privateReply.hours }).toString(), now);
  return {
    ...can,
    ...(can.reply === 'api' && isByHand && { reply: 'by-hand' }),
    ...(isLate && { 'reply-privately': 'never' }),
  };
}
