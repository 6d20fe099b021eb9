import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A file system in memory, where Linux has one. */
const IN_MEMORY = '/dev/shm';

/** Left free for everything else on the machine. */
const ROOM_BYTES = 4 * 1024 ** 3;

/** Is it in memory, of which there is enough? */
export function hasRoom(folder: string | null): folder is string {
  if (folder === null) return false;
  const { bavail, bsize } = fs.statfsSync(folder);
  return Math.min(bavail * bsize, process.availableMemory()) > ROOM_BYTES;
}

/** As `makeRunFolder`, in memory; null where that cannot be. */
export function makeRunFolderInMemory(kind: string): string | null {
  try {
    return makeRunFolder(kind, IN_MEMORY);
  } catch {
    return null;
  }
}

/**
 * A new temporary folder for this test run, named for its process. The folders of the same `kind` whose processes died
 * without removing them are removed first. (A PostgreSQL server whose folder goes away ends itself within a minute.)
 */
export function makeRunFolder(kind: string, parent = os.tmpdir()): string {
  const prefix = `kommentarsvakten-${kind}-`;
  for (const name of fs.readdirSync(parent).filter((each) => each.startsWith(prefix))) {
    const owner = Number(name.slice(prefix.length).split('-')[0]);
    if (!isAlive(owner)) fs.rmSync(path.join(parent, name), { recursive: true, force: true });
  }
  return fs.mkdtempSync(path.join(parent, `${prefix}${process.pid}-`));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
