import type { TicketView } from '../../core/view.ts';
import { isShut } from '../../core/window.ts';
import type { Cards } from './load-cards.ts';
import { dayOf } from './moment.ts';
import { platformOf } from './passages.ts';

/** Until when the platform takes an answer to a private message, or that it no longer does; null where nothing limits it. */
export function windowLine(
  cards: Cards,
  view: TicketView,
): { text: string; color: 'default' | 'attention' } | null {
  const { ticket, now } = view;
  if (ticket.window === null || ticket.state === 'closed') return null;
  const fill = { at: dayOf(cards, ticket.window.until), platform: platformOf(view) };
  if (!isShut(ticket, now)) return { text: cards.say('window', fill), color: 'default' };
  return { text: cards.say('window.shut', fill), color: 'attention' };
}
