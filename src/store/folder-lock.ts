import { DatabaseSync } from 'node:sqlite';
import { StoreError } from './store-error.ts';

/** SQLITE_BUSY, https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

/** A lock held by this process. `release` may be called again; the operating system releases it if the process dies. */
export interface FolderLock {
  release(): void;
}

/**
 * Takes the exclusive lock on `folder` by the file `<folder>.lock` beside it, at once or not at all. Node has no file
 * locks of its own; SQLite's hold on Linux, macOS and Windows and end with the process, even by kill -9. PGlite needs
 * it: it lets two processes open one folder, and then acknowledged rows vanish. The file stays (removing it would
 * race with the next opener) and must not be opened by anything else in this process: closing any descriptor of it
 * would drop a POSIX lock.
 * @throws StoreError `in-use` when another opener, in this process or another, holds it
 * @throws StoreError `bad-setting` when the file cannot be made
 */
export function lockFolder(folder: string): FolderLock {
  const file = `${folder}.lock`;
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(file, { timeout: 0 });
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock?.close();
    if ((cause as { errcode?: number }).errcode === SQLITE_BUSY) {
      throw new StoreError(
        'in-use',
        `The data folder ${folder} is in use by another process. Stop that one, set DATA_DIR to another folder, or set DATABASE_URL to let several processes share a PostgreSQL server`,
      );
    }
    throw new StoreError('bad-setting', `DATA_DIR: the lock file ${file} cannot be made`, { cause });
  }
  const held = lock;
  return {
    release: () => {
      if (held.isOpen) held.close();
    },
  };
}
