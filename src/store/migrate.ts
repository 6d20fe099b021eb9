import { createHash } from 'node:crypto';
import type pg from 'pg';
import { StoreError } from './store-error.ts';

/** One step of the schema. Once released, neither its name, its place in the list nor its SQL may change. */
export interface Migration {
  readonly name: string;
  /** One or more statements that run inside a transaction; no BEGIN or COMMIT of their own. */
  readonly sql: string;
}

/** Any fixed number: replicas that start together queue on this advisory lock. Spells "komm". */
const LOCK = 0x6b6f6d6d;

/**
 * Brings the database up to the last of `migrations`: each runs in order, once, in a transaction of its own, and is
 * recorded in the table `migration`. Several processes may do so at once. Checks first, and changes nothing when a
 * check fails.
 * @returns the names of those that this call ran
 * @throws StoreError `migration-changed`, `newer-database` or `migration-failed`, naming the migration
 */
export async function migrate(
  db: { readonly pool: pg.Pool },
  migrations: readonly Migration[],
): Promise<string[]> {
  const ran: string[] = [];
  const client = await db.pool.connect();
  try {
    for (
      let name = await runNext(client, migrations);
      name !== null;
      name = await runNext(client, migrations)
    )
      ran.push(name);
    client.release();
    return ran;
  } catch (error) {
    // Dropped, and so rolled back by the server: a ROLLBACK of our own would fail too where the connection is lost.
    client.release(true);
    throw error;
  }
}

/**
 * What `migrate` would run now; changes nothing.
 * @throws StoreError `migration-changed` or `newer-database`, as `migrate` does
 */
export async function missingMigrations(
  db: { readonly pool: pg.Pool },
  migrations: readonly Migration[],
): Promise<string[]> {
  const applied = (await hasRecords(db.pool)) ? await recordedHashes(db.pool) : new Map<string, string>();
  nextOf(migrations, applied);
  return migrations.map(({ name }) => name).filter((name) => !applied.has(name));
}

/** Leaves the transaction open when it throws. The lock ends with the transaction, so it also works behind a pooler that lends connections per transaction. */
async function runNext(client: pg.PoolClient, migrations: readonly Migration[]): Promise<string | null> {
  await client.query('BEGIN');
  await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
  const next = nextOf(migrations, await appliedHashes(client));
  if (next) await run(client, next);
  await client.query('COMMIT');
  return next?.name ?? null;
}

async function appliedHashes(client: pg.PoolClient): Promise<ReadonlyMap<string, string>> {
  // Not IF NOT EXISTS: that sends a notice at every start, and needs the right to create even when nothing is new.
  if (!(await hasRecords(client))) {
    await client.query(
      'CREATE TABLE migration (name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
    );
  }
  return recordedHashes(client);
}

async function hasRecords(client: pg.Pool | pg.PoolClient): Promise<boolean> {
  const { rows } = await client.query(`SELECT to_regclass('migration') IS NOT NULL AS exists`);
  return rows[0].exists;
}

async function recordedHashes(client: pg.Pool | pg.PoolClient): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ name: string; sha256: string }>('SELECT name, sha256 FROM migration');
  return new Map(rows.map((row) => [row.name, row.sha256]));
}

function nextOf(
  migrations: readonly Migration[],
  applied: ReadonlyMap<string, string>,
): Migration | undefined {
  const known = new Set(migrations.map(({ name }) => name));
  if (known.size < migrations.length) throw new Error('Two migrations have the same name');
  const unknown = [...applied.keys()].filter((name) => !known.has(name)).sort();
  if (unknown.length > 0) {
    throw new StoreError(
      'newer-database',
      `The database is newer than this program: it holds the migration ${unknown.join(', ')}. Start the newer version, or restore a backup from before it`,
    );
  }
  for (const migration of migrations) {
    const hash = applied.get(migration.name);
    if (hash !== undefined && hash !== hashOf(migration)) {
      throw new StoreError(
        'migration-changed',
        `The migration ${migration.name} has run on this database with another text. Restore its text and put the change in a new migration`,
      );
    }
  }
  return firstMissing(migrations, applied);
}

function firstMissing(
  migrations: readonly Migration[],
  applied: ReadonlyMap<string, string>,
): Migration | undefined {
  const missing = migrations[applied.size];
  // All applied ones are known, so a prefix of the list is the only lawful set of them.
  const skipped = migrations.slice(0, applied.size).find(({ name }) => !applied.has(name));
  if (skipped) {
    throw new StoreError(
      'migration-changed',
      `The migration ${skipped.name} was put before others that have run on this database. Put it last`,
    );
  }
  return missing;
}

async function run(client: pg.PoolClient, migration: Migration): Promise<void> {
  try {
    await client.query(migration.sql);
    await client.query('INSERT INTO migration (name, sha256) VALUES ($1, $2)', [
      migration.name,
      hashOf(migration),
    ]);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError('migration-failed', `The migration ${migration.name} failed: ${why}`, { cause });
  }
}

/** Line ends do not count: Git may turn them on Windows. */
function hashOf(migration: Migration): string {
  return createHash('sha256').update(migration.sql.replaceAll('\r\n', '\n')).digest('hex');
}
