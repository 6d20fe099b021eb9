import { type FileHandle, open } from 'node:fs/promises';

const FULL = 64 * 1024;

/** A file that is written in large pieces. Disposed of before its end it is closed as it is, and left. */
export interface Spool extends AsyncDisposable {
  write(chunk: Uint8Array): Promise<void>;
  /** Everything is on the disk, and the file is closed. */
  end(): Promise<void>;
}

/** A new file. @throws the system's error where it cannot be written, such as ENOSPC */
export async function openSpool(path: string): Promise<Spool> {
  const file = await open(path, 'wx');
  let waiting: Uint8Array[] = [];
  let size = 0;
  return {
    async write(chunk) {
      waiting.push(chunk);
      size += chunk.length;
      if (size < FULL) return;
      await flush(file, waiting);
      waiting = [];
      size = 0;
    },
    async end() {
      try {
        await flush(file, waiting);
        await file.sync();
      } finally {
        await file.close();
      }
    },
    // A second close does nothing.
    [Symbol.asyncDispose]: () => file.close(),
  };
}

const flush = (file: FileHandle, chunks: readonly Uint8Array[]) => file.appendFile(Buffer.concat(chunks));
