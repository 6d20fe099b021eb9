import { spokenWords } from '../text/words.ts';
import { type FindQuery, readFindQuery } from './find.ts';

const LINK = /https?:\/\/[^\s<>"”“»«]+/giu;
/** What stands behind a link and is none of it. */
const BEHIND = /[.,;:!?)\]]+$/u;
const QUOTED = /[”“"»«]([^”“"»«]{10,400})[”“"»«]/gu;
/** Fewer quoted words may stand anywhere. */
const FEWEST_WORDS = 4;
/** So much of a message is looked up. */
const MOST = 5;

/** By what a message may say which comment it means, the surest first: the links in it, then the words that it quotes. */
export function reportPointers(text: string): FindQuery[] {
  const links = [...text.matchAll(LINK)].map(([link]) => link.replace(BEHIND, ''));
  const quotes = [...text.matchAll(QUOTED)].map(([, words = '']) => words);
  const said = quotes.filter((quote) => !LINK.test(quote) && spokenWords(quote).length >= FEWEST_WORDS);
  return [...new Set([...links, ...said])].slice(0, MOST).map(readFindQuery);
}
