import { type Folded, fold, spanOf } from '../text/fold.ts';
import { placesOfWords, type WordPlace } from '../text/words.ts';
import { type Disguise, disguisesOf } from './disguises.ts';
import { formsOf } from './forms.ts';
import type { Span } from './signal.ts';
import { gatherLetters } from './spread.ts';

/**
 * One word with its capitals, its places in the folded text, and the spellings it is looked up under. One whose letters
 * are written apart ("h o r a") is one word.
 */
export interface Word extends WordPlace {
  readonly forms: readonly string[];
  /** Counted from 0; a new one begins after . ! ? or a line break. */
  readonly sentence: number;
  readonly opensSentence: boolean;
}

/** A comment made ready for detectors and lexicon. */
export interface Reading {
  readonly original: string;
  readonly folded: Folded;
  readonly words: readonly Word[];
  readonly disguises: readonly Disguise[];
  /** Is the word inside quotation marks? */
  readonly quoted: (word: number) => boolean;
  /** The original's offsets of the words `first` to `last`. */
  readonly span: (first: number, last: number) => Span;
  /** The words that an original span covers; its nearest word where it covers none. */
  readonly wordsIn: (span: Span) => { first: number; last: number };
}

const QUOTES = /["”“„«»]/gu;
/** Folds a text and cuts it into words. Linear in the text. */
export function read(original: string): Reading {
  const folded = fold(original);
  const gathered = gatherLetters(folded.text, placesOfWords(folded.text));
  const words = wordsOf(folded.text, gathered.words);
  const inQuotes = quotedWords(folded.text, words);
  return {
    original,
    folded,
    words,
    disguises: disguisesOf(folded.text, gathered),
    quoted: (word) => inQuotes[word] ?? false,
    span: (first, last) => spanOf(folded, words[first]?.from ?? 0, words[last]?.to ?? 0),
    wordsIn: ({ start, end }) => {
      const first = wordAt(words, folded, start + 1);
      return { first, last: Math.max(first, wordAt(words, folded, end)) };
    },
  };
}

/** The last word that begins before the original offset. */
function wordAt(words: readonly Word[], folded: Folded, before: number): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((folded.starts[words[middle]?.from ?? 0] ?? 0) < before) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

function wordsOf(text: string, bare: readonly WordPlace[]): Word[] {
  let sentence = 0;
  return bare.map(({ from, to, written }, i) => {
    const opensSentence = i === 0 || /[.!?]\s|[\n…]/u.test(text.slice(bare[i - 1]?.to, from));
    if (opensSentence && i > 0) sentence++;
    return { from, to, written, forms: formsOf(written.toLowerCase()), sentence, opensSentence };
  });
}

function quotedWords(text: string, words: readonly Word[]): boolean[] {
  const marks = [...text.matchAll(QUOTES)].map((match) => match.index);
  const pairs = marks.length - (marks.length % 2);
  let passed = 0;
  return words.map((word) => {
    while (passed < marks.length && (marks[passed] ?? 0) < word.from) passed++;
    return passed % 2 === 1 && passed < pairs;
  });
}
