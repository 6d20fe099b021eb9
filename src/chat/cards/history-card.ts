import type { HistoryEntry } from '../../core/history.ts';
import type { TicketView } from '../../core/view.ts';
import type { CardMessage } from '../../ports/chat.ts';
import { fitCard } from './fit-card.ts';
import { foundButton } from './found-card.ts';
import { historyLine } from './history-lines.ts';
import type { Cards } from './load-cards.ts';
import { headerOf } from './ticket-card.ts';
import { fallbackOf } from './title.ts';

/** So many entries are tried, most first, until the card is light enough for Teams. */
const LIMITS = [12, 10, 8, 6, 5, 4, 3, 2, 1] as const;

/** Where in a ticket's history the presser is, and what leads away from it. */
export interface HistoryPage {
  /** How many entries stand before. */
  readonly after: number;
  /** The tickets of the list that it was opened from; empty where it was opened from the ticket's own card. */
  readonly found: readonly string[];
  /** What the author can be told of why it was removed; null where it was not. */
  readonly explanation: string | null;
}

/** A page of a ticket's history, for the presser alone: it holds the text, also of what is secret or closed. */
export function historyCard(
  cards: Cards,
  view: TicketView,
  entries: readonly HistoryEntry[],
  page: HistoryPage,
): CardMessage {
  const lines = entries.flatMap((entry) => historyLine(cards, view, entry) ?? []);
  const after = Math.min(page.after, Math.max(0, lines.length - 1));
  const { number, policy } = view;
  const card = fitCard(LIMITS, (limit) => {
    const shown = lines.slice(after, after + limit);
    const place = { from: after + 1, to: after + shown.length, total: lines.length };
    return cards.expand('history', {
      lang: cards.locale,
      fallback: fallbackOf(cards, view),
      head: cards.say('history.head', { number }),
      header: headerOf(cards, view),
      place: `${cards.say('history.alone')} ${cards.say('history.page', place)}`,
      entries: shown,
      actions: [
        ...turnButtons(cards, view, page.found, { after, shown: shown.length, total: lines.length }),
        ...copyButton(cards, page.explanation),
        backButton(cards, view, page.found),
      ],
    });
  });
  return { card, summary: cards.say('history.preview', { municipality: policy.shortName, number }) };
}

/** To the entries after these, and to the first: how many fit before them is not known. */
function turnButtons(
  cards: Cards,
  view: TicketView,
  found: readonly string[],
  { after, shown, total }: { after: number; shown: number; total: number },
): object[] {
  const count = total - after - shown;
  return [
    ...(after > 0 ? [toHistory(cards, view, cards.say('history.earlier'), { after: 0, found })] : []),
    ...(count > 0
      ? [toHistory(cards, view, cards.say('history.later', { count }), { after: after + shown, found })]
      : []),
  ];
}

const backButton = (cards: Cards, view: TicketView, found: readonly string[]): object =>
  found.length > 0
    ? foundButton(cards, view.policy, found)
    : toHistory(cards, view, cards.say('history.back'), { back: true });

/** A button to the ticket's history. */
export const toHistory = (
  cards: Cards,
  { ticket }: Pick<TicketView, 'ticket'>,
  title: string,
  more: { readonly after?: number; readonly back?: true; readonly found?: readonly string[] } = {},
): object => {
  const data = { verb: 'history', ticket: ticket.id, version: ticket.version, ...more };
  return cards.expand('action-press', { title, mode: 'primary', style: 'default', data });
};

const copyButton = (cards: Cards, text: string | null): object[] =>
  text === null
    ? []
    : [
        cards.expand('action-form', {
          title: cards.say('removed.copy'),
          mode: 'primary',
          style: 'default',
          form: cards.expand('copy', { lang: cards.locale, label: cards.say('removed.copy.label'), text }),
        }),
      ];
