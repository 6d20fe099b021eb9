import type { Verb } from '../../actions/index.ts';
import type { Notice, TicketView } from '../../core/view.ts';
import type { CardMessage } from '../../ports/chat.ts';
import { formFor, typedIn } from './buttons.ts';
import { toHistory } from './history-card.ts';
import type { Cards } from './load-cards.ts';
import { noticeText } from './refusal.ts';
import { headerOf } from './ticket-card.ts';
import { fallbackOf } from './title.ts';

const ROOM = { text: 0, templates: 0, quote: 60 };

/** A button's form by itself, for whoever pressed it alone: the ticket's card has no room for it. */
export function askingCard(cards: Cards, view: TicketView, verb: Verb, notice: Notice): CardMessage {
  const { title } = cards.button(verb);
  const { number, policy } = view;
  const card = cards.expand('aside', {
    lang: cards.locale,
    fallback: fallbackOf(cards, view),
    notice: notice.refusal === null ? '' : noticeText(cards, view, notice),
    title: cards.say('asking.title', { title, number }),
    header: headerOf(cards, view),
    secret: '',
    lines: [{ text: cards.say('history.alone') }],
    actions: [
      formFor(cards, verb, { view, typed: typedIn(notice, verb), room: ROOM }),
      toHistory(cards, view, cards.say('history.back'), { back: true }),
    ],
  });
  return { card, summary: cards.say('asking.preview', { title, municipality: policy.shortName, number }) };
}
