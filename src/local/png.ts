import { inflateSync } from 'node:zlib';

/** A decoded picture: four bytes a pixel (red, green, blue, alpha), row by row from the top. */
export interface Png {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

const SIGNATURE = '89504e470d0a1a0a';

/** Bytes a pixel by PNG colour type: 2 is RGB, 6 is RGB with alpha. */
const CHANNELS: Readonly<Record<number, number>> = { 2: 3, 6: 4 };

/**
 * Decodes the kind of PNG that icons are: 8 bits, RGB or RGBA, not interlaced (W3C PNG, third edition).
 *
 * @throws Error saying what was expected, for anything else.
 */
export function decodePng(file: Uint8Array): Png {
  const bytes = Buffer.from(file);
  if (bytes.subarray(0, 8).toString('hex') !== SIGNATURE) throw new Error('expected a PNG file');
  const chunks = [...chunksOf(bytes)];
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (header?.length !== 13) throw new Error('expected a PNG file with an IHDR chunk');
  const channels = CHANNELS[header.readUInt8(9)];
  if (header.readUInt8(8) !== 8 || channels === undefined || header.readUInt8(12) !== 0)
    throw new Error('expected a PNG of 8 bits, RGB or RGBA, not interlaced');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const rows = unfilter(inflateSync(packed), width * channels, height, channels);
  return { width, height, rgba: channels === 4 ? rows : withAlpha(rows) };
}

function* chunksOf(bytes: Buffer): Generator<{ type: string; data: Buffer }> {
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (at + 12 + length > bytes.length) throw new Error('expected a whole PNG file; it ends too early');
    yield { type: bytes.toString('latin1', at + 4, at + 8), data: bytes.subarray(at + 8, at + 8 + length) };
    at += 12 + length;
  }
}

/** Undoes the filter of each row; `bpp` is bytes a pixel. */
function unfilter(raw: Buffer, stride: number, height: number, bpp: number): Uint8Array {
  if (raw.length < (stride + 1) * height)
    throw new Error('expected a whole PNG file; its picture ends too early');
  const out = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x < bpp ? 0 : (out[at - bpp] ?? 0);
      const up = y === 0 ? 0 : (out[at - stride] ?? 0);
      const upLeft = x < bpp || y === 0 ? 0 : (out[at - stride - bpp] ?? 0);
      out[at] = (raw[y * (stride + 1) + 1 + x] ?? 0) + predicted(filter, left, up, upLeft);
    }
  }
  return out;
}

function predicted(filter: number, left: number, up: number, upLeft: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const guess = left + up - upLeft;
  const [byLeft, byUp, byUpLeft] = [left, up, upLeft].map((value) => Math.abs(guess - value));
  if (byLeft === undefined || byUp === undefined || byUpLeft === undefined) return 0;
  if (byLeft <= byUp && byLeft <= byUpLeft) return left;
  return byUp <= byUpLeft ? up : upLeft;
}

function withAlpha(rgb: Uint8Array): Uint8Array {
  const out = new Uint8Array((rgb.length / 3) * 4).fill(255);
  for (let pixel = 0; pixel < rgb.length / 3; pixel++)
    out.set(rgb.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
  return out;
}
