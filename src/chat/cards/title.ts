import type { Ticket } from '../../core/ticket.ts';
import type { Cards } from './load-cards.ts';

/** What a title is made from. */
interface Titled {
  readonly number: number;
  readonly closed: boolean;
  readonly screening: Pick<Ticket['screening'], 'display' | 'urgent' | 'needsReply'>;
}

/** "Nr 127 · Känslig kommentar": tells one card from another wherever it is spoken of, and nothing of what it says. */
export const titleOf = (cards: Cards, titled: Titled): string =>
  cards.say('title', { number: titled.number, kind: cards.say(`title.${kindOf(titled)}`) });

/** The gravest that may be said of it. What is done with needs no hurry. */
function kindOf({ closed, screening: { display, urgent, needsReply } }: Titled): string {
  if (display === 'secret') return 'secret';
  if (closed) return 'closed';
  if (urgent) return 'urgent';
  return needsReply ? 'question' : 'assess';
}
