import { afterEach, describe, expect, it } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { openDatabase } from '../../src/store/open.ts';
import { databases, type TestDatabase } from '../fakes/databases.ts';

const FIRST = {
  name: '001-town',
  sql: 'CREATE TABLE town (id text PRIMARY KEY);\nCREATE INDEX ON town (id);',
};
const SECOND = { name: '002-seed', sql: `INSERT INTO town VALUES ('ale');` };
const THIRD = { name: '003-seed', sql: `INSERT INTO town VALUES ('habo');` };

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe.each(databases)('migrations on %s', (_name, _open, open) => {
  async function opened(): Promise<TestDatabase<unknown>> {
    const database = await open();
    cleanups.push(() => database.close());
    return database;
  }

  async function towns({ pool }: TestDatabase<unknown>): Promise<string[]> {
    return (await pool.query('SELECT id FROM town ORDER BY id')).rows.map(({ id }) => id);
  }

  it('run once each, in order, and are recorded', async () => {
    const database = await opened();
    expect(await migrate(database, [FIRST, SECOND])).toEqual(['001-town', '002-seed']);
    expect(await migrate(database, [FIRST, SECOND])).toEqual([]);
    expect(await migrate(database, [FIRST, SECOND, THIRD])).toEqual(['003-seed']);
    expect(await towns(database)).toEqual(['ale', 'habo']);
    const { rows } = await database.pool.query('SELECT * FROM migration ORDER BY name');
    expect(rows.map(({ name }) => name)).toEqual(['001-town', '002-seed', '003-seed']);
    expect(rows[0].sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(rows[0].applied_at).toBeInstanceOf(Temporal.Instant);
  });

  it('that changed after they ran are refused by name, line ends apart', async () => {
    const database = await opened();
    await migrate(database, [FIRST, SECOND]);
    const changed = { ...FIRST, sql: `${FIRST.sql} ` };
    await expect(migrate(database, [changed, SECOND, THIRD])).rejects.toMatchObject({
      code: 'migration-changed',
      message: expect.stringContaining('001-town'),
    });
    expect(await towns(database)).toEqual(['ale']);
    expect(await migrate(database, [{ ...FIRST, sql: FIRST.sql.replaceAll('\n', '\r\n') }, SECOND])).toEqual(
      [],
    );
  });

  it('put before one that has run are refused by name', async () => {
    const database = await opened();
    await migrate(database, [FIRST, THIRD]);
    await expect(migrate(database, [FIRST, SECOND, THIRD])).rejects.toMatchObject({
      code: 'migration-changed',
      message: expect.stringContaining('002-seed'),
    });
  });

  it('that the program does not know mean that the database is newer', async () => {
    const database = await opened();
    await migrate(database, [FIRST, SECOND]);
    await expect(migrate(database, [FIRST])).rejects.toMatchObject({
      code: 'newer-database',
      message: expect.stringMatching(/newer than this program.*002-seed/),
    });
  });

  it('that fail leave nothing of themselves, and those before them stand', async () => {
    const database = await opened();
    const failing = {
      name: '002-bad',
      sql: `INSERT INTO town VALUES ('ale'); INSERT INTO nowhere VALUES (1);`,
    };
    await expect(migrate(database, [FIRST, failing])).rejects.toMatchObject({
      code: 'migration-failed',
      message: expect.stringMatching(/002-bad.*nowhere/),
    });
    expect(await towns(database)).toEqual([]);
    expect(await migrate(database, [FIRST, SECOND])).toEqual(['002-seed']);
  });

  it('that cannot be recorded leave nothing of themselves', async () => {
    const database = await opened();
    const unrecorded = {
      name: '002-bad',
      sql: `INSERT INTO town VALUES ('ale'); ALTER TABLE migration ADD CHECK (name <> '002-bad')`,
    };
    await expect(migrate(database, [FIRST, unrecorded])).rejects.toMatchObject({ code: 'migration-failed' });
    expect(await towns(database)).toEqual([]);
  });

  it('with one name twice are a mistake of ours', async () => {
    await expect(migrate(await opened(), [FIRST, FIRST])).rejects.toThrow('same name');
  });

  it('run once although five start them at the same time', async () => {
    const database = await opened();
    const slow = { name: '004-slow', sql: `SELECT pg_sleep(0.05); INSERT INTO town VALUES ('mora');` };
    const replicas = await Promise.all(
      [1, 2, 3, 4, 5].map(async () => {
        if (database.kind === 'embedded') return database;
        const replica = await openDatabase<unknown>({ ...database.options, poolSize: 1 });
        cleanups.push(() => replica.close());
        return replica;
      }),
    );
    const ran = await Promise.all(replicas.map((replica) => migrate(replica, [FIRST, SECOND, THIRD, slow])));
    expect(ran.flat().sort()).toEqual(['001-town', '002-seed', '003-seed', '004-slow']);
    expect(await towns(database)).toEqual(['ale', 'habo', 'mora']);
  });
});
