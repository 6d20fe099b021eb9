/** What the headers of an entry say of it; `offset`: where its local header begins. */
export interface ZipEntry {
  readonly name: Buffer;
  readonly method: 0 | 8;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
  /** Its sizes were not known when its header was written, and follow its content. */
  readonly streamed: boolean;
}

const U32 = 0xffff_ffff;
const U16 = 0xffff;
/** 1980-01-01 00.00, the first time that DOS knows: the same content gives the same bytes. */
const DATE = 0x0021;
const UTF8 = 0x0800;
const DESCRIPTOR = 0x0008;
const ZIP64 = 45;

/** The header before an entry's content (APPNOTE 4.3.7). That of a streamed entry says ZIP64, so that it may be of any size. */
export function localHeader({ name, method, crc, packed, size, streamed }: ZipEntry): Buffer {
  const big = streamed || packed >= U32 || size >= U32;
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x0403_4b50, 0);
  head.writeUInt16LE(big ? ZIP64 : 20, 4);
  head.writeUInt16LE(UTF8 | (streamed ? DESCRIPTOR : 0), 6);
  head.writeUInt16LE(method, 8);
  head.writeUInt16LE(DATE, 12);
  head.writeUInt32LE(streamed ? 0 : crc, 14);
  head.writeUInt32LE(big ? U32 : packed, 18);
  head.writeUInt32LE(big ? U32 : size, 22);
  head.writeUInt16LE(name.length, 26);
  const extra = big ? zip64(streamed ? [0, 0] : [size, packed]) : Buffer.alloc(0);
  head.writeUInt16LE(extra.length, 28);
  return Buffer.concat([head, name, extra]);
}

/** What follows a streamed entry's content (APPNOTE 4.3.9). */
export function descriptor({ crc, packed, size }: ZipEntry): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt32LE(0x0807_4b50, 0);
  bytes.writeUInt32LE(crc, 4);
  bytes.writeBigUInt64LE(BigInt(packed), 8);
  bytes.writeBigUInt64LE(BigInt(size), 16);
  return bytes;
}

/** An entry's line in the directory at the end (APPNOTE 4.3.12). */
export function directoryLine({ name, method, crc, packed, size, offset, streamed }: ZipEntry): Buffer {
  const large = [size, packed, offset].filter((one) => one >= U32);
  const extra = large.length > 0 ? zip64(large) : Buffer.alloc(0);
  const line = Buffer.alloc(46);
  line.writeUInt32LE(0x0201_4b50, 0);
  line.writeUInt16LE(ZIP64, 4);
  line.writeUInt16LE(large.length > 0 || streamed ? ZIP64 : 20, 6);
  line.writeUInt16LE(UTF8 | (streamed ? DESCRIPTOR : 0), 8);
  line.writeUInt16LE(method, 10);
  line.writeUInt16LE(DATE, 14);
  line.writeUInt32LE(crc, 16);
  line.writeUInt32LE(Math.min(packed, U32), 20);
  line.writeUInt32LE(Math.min(size, U32), 24);
  line.writeUInt16LE(name.length, 28);
  line.writeUInt16LE(extra.length, 30);
  line.writeUInt32LE(Math.min(offset, U32), 42);
  return Buffer.concat([line, name, extra]);
}

/** What ends a zip (APPNOTE 4.3.14 to 4.3.16): ZIP64's own end only where 65,535 entries or 4 GiB are passed. */
export function endOfDirectory(entries: number, offset: number, bytes: number): Buffer {
  const big = entries >= U16 || offset >= U32 || bytes >= U32;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(Math.min(entries, U16), 8);
  end.writeUInt16LE(Math.min(entries, U16), 10);
  end.writeUInt32LE(Math.min(bytes, U32), 12);
  end.writeUInt32LE(Math.min(offset, U32), 16);
  return big ? Buffer.concat([zip64End(entries, offset, bytes), end]) : end;
}

function zip64End(entries: number, offset: number, bytes: number): Buffer {
  const end = Buffer.alloc(56 + 20);
  end.writeUInt32LE(0x0606_4b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeUInt16LE(ZIP64, 12);
  end.writeUInt16LE(ZIP64, 14);
  end.writeBigUInt64LE(BigInt(entries), 24);
  end.writeBigUInt64LE(BigInt(entries), 32);
  end.writeBigUInt64LE(BigInt(bytes), 40);
  end.writeBigUInt64LE(BigInt(offset), 48);
  end.writeUInt32LE(0x0706_4b50, 56);
  end.writeBigUInt64LE(BigInt(offset + bytes), 64);
  end.writeUInt32LE(1, 72);
  return end;
}

/** The extra field that holds what 32 bits cannot (APPNOTE 4.5.3). */
function zip64(numbers: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * numbers.length);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8 * numbers.length, 2);
  for (const [at, number] of numbers.entries()) extra.writeBigUInt64LE(BigInt(number), 4 + 8 * at);
  return extra;
}
