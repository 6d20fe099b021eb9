import type { Features } from '../../learner/features.ts';
import type { Regression } from '../../learner/regression.ts';
import type { Vector } from '../../learner/vocabulary.ts';
import type { Reading } from '../reading.ts';
import type { Span } from '../signal.ts';
import { SMALL_WORDS } from '../small-words.ts';

/** A text as the model has read it. */
interface Read {
  readonly regression: Regression;
  readonly reading: Reading;
  readonly features: Features;
  readonly vector: Vector;
}

/** Words `first` to `last`. */
interface Piece {
  readonly first: number;
  readonly last: number;
}

/** Shorter pieces are joined to the next: nobody sees a reason in two words. */
const SHORTEST = 3;
/** A longer clause is narrowed to the words in it that carry most. */
const LONGEST = 7;
/** A second clause is shown that carries this much of what the first does. */
const SECOND = 0.6;
const CLAUSE_ENDS = /[.,!?;:()"”“„«»\n]|\s-\s/u;
const CLAUSE_BEGINS = new Set(['men', 'eftersom', 'fast', 'och']);
/** As little of a reason as `SMALL_WORDS`. */
const WEAK = new Set(
  'aldrig alltid alla du sig oss er dem dom ingen nåt något någonting sånt sådan väldigt så'.split(' '),
);

/**
 * The clauses that carry a target most, in the text's order: those without which its odds fall deepest, without small
 * words at either end. At most two; none where nothing speaks for the target, or small words alone. Linear in the text.
 */
export function evidenceOf(read: Read, target: number): Span[] {
  const { words, span } = read.reading;
  if (words.length === 0 || target < 0) return [];
  const fallWithout = fallsOf(read, target);
  const pieces = piecesOf(read.reading)
    .map((piece) => ({ piece, fall: fallWithout(piece) }))
    .toSorted((a, b) => b.fall - a.fall)
    .slice(0, 2);
  const least = SECOND * (pieces[0]?.fall ?? 0);
  return pieces
    .filter(({ fall }) => fall > 0 && fall >= least)
    .flatMap(({ piece }) => trimmed(narrowed(piece, fallWithout), read.reading))
    .toSorted((a, b) => a.first - b.first)
    .map(({ first, last }) => span(first, last));
}

/**
 * How far the target's odds fall without some words, by what their features add to it: a feature that stands in several
 * places is shared by them.
 */
function fallsOf({ regression, reading, features, vector }: Read, target: number): (piece: Piece) => number {
  const { places, values, indices } = vector;
  const counts = new Uint16Array(places.length);
  for (const index of indices) if (index >= 0) counts[index] = (counts[index] as number) + 1;
  /** What the features add that end before a word, and that begin before it. */
  const ended = new Float64Array(reading.words.length + 1);
  const begun = new Float64Array(reading.words.length + 1);
  for (const [i, index] of indices.entries()) {
    const [first, last] = [features.first[i] as number, features.last[i] as number];
    if (index < 0 || first < 0) continue;
    const weight = regression.weights[(places[index] as number) * regression.targets + target] as number;
    const part = (weight * (values[index] as number)) / (counts[index] as number);
    ended[last + 1] = (ended[last + 1] as number) + part;
    begun[first + 1] = (begun[first + 1] as number) + part;
  }
  for (const sums of [ended, begun]) {
    for (let word = 1; word < sums.length; word++)
      sums[word] = (sums[word] as number) + (sums[word - 1] as number);
  }
  return ({ first, last }) => (begun[last + 1] as number) - (ended[first] as number);
}

function piecesOf({ words, folded }: Reading): Piece[] {
  const pieces: Piece[] = [];
  let first = 0;
  for (let next = 1; next <= words.length; next++) {
    const [word, before] = [words[next], words[next - 1]];
    const ends =
      !word ||
      CLAUSE_ENDS.test(folded.text.slice(before?.to, word.from)) ||
      CLAUSE_BEGINS.has(word.forms[0] ?? '');
    if (!ends || (word && next - first < SHORTEST)) continue;
    const previous = pieces.at(-1);
    if (!word && next - first < SHORTEST && previous)
      pieces[pieces.length - 1] = { ...previous, last: next - 1 };
    else pieces.push({ first, last: next - 1 });
    first = next;
  }
  return pieces;
}

/** The three to seven words of a longer clause without which the odds fall deepest. */
function narrowed(piece: Piece, fallWithout: (piece: Piece) => number): Piece {
  if (piece.last - piece.first < LONGEST) return piece;
  let best = { first: piece.first, last: piece.first + SHORTEST - 1 };
  for (let first = piece.first; first <= piece.last; first++) {
    const furthest = Math.min(piece.last, first + LONGEST - 1);
    for (let last = first + SHORTEST - 1; last <= furthest; last++) {
      if (fallWithout({ first, last }) > fallWithout(best)) best = { first, last };
    }
  }
  return best;
}

/** Without small words at either end, unless one word alone were left of a clause; nothing when all of them are small. */
function trimmed(piece: Piece, { words }: Reading): Piece[] {
  const { first, last } = piece;
  const isSmall = (word: number) => {
    const form = words[word]?.forms[0] ?? '';
    return SMALL_WORDS.has(form) || WEAK.has(form);
  };
  let [from, to] = [first, last];
  while (from <= to && isSmall(from)) from++;
  while (from <= to && isSmall(to)) to--;
  if (from > to) return [];
  return [from === to ? piece : { first: from, last: to }];
}
