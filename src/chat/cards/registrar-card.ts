import { isOffered } from '../../actions/decide-press.ts';
import type { Notice, TicketView } from '../../core/view.ts';
import type { CardMessage } from '../../ports/chat.ts';
import { formFor, typedIn } from './buttons.ts';
import { toHistory } from './history-card.ts';
import type { Cards } from './load-cards.ts';
import { noticeText } from './refusal.ts';
import { safeText } from './safe-text.ts';
import { headerOf } from './ticket-card.ts';
import { fallbackOf } from './title.ts';

/** Its only form asks for a number. */
const ROOM = { text: 0, templates: 0, quote: 60 };
const NO_NOTICE: Notice = { refusal: null, typed: null, shownInChat: false };

/**
 * What waits for a diary number, for the registrar, in their own chat or channel: nothing of the document itself, which a press
 * shows to the presser alone, and the form for the number.
 */
export function registrarCard(cards: Cards, view: TicketView, notice: Notice = NO_NOTICE): CardMessage {
  const { number, policy, registrations, ticket } = view;
  const waits = registrations.some(({ state }) => state === 'secured');
  const summary = cards.say('registrar.preview', { municipality: policy.shortName, number });
  const card = cards.expand('registrar', {
    lang: cards.locale,
    fallback: fallbackOf(cards, view),
    notice: noticeText(cards, view, notice),
    title: cards.say(waits ? 'registrar.waits' : 'registrar.done', { number }),
    header: headerOf(cards, view),
    secret: ticket.screening.display === 'secret' ? cards.say('registrar.secret') : '',
    lines: registrations.map(({ state, number: given, subject }) => ({
      text: cards.say(`register.${state}`, { number: safeText(given ?? ''), subject: safeText(subject) }),
    })),
    actions: [
      toHistory(cards, view, cards.say('registrar.show')),
      ...(waits && isOffered('register', view)
        ? [formFor(cards, 'register', { view, typed: typedIn(notice, 'register'), room: ROOM })]
        : []),
    ],
  });
  return { card, summary };
}
