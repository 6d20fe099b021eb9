import type { CommentKind } from '../../core/comment.ts';
import type { Ticket } from '../../core/ticket.ts';
import type { TicketView } from '../../core/view.ts';
import type { Cards } from './load-cards.ts';
import { platformOf } from './passages.ts';

/** What a title is made from. */
interface Titled {
  readonly number: number;
  readonly closed: boolean;
  readonly kind: CommentKind;
  readonly screening: Pick<Ticket['screening'], 'display' | 'urgent' | 'needsReply'>;
}

/** "Nr 127 · Känslig kommentar": tells one card from another wherever it is spoken of, and nothing of what it says. */
export const titleOf = (cards: Cards, titled: Titled): string =>
  cards.say('title', { number: titled.number, kind: cards.say(`title.${kindOf(titled)}`) });

/** The same of a ticket's own card, and of the one in a person's own chat. */
export const titleOfCard = (cards: Cards, { number, comment: { kind }, ticket }: TicketView): string =>
  titleOf(cards, { number, kind, closed: ticket.state === 'closed', screening: ticket.screening });

/** What stands there where a client cannot draw the card. */
export const fallbackOf = (cards: Cards, view: TicketView): string =>
  cards.say(view.comment.kind === 'message' ? 'fallback.message' : 'fallback', {
    platform: platformOf(view),
  });

/** The gravest that may be said of it. What is done with needs no hurry. */
function kindOf({ closed, kind, screening: { display, urgent, needsReply } }: Titled): string {
  if (kind === 'message') return urgent && !closed ? 'message.urgent' : 'message';
  if (display === 'secret') return 'secret';
  if (closed) return 'closed';
  if (urgent) return 'urgent';
  return needsReply ? 'question' : 'assess';
}
