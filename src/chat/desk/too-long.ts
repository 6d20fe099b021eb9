import type { Cards } from '../cards/load-cards.ts';

/** More than the longest comment of any platform, YouTube's 10,000 characters: what is longer is no question. */
const LONGEST_ASKED = 10_000;

/** What is said instead of reading a text that would keep everybody else waiting; null for one that can be read. */
export const tooLong = (cards: Cards, text: string): string | null =>
  text.length > LONGEST_ASKED
    ? cards.say('ask.too-long', { most: LONGEST_ASKED.toLocaleString(cards.locale) })
    : null;
