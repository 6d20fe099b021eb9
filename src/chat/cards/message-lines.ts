import type { InboxOnly } from '../../core/comment.ts';
import { shutsUnseen } from '../../core/reminders.ts';
import type { TicketView } from '../../core/view.ts';
import { isShut } from '../../core/window.ts';
import type { Cards } from './load-cards.ts';
import { dayOf, momentOf } from './moment.ts';
import { platformOf } from './passages.ts';
import { reportsLines } from './report-lines.ts';

/** A sentence on a message's card, and how it looks. */
interface MessageLine {
  readonly text: string;
  readonly color: 'default' | 'attention';
}

/**
 * What a card says of a private message beside its text: that the person has written again, or taken something back, why
 * it can be read or answered in the inbox alone, and until when the platform takes an answer. Nothing once it is closed.
 */
export function messageLines(cards: Cards, view: TicketView): MessageLine[] {
  const { ticket, comment, now } = view;
  if (comment.kind !== 'message' || ticket.state === 'closed') return [];
  const count = ticket.following.length;
  const last = ticket.following.at(-1);
  const isWithdrawn = comment.visibility === 'gone' || ticket.following.some(({ gone }) => gone);
  return [
    ...reportsLines(cards, view).map(plain),
    ...(last ? [plain(cards.say('messages.followed', { count, at: momentOf(cards, last.at, now) }))] : []),
    ...(isWithdrawn ? [plain(cards.say('messages.withdrawn'))] : []),
    ...(comment.inboxOnly === null ? [] : [inboxLine(cards, view, comment.inboxOnly)]),
    ...windowLine(cards, view),
  ];
}

const plain = (text: string): MessageLine => ({ text, color: 'default' });

const inboxLine = (cards: Cards, view: TicketView, why: InboxOnly): MessageLine => ({
  text: cards.say(`messages.${why}`, { platform: platformOf(view) }),
  color: 'attention',
});

function windowLine(cards: Cards, view: TicketView): MessageLine[] {
  const { ticket, now } = view;
  if (ticket.window === null) return [];
  const fill = { at: dayOf(cards, ticket.window.until), platform: platformOf(view) };
  if (isShut(ticket, now)) return [{ text: cards.say('window.shut', fill), color: 'attention' }];
  const isUnseen = shutsUnseen(Temporal.Instant.from(ticket.window.until), now, view.policy.clock);
  return [plain(cards.say(isUnseen ? 'window.unseen' : 'window', fill))];
}
