import fs from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';

/**
 * After these nothing can be kept until somebody mends it: PostgreSQL's disk_full, io_error and
 * read_only_sql_transaction, and what a file system says of itself.
 * Source: postgresql.org/docs/current/errcodes-appendix.html
 */
const CANNOT_KEEP = ['53100', '58030', '25006', 'ENOSPC', 'EDQUOT', 'EROFS', 'EIO'];

/** More than a table grows by at once. */
const FILE_BYTES = 256 * 1024;
/** Takes about a megabyte where the tables lie, and gives it back at once. */
const TAKE_ROOM = `CREATE TEMP TABLE room ON COMMIT DROP AS
  SELECT repeat(md5(n::text), 32) AS filler FROM generate_series(1, 1000) n`;

/** Knows whether the database can keep anything more. A small write fits into a full disk, so that it proves nothing. */
interface Room {
  /** Hears of every statement that failed. */
  failed(error: unknown): void;
  /** Answers when the database does and has room. @throws what PostgreSQL or the file system said */
  check(): Promise<void>;
}

/**
 * The embedded database's folder is tried by a file at every check; elsewhere, and there too, a statement that failed
 * for want of room is remembered until room has been taken again.
 * @param dataDir the embedded database's folder; null for a server, whose disk is not ours to see
 */
export function watchRoom(pool: Pick<pg.Pool, 'query'>, dataDir: string | null): Room {
  let lacking = false;
  let underWay: Promise<void> | undefined;
  const look = async () => {
    await pool.query('SELECT 1');
    if (dataDir !== null) await tryFile(path.join(dataDir, 'room.tmp'));
    if (!lacking) return;
    await pool.query(TAKE_ROOM);
    lacking = false;
  };
  return {
    failed: (error) => {
      const { code } = (error ?? {}) as { code?: unknown };
      if (typeof code === 'string' && CANNOT_KEEP.includes(code)) lacking = true;
    },
    // Anyone may ask as often as they like: those that ask at once share one look.
    check: () => {
      underWay ??= look().finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
  };
}

async function tryFile(name: string): Promise<void> {
  try {
    const file = await fs.open(name, 'w', 0o600);
    try {
      await file.writeFile(Buffer.alloc(FILE_BYTES));
      await file.sync();
    } finally {
      await file.close();
    }
  } finally {
    await fs.rm(name, { force: true });
  }
}
