import { BUCKETS, type Features } from './features.ts';

/** The features worth learning: what enough examples hold. Each has its place and how telling it is. */
export interface Vocabulary {
  /** The place of each hash, or -1. */
  readonly slots: Int32Array;
  /** How rare each place's feature is: the logarithm of one through its share of the examples. */
  readonly rarity: Float32Array;
}

/** A text as the model multiplies it: each known feature once, in the text's order. */
export interface Vector {
  readonly places: Int32Array;
  readonly values: Float32Array;
  /** For each of the text's features where it stands in `places`, or -1. */
  readonly indices: Int32Array;
}

/** Chooses the features of the examples that a model learns: those that so many hold. */
export function createVocabulary(examples: Iterable<Features>, fewest: number): Vocabulary {
  const counts = new Int32Array(BUCKETS);
  const lastSeen = new Int32Array(BUCKETS).fill(-1);
  let row = 0;
  for (const { ids, length } of examples) {
    for (let i = 0; i < length; i++) {
      const id = ids[i] ?? 0;
      if (lastSeen[id] === row) continue;
      lastSeen[id] = row;
      counts[id] = (counts[id] ?? 0) + 1;
    }
    row += 1;
  }
  const slots = new Int32Array(BUCKETS).fill(-1);
  const rarity: number[] = [];
  for (let id = 0; id < BUCKETS; id++) {
    const count = counts[id] ?? 0;
    if (count < fewest) continue;
    slots[id] = rarity.length;
    rarity.push(Math.log((row + 1) / (count + 1)) + 1);
  }
  return { slots, rarity: Float32Array.from(rarity) };
}

/**
 * Compiles a vocabulary into what turns features into a vector: each kind has length one before it is weighed, by its place in
 * `kindWeights`.
 * Keeps a table of its own between calls, so that a text costs nothing but its own features.
 */
export function createVectors(
  { slots, rarity }: Vocabulary,
  kindWeights: readonly number[],
): (features: Features) => Vector {
  const table = new Int32Array(rarity.length).fill(-1);
  return ({ ids, kinds, length }) => {
    const places = new Int32Array(length);
    const indices = new Int32Array(length);
    const kindOf = new Uint8Array(length);
    const sums = new Float64Array(kindWeights.length);
    let count = 0;
    for (let i = 0; i < length; i++) {
      const place = slots[ids[i] as number] as number;
      let index = place < 0 ? -1 : (table[place] as number);
      if (place >= 0 && index < 0) {
        index = count++;
        table[place] = index;
        places[index] = place;
        const kind = kinds[i] as number;
        kindOf[index] = kind;
        sums[kind] = (sums[kind] as number) + (rarity[place] as number) ** 2;
      }
      indices[i] = index;
    }
    const lengths = sums.map((sum, kind) => (kindWeights[kind] ?? 0) / Math.sqrt(sum || 1));
    const values = new Float32Array(count);
    for (let index = 0; index < count; index++) {
      const place = places[index] as number;
      table[place] = -1;
      values[index] = (rarity[place] as number) * (lengths[kindOf[index] as number] as number);
    }
    return { places: places.slice(0, count), values, indices };
  };
}
