import pg from 'pg';
import { columnTypes, toParameters } from './column-types.ts';

/** A node-postgres client that also takes Temporal.Instant and Temporal.PlainDate as parameters. */
export class TemporalClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    // The pool listens to a client only while it lies idle, and an error that nobody hears ends the process. Whoever
    // holds the client hears of the lost connection from the query under way, or from the next one.
    this.on('error', () => undefined);
  }

  // biome-ignore lint/suspicious/noExplicitAny: node-postgres overloads `query` in seven ways; all pass through
  override query(...args: any[]): any {
    const [query, values] = args;
    if (Array.isArray(values)) args[1] = toParameters(values);
    // A Submittable (a cursor) has its own `submit` and must keep its identity.
    else if (Array.isArray(query?.values) && typeof query.submit !== 'function') {
      args[0] = { ...query, values: toParameters(query.values) };
    }
    return Reflect.apply(super.query, this, args);
  }
}

/**
 * The one kind of pool the store uses, on either database: {@link columnTypes} out, Temporal in, and 5 s of waiting
 * for a free connection before the query fails (which turns a self-deadlock on one connection into an error).
 * A connection lost while idle goes to `onConnectionLost` and is replaced at the next query.
 */
export function createPool(
  config: pg.PoolConfig,
  onConnectionLost: (error: Error) => void = () => undefined,
): pg.Pool {
  const pool = new pg.Pool({
    connectionTimeoutMillis: 5_000,
    types: columnTypes,
    Client: TemporalClient,
    ...config,
  });
  pool.on('error', onConnectionLost);
  return pool;
}
