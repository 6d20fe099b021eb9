/**
 * A picture without what its camera or its program wrote into it (where, when, by whom): the picture itself is the same,
 * byte for byte. JPEG and PNG; what is neither goes as it is.
 */
export function withoutMetadata(bytes: Buffer, contentType: string): Buffer {
  if (contentType === 'image/jpeg') return jpeg(bytes) ?? bytes;
  return contentType === 'image/png' ? (png(bytes) ?? bytes) : bytes;
}

const SCAN = 0xda;

/** Exif and XMP (APP1), Photoshop's (APP13) and comments. */
const TOLD = [0xe1, 0xed, 0xfe];

/** Null for what is no JPEG that can be read. */
function jpeg(bytes: Buffer): Buffer | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null;
  const kept = [bytes.subarray(0, 2)];
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff) return null;
    if (marker === SCAN) return Buffer.concat([...kept, bytes.subarray(at)]);
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length) return null;
    if (!TOLD.includes(marker)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return null;
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const WORDS = ['eXIf', 'tEXt', 'iTXt', 'zTXt', 'tIME'];

/** Null for what is no PNG that can be read. */
function png(bytes: Buffer): Buffer | null {
  if (!bytes.subarray(0, 8).equals(PNG)) return null;
  const kept = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) return null;
    if (!WORDS.includes(bytes.toString('latin1', at + 4, at + 8))) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}
