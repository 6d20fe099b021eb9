import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { type Database, openDatabase } from '../../src/store/open.ts';
import { createPostgresDatabase, databases } from '../fakes/databases.ts';
import { incoming, NOW, openTown, RAW, type Town } from './town.ts';

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
    const databaseUrl = await createPostgresDatabase('empty');
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

describe.each(databases)('a COMMIT whose answer is lost, on %s', (_, openDb) => {
  let town: Town;
  let losses = 0;
  beforeAll(async () => {
    town = await openTown(openDb);
    town.database.pool.on('acquire', (client) => {
      const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
      Object.assign(client, {
        query: async (...args: unknown[]) => {
          const answer = await query(...args);
          if (args[0] !== 'commit' || losses === 0) return answer;
          losses -= 1;
          throw new Error('Connection terminated unexpectedly');
        },
      });
    });
  });
  afterAll(() => town.database.close());

  const send = (key: string) =>
    town.store.archive({
      municipality: 'filipstad',
      source: 'test',
      receivedAt: NOW,
      sha256: 'none',
      items: [{ key, raw: RAW, comment: incoming({ externalId: key }) }],
    });
  const kept = (like: string) =>
    town.rows<{ id: string }>('SELECT external_id AS id FROM comment WHERE external_id LIKE $1 ORDER BY 1', [
      like,
    ]);

  it('is no comment twice: the sender hears of a failure, sends again, and is answered', async () => {
    losses = 1;
    await expect(send('alone')).rejects.toThrow('terminated');
    expect(await send('alone')).toEqual({ accepted: 0, duplicates: 1 });
    expect(await kept('alone')).toHaveLength(1);
  });

  it('is no comment twice where several shared the transaction: each is asked for alone', async () => {
    // The first goes by itself, the others together while it is under way.
    const first = send('first');
    losses = 2;
    const answers = await Promise.allSettled([first, send('shared-1'), send('shared-2'), send('shared-3')]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
    expect((await kept('shared-%')).map(({ id }) => id)).toEqual(['shared-1', 'shared-2', 'shared-3']);
    const [journal] = await town.rows(
      `SELECT count(*)::int AS lines, count(DISTINCT data->>'comment')::int AS comments FROM journal WHERE kind = 'comment-arrived'`,
    );
    expect(journal?.['lines']).toBe(journal?.['comments']);
  });

  it('is no decision twice', async () => {
    const { ticket } = await town.ticket();
    losses = 1;
    const once = { key: 'press-1' };
    await expect(town.decide({ ticket }, undefined, once)).rejects.toThrow('terminated');
    expect(await town.decide({ ticket }, undefined, once)).toEqual({ kind: 'duplicate' });
  });
});
