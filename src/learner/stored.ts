import { BUCKETS } from './features.ts';
import type { Learned } from './learn.ts';

/** Begins every stored model, and changes when its form does. */
const FORM = 'kommentarsvakten-model-2\n';
const ALIGNED = 8;

/**
 * What was learned as one buffer: `FORM`, a length, a JSON head, then the hashes, rarities and weights, each
 * as the machine keeps them (little-endian wherever Node runs).
 */
export function store({ labels, vocabulary, regression }: Learned): Uint8Array {
  const hashes = new Int32Array(vocabulary.rarity.length);
  for (const [hash, place] of vocabulary.slots.entries()) if (place >= 0) hashes[place] = hash;
  const head = new TextEncoder().encode(
    JSON.stringify({ labels, places: hashes.length, step: regression.step }),
  );
  const form = new TextEncoder().encode(FORM);
  const from = aligned(form.length + 4 + head.length);
  const parts = [hashes, vocabulary.rarity, regression.weights];
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
  const { labels, places, step } = head as { labels: string[]; places: number; step: number };
  const targets = labels.length;
  if (bytes.length !== from + 8 * places + 2 * places * targets) return null;
  const hashes = new Int32Array(bytes.buffer, from, places);
  const slots = new Int32Array(BUCKETS).fill(-1);
  for (const [place, hash] of hashes.entries()) slots[hash] = place;
  const weights = new Int16Array(bytes.buffer, from + 8 * places, places * targets);
  return {
    labels,
    vocabulary: { slots, rarity: new Float32Array(bytes.buffer, from + 4 * places, places) },
    regression: { targets, weights, step },
  };
}

/** Several as one buffer: their lengths, then each. */
export function storeAll(parts: readonly Uint8Array[]): Uint8Array {
  const head = aligned(4 * (parts.length + 1));
  const buffer = new Uint8Array(parts.reduce((sum, part) => sum + part.length, head));
  const view = new DataView(buffer.buffer);
  view.setUint32(0, parts.length, true);
  let at = head;
  for (const [i, part] of parts.entries()) {
    view.setUint32(4 * (i + 1), part.length, true);
    buffer.set(part, at);
    at += part.length;
  }
  return buffer;
}

/** Reads what `storeAll` wrote; null where the buffer is none, is cut off, or holds one that cannot be read. */
export function restoreAll(buffer: Uint8Array): Learned[] | null {
  if (buffer.length < 4) return null;
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  const count = view.getUint32(0, true);
  let at = aligned(4 * (count + 1));
  if (buffer.length < at) return null;
  const read: (Learned | null)[] = [];
  for (let i = 1; i <= count; i++) {
    const length = view.getUint32(4 * i, true);
    read.push(restore(buffer.subarray(at, at + length)));
    at += length;
  }
  return at === buffer.length && read.every((one) => one !== null) ? read : null;
}

const aligned = (length: number): number => Math.ceil(length / ALIGNED) * ALIGNED;
