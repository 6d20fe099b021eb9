/**
 * A picture without what its camera or its program wrote into it (where, when, by whom), and without anything that hangs after
 * its end: the picture itself is the same, byte for byte. JPEG, PNG, WebP and GIF; what is none of these, or is broken, goes
 * as it is, and `LÄS MIG.txt` says so.
 */
export function withoutMetadata(bytes: Buffer, contentType: string): Buffer {
  return STRIPPERS[contentType]?.(bytes) ?? bytes;
}

/** Null for what cannot be read as that format. */
type Strip = (bytes: Buffer) => Buffer | null;

const SOI = 0xffd8;
const [SCAN, END] = [0xda, 0xd9];

/** Of what programs write (APP0 to APP15, comments) only what the picture is shown by: JFIF, its colours, Adobe's. */
function isTold(marker: number, segment: Buffer): boolean {
  if (marker === 0xfe) return true;
  if (marker < 0xe0 || marker > 0xef || marker === 0xe0 || marker === 0xee) return false;
  return marker !== 0xe2 || segment.toString('latin1', 4, 15) !== 'ICC_PROFILE';
}

function jpeg(bytes: Buffer): Buffer | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== SOI) return null;
  const kept = [bytes.subarray(0, 2)];
  for (let at = 2; at + 2 <= bytes.length; ) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff) return null;
    if (marker === END) return Buffer.concat([...kept, bytes.subarray(at, at + 2)]);
    if (at + 4 > bytes.length) return null;
    const header = at + 2 + bytes.readUInt16BE(at + 2);
    const end = marker === SCAN ? endOfScan(bytes, header) : header;
    if (end > bytes.length) return null;
    const segment = bytes.subarray(at, end);
    if (!isTold(marker, segment)) kept.push(segment);
    at = end;
  }
  return null;
}

/** Within a scan 0xff stands before 0 and before the marks of a restart alone. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const WORDS = ['eXIf', 'tEXt', 'iTXt', 'zTXt', 'tIME'];

function png(bytes: Buffer): Buffer | null {
  if (!bytes.subarray(0, 8).equals(PNG)) return null;
  const kept = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) return null;
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (!WORDS.includes(type)) kept.push(bytes.subarray(at, end));
    if (type === 'IEND') return Buffer.concat(kept);
    at = end;
  }
  return null;
}

/** In `VP8X`: there is an EXIF chunk, there is an XMP chunk. */
const TOLD_FLAGS = 0x08 | 0x04;

function webp(bytes: Buffer): Buffer | null {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') return null;
  const whole = 8 + bytes.readUInt32LE(4);
  if (whole > bytes.length) return null;
  const kept: Buffer[] = [];
  for (let at = 12; at + 8 <= whole; ) {
    const size = bytes.readUInt32LE(at + 4);
    const end = at + 8 + size + (size % 2);
    if (end > whole) return null;
    const type = bytes.toString('latin1', at, at + 4);
    const chunk = Buffer.from(bytes.subarray(at, end));
    if (type === 'VP8X') chunk.writeUInt8(chunk.readUInt8(8) & ~TOLD_FLAGS, 8);
    if (type !== 'EXIF' && type !== 'XMP ') kept.push(chunk);
    at = end;
  }
  const body = Buffer.concat(kept);
  const head = Buffer.from(bytes.subarray(0, 12));
  head.writeUInt32LE(4 + body.length, 4);
  return Buffer.concat([head, body]);
}

const [IMAGE, EXTENSION, TRAILER] = [0x2c, 0x21, 0x3b];
const [COMMENT, APPLICATION] = [0xfe, 0xff];

/** How often it plays. */
const PLAYS = ['NETSCAPE2.0', 'ANIMEXTS1.0'];

function gif(bytes: Buffer): Buffer | null {
  if (bytes.length < 14 || !/^GIF8[79]a$/u.test(bytes.toString('latin1', 0, 6))) return null;
  let at = 13 + colours(bytes[10]);
  const kept = [bytes.subarray(0, at)];
  while (at < bytes.length) {
    if (bytes[at] === TRAILER) return Buffer.concat([...kept, bytes.subarray(at, at + 1)]);
    const end = endOfGifBlock(bytes, at);
    if (end === null) return null;
    const label = bytes[at] === EXTENSION ? bytes[at + 1] : undefined;
    const isApplication = label === APPLICATION && !PLAYS.includes(bytes.toString('latin1', at + 3, at + 14));
    if (label !== COMMENT && !isApplication) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return null;
}

/** The bytes of a colour table, by the flags that tell of it. */
const colours = (flags = 0): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

function endOfGifBlock(bytes: Buffer, start: number): number | null {
  const kind = bytes[start];
  if (kind !== IMAGE && kind !== EXTENSION) return null;
  let at = kind === IMAGE ? start + 11 + colours(bytes[start + 9]) : start + 2;
  for (;;) {
    const size = bytes[at];
    if (size === undefined) return null;
    at += 1 + size;
    if (size === 0) return at;
  }
}

const STRIPPERS: Readonly<Record<string, Strip>> = {
  'image/jpeg': jpeg,
  'image/png': png,
  'image/webp': webp,
  'image/gif': gif,
};
