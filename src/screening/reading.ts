import { type Folded, fold, spanOf } from '../text/fold.ts';
import { formsOf } from './forms.ts';
import type { Span } from './signal.ts';

/** One word as written, its places in the folded text, and the spellings it is looked up under. */
export interface Word {
  readonly from: number;
  readonly to: number;
  /** With its capitals. */
  readonly written: string;
  readonly forms: readonly string[];
  /** Counted from 0; a new one begins after . ! ? or a line break. */
  readonly sentence: number;
  readonly opensSentence: boolean;
}

/** A spelling spread over the words `first` to `last`: "j*vla", "k.u.k", "d u m". */
interface Disguise {
  readonly first: number;
  readonly last: number;
  readonly forms: readonly string[];
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

const WORD = /[\p{L}\p{N}]+/gu;
const QUOTES = /["”“„«»]/gu;
/** Written together with letters to stand for one: "j*vla", "h@n". */
const MASKING = /[*@$!|€#]/u;
const SEPARATED = /^[\s._*·-]{1,2}$/u;

/** Folds a text and cuts it into words. Linear in the text. */
export function read(original: string): Reading {
  const folded = fold(original);
  const words = wordsOf(folded.text);
  const inQuotes = quotedWords(folded.text, words);
  return {
    original,
    folded,
    words,
    disguises: [...spacedOut(folded.text, words), ...masked(folded.text, words)],
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

function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let sentence = 0;
  let previous = 0;
  for (const match of text.matchAll(WORD)) {
    const from = match.index;
    const between = text.slice(previous, from);
    const opens = words.length === 0 || /[.!?]\s|[\n…]/u.test(between);
    if (opens && words.length > 0) sentence++;
    const written = match[0];
    words.push({
      from,
      to: from + written.length,
      written,
      forms: formsOf(written.toLowerCase()),
      sentence,
      opensSentence: opens,
    });
    previous = from + written.length;
  }
  return words;
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

/** Three or more single letters with one separator between each. */
function spacedOut(text: string, words: readonly Word[]): Disguise[] {
  const found: Disguise[] = [];
  let first = 0;
  for (let i = 1; i <= words.length; i++) {
    const word = words[i];
    const before = words[i - 1];
    const goesOn =
      word && before && single(word) && single(before) && SEPARATED.test(text.slice(before.to, word.from));
    if (goesOn) continue;
    if (i - first >= 3) {
      const letters = words.slice(first, Math.min(i, first + 64));
      found.push({
        first,
        last: first + letters.length - 1,
        forms: formsOf(
          letters
            .map((w) => w.written)
            .join('')
            .toLowerCase(),
        ),
      });
    }
    first = i;
  }
  return found;
}

function single(word: Word): boolean {
  return /^\p{L}$/u.test(word.written);
}

/** Runs of characters without space that hold letters and a masking sign between or before them. */
function masked(text: string, words: readonly Word[]): Disguise[] {
  const found: Disguise[] = [];
  let first = 0;
  while (first < words.length) {
    let last = first;
    while (joined(text, words[last], words[last + 1])) last++;
    const whole = text
      .slice(leading(text, words[first]?.from ?? 0), words[last]?.to ?? 0)
      .slice(0, 64)
      .toLowerCase();
    if (MASKING.test(whole)) found.push({ first, last, forms: formsOf(whole) });
    first = last + 1;
  }
  return found;
}

function joined(text: string, word: Word | undefined, next: Word | undefined): boolean {
  if (!word || !next || next.from - word.to > 4) return false;
  return /^[*@$!|€#]+$/u.test(text.slice(word.to, next.from));
}

function leading(text: string, from: number): number {
  return from > 0 && /[@$*]/u.test(text[from - 1] ?? '') ? from - 1 : from;
}
