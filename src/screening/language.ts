import { eld } from 'eld/extrasmall';
import type { Reading } from './reading.ts';
import { SMALL_WORDS } from './small-words.ts';

/** Swedish, and what Swedish written in haste or in dialect is taken for. */
const NORDIC = new Set(['sv', 'no', 'nb', 'nn', 'da', 'is', 'fo']);
/** Shorter texts say too little about their language. */
const FEWEST_WORDS = 4;
/** A comment's language shows early; the rest need not be read. */
const MOST_READ = 1000;
/** Links, e-mail addresses and mentions are in no language. */
const ADDRESS = /[^\s.@]*[.@][^\s]{2,}/gu;
/** So many of the words are Swedish small words in any Swedish sentence. */
const SWEDISH_SHARE = 0.15;
/** Is the text in another language than those the model has learned? Names, links and short texts count as Swedish. */
export function isForeign({ folded, words }: Reading): boolean {
  const text = folded.text.slice(0, MOST_READ);
  const addresses = Array.from(text.matchAll(ADDRESS), ({ 0: { length }, index }) => [index, index + length]);
  const inAddress = (place: number) => addresses.some(([from = 0, to = 0]) => from <= place && place < to);
  const own = words
    .filter(({ from, written }) => from < text.length && /\p{L}/u.test(written) && !inAddress(from))
    .map(({ written }) => written.toLowerCase());
  if (own.length < FEWEST_WORDS) return hasForeignLetters(own.join(' '));
  const small = own.filter((word) => SMALL_WORDS.has(word));
  if (small.length >= SWEDISH_SHARE * own.length) return false;
  const guess = eld.detect(own.join(' '));
  return guess.language !== '' && !NORDIC.has(guess.language) && guess.isReliable();
}

/** Written mostly in letters that no Swedish word has. */
function hasForeignLetters(text: string): boolean {
  const foreign = text.match(/[^\P{L}\p{Script=Latin}]/gu)?.length ?? 0;
  return foreign > 2 && 2 * foreign > (text.match(/\p{L}/gu)?.length ?? 0);
}
