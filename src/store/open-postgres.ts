import type pg from 'pg';
import { createPool } from './pool.ts';
import { StoreError } from './store-error.ts';

/**
 * Opens a pool on a PostgreSQL server and proves that it answers.
 * @throws StoreError `bad-setting` when `databaseUrl` is no postgres address, `unreachable` when it does not answer or
 * refuses; both name DATABASE_URL, and neither holds its password
 */
export async function openPostgres(options: {
  readonly databaseUrl: string;
  readonly poolSize?: number;
  readonly onConnectionLost?: (error: Error) => void;
}): Promise<{ pool: pg.Pool; close(): Promise<void> }> {
  const url = parse(options.databaseUrl);
  const pool = createPool(
    {
      connectionString: options.databaseUrl,
      max: options.poolSize ?? 10,
      application_name: 'kommentarsvakten',
      // A server that vanished without a word (its machine, the network) must not be waited for for ever.
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
      // A kept plan may have been made while a table was empty; foreign keys' checks then read ever more of it.
      onConnect: (client) => client.query('SET plan_cache_mode = force_custom_plan') as unknown as undefined,
    },
    options.onConnectionLost,
  );
  try {
    await pool.query('SELECT 1');
  } catch (error) {
    await pool.end();
    const address = `${url.protocol}//${url.username ? `${url.username}@` : ''}${url.host}${url.pathname}`;
    throw new StoreError('unreachable', `DATABASE_URL: no connection to ${address}: ${reason(error)}`);
  }
  return { pool, close: () => pool.end() };
}

/**
 * No cause is kept: Node's error for a bad address holds the whole address, password included. A raw `@` after the
 * host, or a fragment, means that a raw / ? or # in the password cut the address short: what is shown as the host would
 * be part of the password.
 */
function parse(databaseUrl: string): URL {
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : null;
  const isPostgres = url?.protocol === 'postgres:' || url?.protocol === 'postgresql:';
  if (url && isPostgres && url.hash === '' && !`${url.pathname}${url.search}`.includes('@')) return url;
  throw new StoreError(
    'bad-setting',
    'DATABASE_URL is not a PostgreSQL address; expected postgres://user:password@host:5432/database, with / ? # @ : in the password percent-encoded',
  );
}

function reason(error: unknown): string {
  // Node tries IPv4 and IPv6 and reports both in an AggregateError without a message of its own.
  if (error instanceof AggregateError) return error.errors.map(reason).join('; ');
  return error instanceof Error ? error.message : String(error);
}
