import type { TicketView } from '../../core/view.ts';
import type { Cards } from './load-cards.ts';
import { momentOf } from './moment.ts';
import { nameOf } from './names.ts';

/** So many reports are told of one by one. */
const MOST = 2;

/** That somebody says the comment should go: when, and in which message; never by whom outside the municipality. */
export function reportedLines(cards: Cards, view: TicketView): string[] {
  const { reports } = view.ticket;
  const latest = reports.slice(-MOST).map(({ message, by, at: instant }) => {
    const at = momentOf(cards, instant, view.now);
    if (message !== null)
      return cards.say('reported.message', { at, number: view.reportedIn.get(message) ?? '' });
    return by === null
      ? cards.say('reported.elsewhere', { at })
      : cards.say('reported.staff', { at, name: nameOf(cards, view, by) });
  });
  return [
    ...(reports.length > MOST ? [cards.say('reported.more', { count: reports.length })] : []),
    ...latest,
  ];
}

/** What a private message reports, and what became of that. */
export const reportsLines = (cards: Cards, { reported }: TicketView): string[] =>
  reported.map(({ number, outcome }) => cards.say(`reports.${outcome}`, { number }));
