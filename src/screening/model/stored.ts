import { BUCKETS } from './features.ts';
import { type Learned, OTHER_TARGETS } from './model.ts';

/** Begins every stored model, and changes when its form does. */
const FORM = 'kommentarsvakten-model-1\n';
const ALIGNED = 8;

/**
 * What was learned as one buffer: `FORM`, a length, a JSON head, then the hashes, rarities, biases and weights, each
 * as the machine keeps them (little-endian wherever Node runs).
 */
export function store({ categories, vocabulary, regression }: Learned): Uint8Array {
  const hashes = new Int32Array(vocabulary.rarity.length);
  for (const [hash, place] of vocabulary.slots.entries()) if (place >= 0) hashes[place] = hash;
  const head = new TextEncoder().encode(JSON.stringify({ categories, places: hashes.length }));
  const form = new TextEncoder().encode(FORM);
  const from = aligned(form.length + 4 + head.length);
  const parts = [hashes, vocabulary.rarity, regression.biases, regression.weights];
  const buffer = new Uint8Array(from + parts.reduce((sum, part) => sum + part.byteLength, 0));
  buffer.set(form);
  new DataView(buffer.buffer).setUint32(form.length, head.length, true);
  buffer.set(head, form.length + 4);
  let at = from;
  for (const part of parts) {
    buffer.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  }
  return buffer;
}

/** Reads a stored model; null where the buffer is none, or is cut off. */
export function restore(buffer: Uint8Array): Learned | null {
  const form = new TextEncoder().encode(FORM);
  if (buffer.length < form.length + 4 || !form.every((byte, i) => buffer[i] === byte)) return null;
  // A copy of its own: the arrays below need an aligned beginning. (A Buffer's slice() would be no copy.)
  const bytes = new Uint8Array(buffer);
  const length = new DataView(bytes.buffer).getUint32(form.length, true);
  const from = aligned(form.length + 4 + length);
  if (bytes.length < from) return null;
  const head = JSON.parse(
    new TextDecoder().decode(bytes.subarray(form.length + 4, form.length + 4 + length)),
  );
  const { categories, places } = head as { categories: string[]; places: number };
  const targets = categories.length + OTHER_TARGETS;
  if (bytes.length !== from + 4 * (2 * places + targets + places * targets)) return null;
  const hashes = new Int32Array(bytes.buffer, from, places);
  const slots = new Int32Array(BUCKETS).fill(-1);
  for (const [place, hash] of hashes.entries()) slots[hash] = place;
  const floats = (start: number, count: number) => new Float32Array(bytes.buffer, from + 4 * start, count);
  return {
    categories,
    vocabulary: { slots, rarity: floats(places, places) },
    regression: {
      targets,
      biases: floats(2 * places, targets),
      weights: floats(2 * places + targets, places * targets),
    },
  };
}

const aligned = (length: number): number => Math.ceil(length / ALIGNED) * ALIGNED;
