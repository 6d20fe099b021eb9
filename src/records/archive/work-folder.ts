import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PackageFile } from './package-file.ts';

/** A file of a package that is being filled. */
export interface WorkFile {
  write(chunk: string | Uint8Array): Promise<void>;
  /** Closes it, and says what it came to. */
  end(): Promise<PackageFile>;
}

/** The folder of a package that is being filled, which nobody reads yet. Disposed of, it closes what was left open. */
export interface WorkFolder extends AsyncDisposable {
  /** Opens a new file; `path` is that in the package. Memory holds a quarter of a MiB of it. */
  create(path: string): Promise<WorkFile>;
  /** Writes a file whole, or in pieces as they come. */
  write(
    path: string,
    content: string | Uint8Array | Iterable<string> | AsyncIterable<string>,
  ): Promise<PackageFile>;
  read(path: string): AsyncIterable<Buffer>;
}

const FULL = 256 * 1024;

/** A package's folder at this place; it is made with its first file. */
export function openWorkFolder(folder: string): WorkFolder {
  const left = new Set<FileHandle>();
  const create = async (path: string): Promise<WorkFile> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    const file = await open(join(folder, path), 'wx');
    left.add(file);
    return workFile(path, file, async () => {
      left.delete(file);
      await file.close();
    });
  };
  return {
    create,
    async write(path, content) {
      const file = await create(path);
      if (typeof content === 'string' || content instanceof Uint8Array) await file.write(content);
      else for await (const piece of content) await file.write(piece);
      return await file.end();
    },
    read: (path) => createReadStream(join(folder, path)),
    async [Symbol.asyncDispose]() {
      for (const file of left) await file.close();
    },
  };
}

function workFile(path: string, file: FileHandle, close: () => Promise<void>): WorkFile {
  const hash = createHash('sha256');
  let waiting: Buffer[] = [];
  let held = 0;
  let bytes = 0;
  const flush = async () => {
    const all = Buffer.concat(waiting);
    waiting = [];
    held = 0;
    await file.writeFile(all);
  };
  return {
    async write(chunk) {
      const piece = typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk);
      hash.update(piece);
      bytes += piece.length;
      held += piece.length;
      waiting.push(piece);
      if (held >= FULL) await flush();
    },
    async end() {
      await flush();
      await close();
      return { path, bytes, sha256: hash.digest('hex') };
    },
  };
}
