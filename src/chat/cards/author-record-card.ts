import { localDay } from '../../core/calendar.ts';
import type { Found } from '../../core/find.ts';
import { ruleOf } from '../../core/policy.ts';
import type { TicketView } from '../../core/view.ts';
import type { CardMessage } from '../../ports/chat.ts';
import { toHistory } from './history-card.ts';
import type { Cards } from './load-cards.ts';
import { farDateOf } from './moment.ts';
import { safeText } from './safe-text.ts';
import { plainSpaces } from './says.ts';
import { headerOf } from './ticket-card.ts';
import { fallbackOf } from './title.ts';

/** So many are shown, the latest: a block asks for fewer. */
export const MOST_BREACHES = 10;

/** Earlier decisions on what the same author wrote, for the presser alone: when, under which rule, and how it ended; no words of theirs. */
export function authorRecordCard(
  cards: Cards,
  view: TicketView,
  { found, total }: { readonly found: readonly Found[]; readonly total: number },
): CardMessage {
  const { number, policy } = view;
  const card = cards.expand('history', {
    lang: cards.locale,
    fallback: fallbackOf(cards, view),
    head: cards.say('author-record.head', { number }),
    header: headerOf(cards, view),
    place: `${cards.say('history.alone')} ${cards.say('author-record.about', { total, shown: found.length })}`,
    entries: found.map((one) => entryOf(cards, view, one)),
    actions: [toHistory(cards, view, cards.say('history.back'), { back: true })],
  });
  return { card, summary: cards.say('history.preview', { municipality: policy.shortName, number }) };
}

function entryOf(cards: Cards, view: TicketView, { ticket, rule, decidedAt, at, registration }: Found) {
  const quote = rule === null ? '' : plainSpaces(ruleOf(view.policy, rule)?.quote ?? '');
  const details = [
    ...(rule === null ? [] : [`${rule}: ”${safeText(quote)}”`]),
    ...(registration === null ? [] : [safeText(registration)]),
  ];
  return {
    line: cards.say('author-record.line', {
      number: ticket?.number ?? '',
      on: farDateOf(cards, localDay(decidedAt ?? at), view.now),
      outcome: cards.say(`author-record.${ticket?.state === 'closed' ? 'removed' : 'ordered'}`),
    }),
    details: details.map((text) => ({ text })),
  };
}
