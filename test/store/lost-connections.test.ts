import { sql } from 'kysely';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { type Database, openDatabase } from '../../src/store/open.ts';
import { createPostgresDatabase } from '../fakes/databases.ts';

const opened: Database<unknown>[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((database) => database.close()));
});

async function open(databaseUrl: string): Promise<Database<unknown>> {
  const database = await openDatabase<unknown>({ databaseUrl, dataDir: '.', poolSize: 3 });
  opened.push(database);
  return database;
}

/** Ends every session of the database but its own, as a restart of the server does. */
const endAll = ({ pool }: Database<unknown>) =>
  pool.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );

/** An error event that nobody hears would end the process: vitest fails the run for it. */
describe('a connection lost', () => {
  it.each<[string, (ours: Database<unknown>, end: () => Promise<unknown>) => Promise<unknown>]>([
    [
      'between two statements of a transaction',
      ({ kysely }, end) =>
        kysely.transaction().execute(async (tx) => {
          await sql`INSERT INTO note VALUES (1)`.execute(tx);
          await end();
          await sql`INSERT INTO note VALUES (2)`.execute(tx);
        }),
    ],
    [
      'in the middle of a statement',
      ({ kysely }, end) =>
        kysely.transaction().execute(async (tx) => {
          await sql`INSERT INTO note VALUES (1)`.execute(tx);
          const sleeping = sql`SELECT pg_sleep(60)`.execute(tx);
          await Promise.all([sleeping, end()]);
        }),
    ],
    [
      'before the COMMIT',
      ({ kysely }, end) =>
        kysely.transaction().execute(async (tx) => {
          await sql`INSERT INTO note VALUES (1)`.execute(tx);
          await end();
        }),
    ],
    [
      'in a query outside any transaction',
      ({ pool }, end) => Promise.all([pool.query('SELECT pg_sleep(60)'), end()]),
    ],
    [
      'while a client is held idle, by one that fails for another reason',
      async ({ pool }, end) => {
        const client = await pool.connect();
        try {
          await end();
          throw new Error('changed my mind');
        } finally {
          client.release();
        }
      },
    ],
    [
      'in the middle of a migration',
      (ours, end) =>
        Promise.all([
          migrate(ours, [{ name: '0001-slow', sql: 'INSERT INTO note VALUES (1); SELECT pg_sleep(60)' }]),
          end(),
        ]),
    ],
  ])('%s fails that work alone, keeps nothing of it, and is replaced', async (_, work) => {
    const databaseUrl = await createPostgresDatabase();
    const [ours, other] = [await open(databaseUrl), await open(databaseUrl)];
    await ours.pool.query('CREATE TABLE note (n int)');
    // Sessions that are not yet in their statement are let get there.
    const end = () => vi.waitFor(async () => expect((await endAll(other)).rowCount).toBeGreaterThan(0));
    await expect(work(ours, end)).rejects.toThrow();
    // What was given back before the news of its end had come may fail once more.
    const kept = () => ours.pool.query('SELECT * FROM note');
    await vi.waitFor(async () => expect((await kept()).rows).toEqual([]));
  });
});
