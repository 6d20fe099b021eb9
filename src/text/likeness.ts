import { gramsOf, spokenWords } from './words.ts';

/** Shorter texts, in letters, figures and single spaces, are alike without being repeated: a thank you, a congratulation. */
const FEWEST_UNITS = 40;
/** So much of a text is compared. */
const MOST_UNITS = 4000;
const GRAM = 5;
/** What two texts have in common of all that both have, from here on, for them to be one text. */
const ALIKE = 0.6;
const BANDS = 8;
const ROWS = 3;

/** A text as it is compared with others: its grams, by their hashes. */
export type Grams = ReadonlySet<number>;

/**
 * What of a text is compared: every five signs that follow each other in its words as they are read, so that capitals, signs,
 * emoji and what shows nothing make no difference. Null for a text that is too short to be the same as another.
 */
export function gramsToCompare(text: string): Grams | null {
  const words = spokenWords(text).join(' ').slice(0, MOST_UNITS);
  return words.length < FEWEST_UNITS ? null : new Set(gramsOf(words, GRAM).map(hashOf));
}

/** Are these one text, but for a word or two? By Jaccard's measure. */
export function isAlike(one: Grams, other: Grams): boolean {
  const shared = one.intersection(other).size;
  return shared >= ALIKE * (one.size + other.size - shared);
}

/**
 * By which texts that may be alike are looked up: two of them share at least one of these almost always, two others hardly
 * ever (MinHash in bands of three). Whoever keeps them hides them behind a key: a text can be guessed from its bands.
 */
export function bandsOf(grams: Grams): string[] {
  const least = new Uint32Array(BANDS * ROWS).fill(0xffffffff);
  for (const gram of grams)
    for (let row = 0; row < least.length; row++) {
      const mixed = mix(gram ^ Math.imul(row + 1, 0x9e3779b1));
      if (mixed < (least[row] as number)) least[row] = mixed;
    }
  return Array.from({ length: BANDS }, (_, band) =>
    [band, ...least.subarray(band * ROWS, (band + 1) * ROWS)].join(' '),
  );
}

/** FNV-1a. */
function hashOf(gram: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < gram.length; at++) hash = Math.imul(hash ^ gram.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** The last steps of MurmurHash3: every bit of the input changes half of the output's. */
function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
