import { gramsOf, wordsOf } from '../../text/words.ts';

/** So many letters in a row are compared: a few swapped words change few of them. */
const SHINGLE = 9;
/** The share of shingles in common from which two texts are one. */
const ALIKE = 0.6;

/**
 * Pairs of texts that are nearly the same: at least 60 % of their runs of nine letters in common. Indices into `texts`,
 * the earlier first. Runs that many texts share are compared too, so the work grows with what they have in common.
 */
export function findLookalikes(texts: readonly string[]): [number, number][] {
  const holders = new Map<string, number[]>();
  const sizes: number[] = [];
  const pairs: [number, number][] = [];
  for (const [index, text] of texts.entries()) {
    const shingles = shinglesOf(text);
    sizes.push(shingles.size);
    const common = new Map<number, number>();
    for (const shingle of shingles) {
      const earlier = holders.get(shingle);
      for (const other of earlier ?? []) common.set(other, (common.get(other) ?? 0) + 1);
      if (earlier) earlier.push(index);
      else holders.set(shingle, [index]);
    }
    for (const [other, shared] of common) {
      if (shared >= ALIKE * (shingles.size + (sizes[other] ?? 0) - shared)) pairs.push([other, index]);
    }
  }
  return pairs;
}

const shinglesOf = (text: string): Set<string> => new Set(gramsOf(wordsOf(text).join(' '), SHINGLE));
