import { stemOf } from '../../text/stems.ts';
import type { Examined } from '../examine.ts';
import type { Word } from '../reading.ts';

/**
 * What a model reads in one text: each feature's hash, once for every place, and the words it stands on.
 * The kinds are normalised separately, so that a long text's letters do not drown its words.
 */
export interface Features {
  /** Hashes below `BUCKETS`. */
  readonly ids: Int32Array;
  /** 0 words, 1 letters, 2 what detectors and lexicon saw and how the text is built. */
  readonly kinds: Uint8Array;
  /** The words that each stands on; -1 for how the whole text is built. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly length: number;
}

/** Room for hashes: a power of two. */
export const BUCKETS = 1 << 20;

/** How many kinds of features there are (`Features.kinds`). */
export const KINDS = 3;

/** What stands after so many words or letters is not read: it keeps a hostile text cheap. */
const MOST_WORDS = 600;
const LONGEST = 40;
const SHORTEST_GRAM = 3;
const LONGEST_GRAM = 5;

/** No word. */
const NOWHERE = -1;

/** Reads the features of an examined text, in its order. Linear in the text. */
export function featuresOf({ reading, signals, concepts }: Examined): Features {
  const words = reading.words.slice(0, MOST_WORDS);
  const list = new FeatureList();
  const spelled = words.map(spellingOf);
  const stems = spelled.map((word) => stemOf(word, 'sv'));
  for (const [i] of words.entries()) {
    list.add(hashOf('w', spelled[i] ?? ''), 0, i, i);
    list.add(hashOf('s', stems[i] ?? ''), 0, i, i);
    if (i > 0) list.add(hashOf('p', `${stems[i - 1]} ${stems[i]}`), 0, i - 1, i);
    if (i > 1) list.add(hashOf('k', `${stems[i - 2]} ${stems[i]}`), 0, i - 2, i);
    addGrams(list, ` ${spelled[i]} `, i);
  }
  const end = Math.max(0, words.length - 1);
  for (const { start, end: to, why, category } of signals) {
    const place = reading.wordsIn({ start, end: to });
    list.add(hashOf('g', category), 2, place.first, place.last);
    list.add(hashOf('y', why), 2, place.first, place.last);
  }
  for (const { first, last, value } of concepts) list.add(hashOf('c', value), 2, first, last);
  for (const shape of shapesOf(reading.folded.text, words)) list.add(hashOf('h', shape), 2, NOWHERE, NOWHERE);
  list.add(hashOf('o', stems[0] ?? ''), 2, 0, 0);
  list.add(hashOf('o', `${stems[0]} ${stems[1]}`), 2, 0, Math.min(1, end));
  return list.done();
}

const spellingOf = (word: Word): string => {
  const plain = (word.forms.at(-1) ?? '').slice(0, LONGEST);
  return /^\d+$/u.test(plain) ? '0'.repeat(Math.min(plain.length, 6)) : plain;
};

function addGrams(list: FeatureList, word: string, place: number): void {
  for (let from = 0; from + SHORTEST_GRAM <= word.length; from++) {
    let hash = 0x811c9dc5;
    const to = Math.min(word.length, from + LONGEST_GRAM);
    for (let at = from; at < to; at++) {
      hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
      if (at - from + 1 >= SHORTEST_GRAM) list.add(spread(hash), 1, place, place);
    }
  }
}

/** How the text is built: what a person sees before reading it. */
function shapesOf(text: string, words: readonly Word[]): string[] {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0;
  const marks = text.match(/\?/g)?.length ?? 0;
  const shouts = text.match(/!/g)?.length ?? 0;
  return [
    `length ${Math.min(6, Math.ceil(Math.log2(words.length + 1)))}`,
    `question ${Math.min(2, marks)}`,
    ...(/\?\s*[\p{Extended_Pictographic}\s)]*$/u.test(text) ? ['asks last'] : []),
    `shouting ${Math.min(3, shouts)}`,
    ...(letters > 12 && capitals > 0.6 * letters ? ['all capitals'] : []),
    ...(/\p{Extended_Pictographic}/u.test(text) ? ['emoji'] : []),
    ...(/["”“«»]/u.test(text) ? ['quotes'] : []),
    ...(/\d/u.test(text) ? ['digits'] : []),
    ...(/#\p{L}/u.test(text) ? ['hash tag'] : []),
    ...(/(^|\s)@\p{L}/u.test(text) ? ['mention'] : []),
    ...(/\d\s?(kr|:-|kronor|spänn|%)/u.test(text) ? ['price'] : []),
    ...(/https?:|www\./u.test(text) ? ['link'] : []),
  ];
}

function hashOf(kind: string, text: string): number {
  let hash = Math.imul(0x811c9dc5 ^ kind.charCodeAt(0), 0x01000193);
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return spread(hash);
}

/** FNV-1a's low bits are weak: the high ones are mixed in. */
function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) & (BUCKETS - 1);
}

class FeatureList {
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
