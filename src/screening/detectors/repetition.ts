import type { Reading } from '../reading.ts';
import type { Span } from '../signal.ts';

const FEWEST_WORDS = 8;
const MOST_DISTINCT = 0.34;
const SIGNS = /(\p{Extended_Pictographic}\s*){15,}/u;

/** The same words again and again, or a flood of emoji: one span over all of it, or none. */
export function findRepetition({ words, folded, span }: Reading): Span[] {
  const distinct = new Set(words.map((word) => word.forms[0])).size;
  if (words.length >= FEWEST_WORDS && distinct / words.length <= MOST_DISTINCT)
    return [span(0, words.length - 1)];
  const signs = SIGNS.exec(folded.text.slice(0, 2000));
  if (!signs) return [];
  const to = signs.index + signs[0].length;
  return [{ start: folded.starts[signs.index] ?? 0, end: folded.ends[to - 1] ?? 0 }];
}
