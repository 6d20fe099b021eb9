import type { TicketView } from '../../core/view.ts';
import type { Cards } from './load-cards.ts';
import { momentOf } from './moment.ts';
import { nameOf } from './names.ts';
import { platformOf } from './passages.ts';

/** Small pictures as the card's template takes them, each with words for those who do not see it. */
export const picturesOf = (cards: Cards, pictures: readonly string[]): object[] =>
  pictures.map((url, index) => ({
    type: 'Image',
    url,
    altText: cards.say('attachments.alt', { number: index + 1, count: pictures.length }),
  }));

/**
 * What the card says of a picture that may show abuse of a child: that, and what to do; then who said so and what police
 * said. Empty where nobody suspects it.
 */
export function suspicionLines(cards: Cards, view: TicketView): { text: string }[] {
  const { suspected } = view.ticket;
  if (suspected === null) return [];
  const { outcome } = suspected;
  const platform = platformOf(view);
  const who = (act: { by: string; at: string }) => ({
    name: nameOf(cards, view, act.by),
    at: momentOf(cards, act.at, view.now),
  });
  const isForThem = view.comment.visibility !== 'gone' && view.account.can.remove === 'never';
  return [
    cards.say('suspected'),
    cards.say('suspected.do', { platform }),
    ...(isForThem ? [cards.say('suspected.never', { platform })] : []),
    cards.say('suspected.by', who(suspected)),
    ...(outcome ? [cards.say(`suspected.outcome.${outcome.what}`, who(outcome))] : []),
  ].map((text) => ({ text }));
}
