import type { Repeated } from '../../core/repetition.ts';
import type { TicketView } from '../../core/view.ts';
import { cardLink } from './card-link.ts';
import type { Cards } from './load-cards.ts';
import { momentOf } from './moment.ts';

interface RepeatedLine {
  readonly text: string;
  /** The other cards, `url` empty for one that does not stand in the channel. */
  readonly others: readonly { readonly number: string; readonly open: string; readonly url: string }[];
}

/**
 * How often the same was written, from so many times on as the policy says, with the way to the others; one line or none. A card
 * that keeps its text out of the channel tells nothing of it: the others would tell what it says.
 */
export function repeatedLine(cards: Cards, { ticket, repeated, policy, now }: TicketView): RepeatedLine[] {
  const { state, screening, suspected } = ticket;
  if (repeated === null || repeated.times < policy.repetition.times) return [];
  if (state === 'closed' || screening.display === 'secret' || suspected) return [];
  const { own, times } = repeated;
  const since = momentOf(cards, repeated.since, now);
  const sentences = [
    cards.say(`repeated.${byWhom(repeated)}`, { times, accounts: repeated.accounts, since }),
    own > 1 && own < times ? cards.say('repeated.own', { own }) : '',
    repeated.others.length > 0 ? cards.say('repeated.others') : '',
  ];
  const others = repeated.others.map(({ number, card }) => ({
    number: cards.say('repeated.number', { number }),
    ...{ open: cards.say('digest.open'), url: cardLink(card) },
  }));
  return [{ text: sentences.filter(Boolean).join(' '), others }];
}

const byWhom = ({ times, own, unknown }: Repeated): 'one' | 'many' | 'unknown' => {
  if (unknown > 0) return 'unknown';
  return own === times ? 'one' : 'many';
};
