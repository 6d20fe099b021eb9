import { isOffered } from '../../actions/decide-press.ts';
import type { Effect } from '../../core/effect.ts';
import type { TicketView } from '../../core/view.ts';
import type { CardMessage } from '../../ports/chat.ts';
import { pressFor } from './buttons.ts';
import { cardLink } from './card-link.ts';
import { dueLine } from './due-lines.ts';
import type { Cards } from './load-cards.ts';
import { momentOf } from './moment.ts';
import { nameOf } from './names.ts';
import { headerOf } from './ticket-card.ts';
import { fallbackOf, titleOfCard } from './title.ts';
import { wordsFor } from './words-for.ts';

/** An alert in somebody's own chat, with the way to the card in the channel: nothing of what was written, nor by whom. */
export function alertCard(cards: Cards, view: TicketView, kind: Effect['kind']): CardMessage {
  const { ticket, policy } = view;
  const { alertConfirmed } = ticket;
  const about = wordsFor(cards, view).say(ticket.screening.urgent ? 'alert-duty.urgent' : 'alert-duty', {
    municipality: policy.shortName,
  });
  const lines = [
    ...(kind === 'alert-second' ? [cards.say('alert-second')] : []),
    about,
    ...(alertConfirmed
      ? [
          cards.say('alert.confirmed', {
            name: nameOf(cards, view, alertConfirmed.by),
            at: momentOf(cards, alertConfirmed.at, view.now),
          }),
        ]
      : []),
  ];
  return ownCard(cards, view, {
    about,
    lines,
    presses: isOffered('confirm-alert', view) ? [pressFor(cards, view, 'confirm-alert')] : [],
  });
}

/** "Ge till …" in the own chat of whoever was given the comment. */
export function assignedCard(cards: Cards, view: TicketView): CardMessage {
  const { ticket, policy } = view;
  const by = ticket.lastAct?.verb === 'assign' ? ticket.lastAct.by : undefined;
  const about = wordsFor(cards, view).say('assigned', {
    name: nameOf(cards, view, by),
    municipality: policy.shortName,
  });
  const due = dueLine(cards, view);
  return ownCard(cards, view, { about, lines: due === '' ? [about] : [about, due], presses: [] });
}

/** A card in somebody's own chat, with the way to the one in the channel. */
function ownCard(
  cards: Cards,
  view: TicketView,
  told: { readonly about: string; readonly lines: readonly string[]; readonly presses: readonly object[] },
): CardMessage {
  const url = cardLink(view.card);
  const card = cards.expand('aside', {
    lang: cards.locale,
    fallback: fallbackOf(cards, view),
    notice: '',
    title: titleOfCard(cards, view),
    header: headerOf(cards, view),
    secret: '',
    lines: told.lines.map((text) => ({ text })),
    actions: [
      ...told.presses,
      ...(url === '' ? [] : [cards.expand('action-open', { title: cards.say('private.back'), url })]),
    ],
  });
  return { card, summary: cards.say('said', { text: told.about, number: view.number }) };
}
