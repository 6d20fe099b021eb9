import { type FileHandle, open } from 'node:fs/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import {
  descriptor,
  directoryLine,
  endOfDirectory,
  localHeader,
  type ZipEntry,
} from '../documents/zip-records.ts';

/** A zip that is not as it was written. `entry`: in which of its files; null where its directory cannot be read. */
export class ZipDamage extends Error {
  override readonly name = 'ZipDamage';
  readonly entry: string | null;
  constructor(entry: string | null, why: string, cause?: unknown) {
    super(why, { cause });
    this.entry = entry;
  }
}

/** A zip of ours, open to be read. */
export interface OpenZip extends AsyncDisposable {
  readonly entries: readonly ZipEntry[];
  /** An entry's content, piece by piece. @throws ZipDamage when anything of the entry is not as it was written */
  content(entry: ZipEntry): AsyncGenerator<Buffer>;
}

const END = 22;
const END64 = 76;
const U32 = 0xffff_ffff;
const PIECE = 256 * 1024;

/**
 * Opens a zip that `createZip` wrote. Every byte of it is held against what would be written for the same entries: one that
 * is not the same is found, in a header too.
 * @throws ZipDamage for a directory that is not whole
 */
export async function openZip(path: string): Promise<OpenZip> {
  const file = await open(path, 'r');
  try {
    const entries = await readDirectory(file);
    return {
      entries,
      content: (entry) => contentOf(file, entry),
      [Symbol.asyncDispose]: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readDirectory(file: FileHandle): Promise<ZipEntry[]> {
  const { size } = await file.stat();
  const tail = await read(file, Math.max(0, size - END - END64), Math.min(size, END + END64));
  const end = tail.subarray(-END);
  if (end.length < END || end.readUInt32LE(0) !== 0x0605_4b50)
    throw new ZipDamage(null, 'it does not end as a zip');
  const wide = tail.length === END + END64 && tail.readUInt32LE(0) === 0x0606_4b50 ? tail : null;
  const count = wide ? Number(wide.readBigUInt64LE(32)) : end.readUInt16LE(10);
  const bytes = wide ? Number(wide.readBigUInt64LE(40)) : end.readUInt32LE(12);
  const offset = wide ? Number(wide.readBigUInt64LE(48)) : end.readUInt32LE(16);
  const written = endOfDirectory(count, offset, bytes);
  const rest = size - offset - bytes;
  if (rest !== written.length || !written.equals(tail.subarray(-written.length)))
    throw new ZipDamage(null, 'its end is not as it was written');
  return linesOf(await read(file, offset, bytes), count, offset);
}

function linesOf(directory: Buffer, count: number, end: number): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  let offset = 0;
  while (entries.length < count && at + 46 <= directory.length) {
    const entry = lineOf(directory, at);
    const line = directoryLine(entry);
    const name = entry.name.toString();
    if (entry.offset !== offset || !line.equals(directory.subarray(at, at + line.length)))
      throw new ZipDamage(name, 'its line in the directory is not as it was written');
    entries.push(entry);
    at += line.length;
    offset += localHeader(entry).length + entry.packed + (entry.streamed ? descriptor(entry).length : 0);
  }
  if (entries.length !== count || at !== directory.length || offset !== end)
    throw new ZipDamage(null, 'its directory is not whole');
  return entries;
}

function lineOf(directory: Buffer, at: number): ZipEntry {
  const nameEnd = at + 46 + directory.readUInt16LE(at + 28);
  // What 32 bits cannot hold follows the name: size, packed size and offset, those of them that need it.
  let wide = nameEnd + 4;
  const number = (found: number) => {
    if (found !== U32 || wide + 8 > directory.length) return found;
    wide += 8;
    return Number(directory.readBigUInt64LE(wide - 8));
  };
  const size = number(directory.readUInt32LE(at + 24));
  const packed = number(directory.readUInt32LE(at + 20));
  const offset = number(directory.readUInt32LE(at + 42));
  return {
    name: directory.subarray(at + 46, nameEnd),
    method: directory.readUInt16LE(at + 10) === 8 ? 8 : 0,
    crc: directory.readUInt32LE(at + 16),
    ...{ size, packed, offset },
    streamed: (directory.readUInt16LE(at + 8) & 8) !== 0,
  };
}

async function* contentOf(file: FileHandle, entry: ZipEntry): AsyncGenerator<Buffer> {
  const name = entry.name.toString();
  const header = localHeader(entry);
  const from = entry.offset + header.length;
  const after = entry.streamed ? descriptor(entry) : Buffer.alloc(0);
  const isAsWritten =
    header.equals(await read(file, entry.offset, header.length)) &&
    after.equals(await read(file, from + entry.packed, after.length));
  if (!isAsWritten) throw new ZipDamage(name, 'its header is not as it was written');
  let crc = 0;
  let size = 0;
  try {
    for await (const piece of unpacked(file, entry, from)) {
      crc = crc32(piece, crc);
      size += piece.length;
      yield piece;
    }
  } catch (error) {
    throw new ZipDamage(name, 'it cannot be unpacked', error);
  }
  if (crc !== entry.crc || size !== entry.size)
    throw new ZipDamage(name, 'its content is not as it was written');
}

async function* unpacked(file: FileHandle, entry: ZipEntry, from: number): AsyncGenerator<Buffer> {
  const pieces = packedPieces(file, from, entry.packed);
  if (entry.method === 0) return yield* pieces;
  const inflate = createInflateRaw();
  const fed = feed(inflate, pieces);
  fed.catch((error) => inflate.destroy(error));
  for await (const piece of inflate) yield piece;
  await fed;
}

async function feed(into: NodeJS.WritableStream, pieces: AsyncIterable<Buffer>): Promise<void> {
  for await (const piece of pieces)
    await new Promise<void>((resolve, reject) =>
      into.write(piece, (error) => (error ? reject(error) : resolve())),
    );
  into.end();
}

async function* packedPieces(file: FileHandle, from: number, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < length; at += PIECE) yield await read(file, from + at, Math.min(PIECE, length - at));
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
