import { isOffered } from '../../actions/decide-press.ts';
import type { Notice, TicketView } from '../../core/view.ts';
import type { CardMessage } from '../../ports/chat.ts';
import { buttonsAt, formFor, typedIn } from './buttons.ts';
import { toHistory } from './history-card.ts';
import type { Cards } from './load-cards.ts';
import { noticeText } from './refusal.ts';
import { registerSentences } from './register-lines.ts';
import { headerOf } from './ticket-card.ts';
import { fallbackOf } from './title.ts';

const ROOM = { text: 0, templates: 0, quote: 60 };

const NO_NOTICE: Notice = { refusal: null, typed: null, shownInChat: false };

/**
 * What waits for a diary number, for the registrar, in their own chat or channel: nothing of the document itself, which a press
 * shows to the presser alone, and the forms for its number, its secrecy and what does not belong there.
 */
export function registrarCard(cards: Cards, view: TicketView, notice: Notice = NO_NOTICE): CardMessage {
  const { number, policy, registrations, ticket } = view;
  const waits = registrations.some(({ state }) => state === 'secured');
  const asks = isOffered('request', view);
  const stands = asks ? 'request' : waits ? 'waits' : 'done';
  const summary = cards.say(asks ? 'registrar.preview.request' : 'registrar.preview', {
    municipality: policy.shortName,
    number,
  });
  const card = cards.expand('aside', {
    lang: cards.locale,
    fallback: fallbackOf(cards, view),
    notice: noticeText(cards, view, notice),
    title: cards.say(`registrar.${stands}`, { number }),
    header: headerOf(cards, view),
    secret: ticket.screening.display === 'secret' ? cards.say('registrar.secret') : '',
    lines: [...(asks ? [cards.say('request.asks')] : []), ...registerSentences(cards, view)].map((text) => ({
      text,
    })),
    actions: [
      toHistory(cards, view, cards.say('registrar.show')),
      ...[
        ...(waits && isOffered('register', view) ? ['register' as const] : []),
        ...buttonsAt(cards, 'registrar', view),
      ].map((verb) => formFor(cards, verb, { view, typed: typedIn(notice, verb), room: ROOM })),
    ],
  });
  return { card, summary };
}
