/** What a PDF/A may hold of a picture as it is: JPEG of grey or RGB, opaque PNG of at most 8 bits that is not interlaced. */
export function canEmbed(bytes: Buffer, contentType: string): boolean {
  if (contentType === 'image/jpeg') return plainJpeg(bytes);
  return contentType === 'image/png' && opaquePng(bytes);
}

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** Grey, RGB, palette. */
const OPAQUE = [0, 2, 3];

function opaquePng(bytes: Buffer): boolean {
  if (bytes.length < 57 || !bytes.subarray(0, 8).equals(SIGNATURE)) return false;
  const [bits = 16, colour = 6, , , interlaced = 1] = bytes.subarray(24, 29);
  if (bits > 8 || !OPAQUE.includes(colour) || interlaced !== 0) return false;
  for (let at = 8; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const chunk = bytes.toString('latin1', at + 4, at + 8);
    if (chunk === 'tRNS') return false;
    if (chunk === 'IEND') return at + 12 + bytes.readUInt32BE(at) <= bytes.length;
  }
  return false;
}

/** Start of frame: baseline, extended and progressive; the others few programs read. */
const FRAMES = [0xc0, 0xc1, 0xc2];

function plainJpeg(bytes: Buffer): boolean {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return false;
  for (let at = 2; at + 10 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] ?? 0;
    // Of other colours than the document's, or of 12 bits, a PDF/A may hold none.
    if (FRAMES.includes(marker)) return bytes[at + 4] === 8 && [1, 3].includes(bytes[at + 9] ?? 0);
    if (marker >= 0xc3 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return false;
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return false;
}
