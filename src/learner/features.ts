/** What a model reads in one text: each feature's hash, once for every place, and the words it stands on. */
export interface Features {
  /** Hashes below `BUCKETS`. */
  readonly ids: Int32Array;
  /** Counted from 0: each kind is normalised by itself, so that a long text's letters do not drown its words. */
  readonly kinds: Uint8Array;
  /** The words that each stands on; -1 for how the whole text is built. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly length: number;
}

/** Room for hashes: a power of two. */
export const BUCKETS = 1 << 20;

/** No word: for what tells how the whole text is built. */
export const NOWHERE = -1;

/** Which runs of letters are read, and as which kind. */
export interface Grams {
  readonly kind: number;
  readonly shortest: number;
  readonly longest: number;
}

/** Every run of so many letters. `wordAt`: the word that the letter stands in. */
export function addGrams(
  list: FeatureList,
  { kind, shortest, longest }: Grams,
  letters: string,
  wordAt: (letter: number) => number,
): void {
  for (let from = 0; from + shortest <= letters.length; from++) {
    let hash = 0x811c9dc5 ^ kind;
    const to = Math.min(letters.length, from + longest);
    for (let at = from; at < to; at++) {
      hash = Math.imul(hash ^ letters.charCodeAt(at), 0x01000193);
      if (at - from + 1 >= shortest) list.add(spread(hash), kind, wordAt(from), wordAt(at));
    }
  }
}

/** Every run of letters of a text, with single spaces between its words: what words have in common with their neighbours. */
export function addAcross(list: FeatureList, grams: Grams, words: readonly string[]): void {
  const letters = ` ${words.join(' ')} `;
  const places = new Int32Array(letters.length);
  let at = 1;
  for (const [i, word] of words.entries()) {
    places.fill(i, at - 1, at + word.length + 1);
    at += word.length + 1;
  }
  addGrams(list, grams, letters, (letter) => places[letter] as number);
}

/** A hash of a feature of that name, which is one letter. */
export function hashOf(kind: string, text: string): number {
  let hash = Math.imul(0x811c9dc5 ^ kind.charCodeAt(0), 0x01000193);
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return spread(hash);
}

/** FNV-1a's low bits are weak: the high ones are mixed in. */
function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) & (BUCKETS - 1);
}

/** Takes features in, in the text's order. */
export class FeatureList {
  private ids = new Int32Array(1024);
  private kinds = new Uint8Array(1024);
  private first = new Int32Array(1024);
  private last = new Int32Array(1024);
  private length = 0;

  add(id: number, kind: number, first: number, last: number): void {
    if (this.length === this.ids.length) this.grow();
    this.ids[this.length] = id;
    this.kinds[this.length] = kind;
    this.first[this.length] = first;
    this.last[this.length] = last;
    this.length++;
  }

  private grow(): void {
    const size = 2 * this.ids.length;
    const kinds = new Uint8Array(size);
    kinds.set(this.kinds);
    this.kinds = kinds;
    const wider = (old: Int32Array<ArrayBuffer>) => {
      const next = new Int32Array(size);
      next.set(old);
      return next;
    };
    this.ids = wider(this.ids);
    this.first = wider(this.first);
    this.last = wider(this.last);
  }

  done(): Features {
    const { length } = this;
    return {
      ids: this.ids.slice(0, length),
      kinds: this.kinds.slice(0, length),
      first: this.first.slice(0, length),
      last: this.last.slice(0, length),
      length,
    };
  }
}
