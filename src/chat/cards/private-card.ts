import type { TicketView } from '../../core/view.ts';
import type { CardMessage } from '../../ports/chat.ts';
import { cardLink } from './card-link.ts';
import { internalLines } from './internal-lines.ts';
import type { Cards } from './load-cards.ts';
import { authorOf } from './names.ts';
import { writtenTo } from './passages.ts';
import { safeText } from './safe-text.ts';
import { headerOf } from './ticket-card.ts';
import { fallbackOf, titleOfCard } from './title.ts';

/**
 * A secret text in one person's own chat, with the way back to the card in the channel; it has no pictures. Emptied when the
 * ticket closes, since a disposal does not reach Teams, and when somebody suspects its pictures of showing abuse.
 */
export function privateCard(cards: Cards, view: TicketView): CardMessage {
  const closed = view.ticket.state === 'closed' || view.ticket.suspected !== null;
  const { number, removalReason, replyForHands } = view;
  const url = cardLink(view.card);
  const card = cards.expand('private', {
    lang: cards.locale,
    fallback: fallbackOf(cards, view),
    title: titleOfCard(cards, view),
    header: cards.say('private.header', { header: headerOf(cards, view) }),
    author: closed ? '' : authorOf(cards, view.comment.platform, view.comment.author.name),
    passages: closed ? [] : writtenTo(cards, view),
    reason:
      closed || removalReason === null ? '' : cards.say('did.because', { reason: safeText(removalReason) }),
    reply:
      closed || replyForHands === null ? '' : cards.say('private.reply', { text: safeText(replyForHands) }),
    internal: internalLines(cards, view, 'alone'),
    closed: closed ? cards.say('private.closed') : '',
    actions: url === '' ? [] : [cards.expand('action-open', { title: cards.say('private.back'), url })],
  });
  return { card, summary: cards.say('preview.private', { municipality: view.policy.shortName, number }) };
}
