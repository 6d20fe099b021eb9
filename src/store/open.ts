import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import { openEmbedded } from './open-embedded.ts';
import { openPostgres } from './open-postgres.ts';
import { watchRoom } from './room.ts';

/** An open database: the same SQL, driver and types on both kinds. */
export interface Database<Schema> {
  readonly kind: 'embedded' | 'postgres';
  readonly kysely: Kysely<Schema>;
  /** The pool under `kysely`. On `embedded` it has one connection: never ask for a second inside a transaction. */
  readonly pool: pg.Pool;
  /** Answers when the database does and can keep something more. @throws what it or the file system said */
  ready(): Promise<void>;
  /** Waits for running queries, then lets go of everything. Later calls wait for the same end. */
  close(): Promise<void>;
  /**
   * Daily upkeep: `VACUUM (ANALYZE)` table by table, so that queries get their turn between tables. Does nothing on
   * `postgres`, whose autovacuum does it.
   */
  vacuum(): Promise<void>;
}

/** `databaseUrl` (setting DATABASE_URL) wins over `dataDir` (DATA_DIR). `poolSize` is for PostgreSQL alone, default 10. */
export interface OpenOptions {
  readonly databaseUrl?: string;
  readonly dataDir: string;
  readonly poolSize?: number;
  /** Hears of connections that PostgreSQL closed while idle; the next query connects anew. */
  readonly onConnectionLost?: (error: Error) => void;
}

/**
 * Opens PostgreSQL at `databaseUrl`, or else the embedded database in `<dataDir>/db`. The schema is the caller's word:
 * run `migrate` before the first query.
 * @throws StoreError `in-use`, `bad-setting`, `unreachable` or `damaged`, each naming its setting or folder
 */
export async function openDatabase<Schema>(options: OpenOptions): Promise<Database<Schema>> {
  const kind = options.databaseUrl ? 'postgres' : 'embedded';
  const { pool, close } = options.databaseUrl
    ? await openPostgres({ ...options, databaseUrl: options.databaseUrl })
    : await openEmbedded(options.dataDir);
  const room = watchRoom(pool, kind === 'embedded' ? options.dataDir : null);
  let closed: Promise<void> | undefined;
  return {
    kind,
    kysely: new Kysely<Schema>({
      dialect: new PostgresDialect({ pool }),
      log: (event) => {
        if (event.level === 'error') room.failed(event.error);
      },
    }),
    pool,
    ready: room.check,
    close: () => {
      closed ??= close();
      return closed;
    },
    vacuum: async () => {
      if (kind === 'embedded') await vacuumEachTable(pool);
    },
  };
}

async function vacuumEachTable(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname <> 'information_schema'`,
  );
  for (const { name } of rows) await pool.query(`VACUUM (ANALYZE) ${name}`);
}
