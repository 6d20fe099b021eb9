import fs from 'node:fs';
import path from 'node:path';
import { StoreError } from './store-error.ts';

/**
 * Whether `folder` holds an embedded database to be opened; false where none has ever been. PGlite cannot be asked: in a
 * folder without PG_VERSION it makes an empty database over what is left of the old one. Reads only.
 * @throws StoreError `damaged` for a database that is not whole, or of which only the mark is left
 */
export function holdsDatabase(folder: string): boolean {
  const found = fs.lstatSync(folder, { throwIfNoEntry: false });
  if (!found && !fs.existsSync(markOf(folder))) return false;
  const lack = lackOf(folder);
  if (lack === null) return true;
  throw damaged(folder, `${lack}. Nothing in it has been touched`);
}

/** The error for a database that exists and cannot be used. `why` says what is wrong, without a full stop. */
export function damaged(folder: string, why: string, cause?: unknown): StoreError {
  return new StoreError(
    'damaged',
    `The embedded database in ${folder} is damaged: ${why}. Restore the folder from a backup, or set DATA_DIR to another folder; to begin with an empty database instead, move both ${folder} and ${markOf(folder)} away`,
    { cause },
  );
}

/**
 * Marks that a database has been made in `folder`: should the folder go missing, an empty one must not take its place.
 * Set when the database is whole and in place, since until then a crash has lost nothing.
 * @throws StoreError `bad-setting` when nothing can be written beside the folder
 */
export function markDatabase(folder: string): void {
  if (fs.existsSync(markOf(folder))) return;
  const text = `${folder} holds a database. While this file is here, no empty one is made in its place.\n`;
  try {
    fs.writeFileSync(markOf(folder), text, { flush: true });
  } catch (cause) {
    throw new StoreError('bad-setting', `DATA_DIR: the file ${markOf(folder)} cannot be written`, { cause });
  }
}

const markOf = (folder: string): string => `${folder}.made`;

/** Without any of these PostgreSQL's start would fail half-way, or begin anew. */
const FOLDERS = ['base', 'global', 'pg_wal', 'pg_xact'];
/** The least bytes that each file of a database holds. */
const FILES: Readonly<Record<string, number>> = {
  PG_VERSION: 1,
  'global/pg_control': 8192,
  'global/pg_filenode.map': 512,
};

function lackOf(folder: string): string | null {
  const kind = fs.statSync(folder, { throwIfNoEntry: false });
  if (!kind) return `the folder is missing, and ${markOf(folder)} says that it was there`;
  if (!kind.isDirectory()) return 'it is not a folder';
  for (const name of FOLDERS)
    if (!fs.statSync(path.join(folder, name), { throwIfNoEntry: false })?.isDirectory())
      return `${name} is missing`;
  for (const [name, size] of Object.entries(FILES)) {
    const file = fs.statSync(path.join(folder, name), { throwIfNoEntry: false });
    if (!file?.isFile()) return `${name} is missing`;
    if (file.size < size) return `${name} is cut off`;
  }
  return null;
}
