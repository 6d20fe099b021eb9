import type { TicketView } from '../../core/view.ts';
import type { Cards, Locale } from './load-cards.ts';

/** The cards and words of a ticket, in its municipality's own language. */
export const cardsFor = (
  { cards }: { readonly cards: Readonly<Record<Locale, Cards>> },
  view: TicketView,
): Cards => cards[view.policy.language];
