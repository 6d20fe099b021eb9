import { spawn } from 'node:child_process';
import nodeFs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type Generated, sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Database, openDatabase } from '../../src/store/open.ts';
import {
  copyEmbeddedTemplate,
  createPostgresDatabase,
  databases,
  type TestDatabase,
} from '../fakes/databases.ts';

interface Schema {
  note: { id: Generated<number>; at: Temporal.Instant; day: string; body: { a: number[] } };
}

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function openEmbedded(dataDir: string): Promise<Database<unknown>> {
  const database = await openDatabase<unknown>({ dataDir });
  cleanups.push(() => database.close());
  return database;
}

describe.each(databases)('a database on %s', (name, open) => {
  let shared: TestDatabase<Schema>;
  beforeAll(async () => {
    shared = await open<Schema>();
  });
  afterAll(() => shared.close());

  /** The database with a table that is empty. */
  async function opened(database: Database<Schema> = shared): Promise<Database<Schema>> {
    await database.pool.query(
      `DROP TABLE IF EXISTS note;
       CREATE TABLE note (id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz, day date, body jsonb)`,
    );
    return database;
  }

  it('takes and gives instants, dates, counts and JSON in the types of the program', async () => {
    const { kysely, kind } = await opened();
    const note = {
      at: Temporal.Instant.from('2026-03-29T00:59:59.123456Z'),
      day: '2026-03-29',
      body: { a: [1] },
    };
    await kysely.insertInto('note').values(note).execute();
    const found = await kysely
      .selectFrom('note')
      .selectAll()
      .where('at', '=', note.at)
      .executeTakeFirstOrThrow();
    expect({ ...found, at: found.at.toString() }).toEqual({ id: 1, ...note, at: note.at.toString() });
    const { count } = await kysely
      .selectFrom('note')
      .select((eb) => eb.fn.countAll().as('count'))
      .executeTakeFirstOrThrow();
    expect(count).toBe(1);
    expect(kind).toBe(name === 'PGlite' ? 'embedded' : 'postgres');
  });

  it('gives arrays the types of their elements, and bytes as a Buffer', async () => {
    const { pool } = await opened();
    const { rows } = await pool.query(
      `SELECT array[[1,null],[3,4]]::int8[] AS ints, array['2026-01-01T00:00Z']::timestamptz[] AS ats,
              array['2026-01-01']::date[] AS days, '\\x00ff'::bytea AS bytes, null::timestamptz AS nothing`,
    );
    expect(rows[0].ints.flat()).toEqual([1, null, 3, 4]);
    expect(rows[0].ats.map(String)).toEqual(['2026-01-01T00:00:00Z']);
    expect(rows[0].days).toEqual(['2026-01-01']);
    expect(rows[0].bytes).toEqual(Buffer.from([0, 255]));
    expect(rows[0].nothing).toBeNull();
  });

  it('takes instants and dates as plain parameters and in arrays', async () => {
    const { pool } = await opened();
    const at = Temporal.Instant.from('2026-04-02T13:30:00.5Z');
    const { rows } = await pool.query('SELECT $1::text AS at, $2::text[] AS ats, $3::text AS day', [
      at,
      [at, null],
      Temporal.PlainDate.from('2026-04-02'),
    ]);
    expect(rows).toEqual([
      { at: '2026-04-02T13:30:00.5Z', ats: ['2026-04-02T13:30:00.5Z', null], day: '2026-04-02' },
    ]);
  });

  it('refuses an integer that a Number cannot hold', async () => {
    const { pool } = await opened();
    await expect(pool.query('SELECT 9007199254740992::int8')).rejects.toMatchObject({
      code: 'unsafe-integer',
    });
    expect((await pool.query('SELECT 9007199254740991::int8 AS n')).rows).toEqual([{ n: 9007199254740991 }]);
  });

  it('leaves nothing of a transaction whose connection was dropped to the next one', async () => {
    const { pool } = await opened();
    const client = await pool.connect();
    await client.query('BEGIN');
    await client.query(`INSERT INTO note (day) VALUES ('2026-01-01')`);
    client.release(true);
    await pool.query(`INSERT INTO note (day) VALUES ('2026-01-02')`);
    expect((await pool.query('SELECT day FROM note')).rows).toEqual([{ day: '2026-01-02' }]);
  });

  it('rolls back a failed transaction and goes on', async () => {
    const { kysely } = await opened();
    const failing = kysely.transaction().execute(async (tx) => {
      await sql`INSERT INTO note (day) VALUES ('2026-01-01')`.execute(tx);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await kysely.selectFrom('note').selectAll().execute()).toEqual([]);
  });

  it('vacuums, and closes twice', async () => {
    const database = await opened(await open<Schema>());
    await database.vacuum();
    await database.close();
    await database.close();
    await expect(database.pool.query('SELECT 1')).rejects.toThrow();
  });
});

describe('the embedded database', () => {
  it('keeps its rows over a restart, in a folder that it made', async () => {
    const dataDir = path.join(copyEmbeddedTemplate(), 'ny mapp', 'åäö');
    const first = await openEmbedded(dataDir);
    await first.pool.query('CREATE TABLE line AS SELECT 7 AS n');
    await first.close();
    const second = await openEmbedded(dataDir);
    expect((await second.pool.query('SELECT n FROM line')).rows).toEqual([{ n: 7 }]);
    expect(nodeFs.readdirSync(dataDir).sort()).toEqual(['db', 'db.lock', 'db.made']);
  });

  it('starts afresh after kill -9 while it was being made', async () => {
    const dataDir = path.join(copyEmbeddedTemplate(), 'new');
    const child = spawn(process.execPath, [INSERT_ROWS, dataDir], { stdio: 'ignore' });
    const begun = () =>
      ['db', 'db.new'].some((name) => nodeFs.existsSync(path.join(dataDir, name, 'PG_VERSION')));
    await vi.waitFor(() => expect(begun()).toBe(true), { timeout: 20_000, interval: 1 });
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    const { pool } = await openEmbedded(dataDir);
    expect((await pool.query('SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
    expect(nodeFs.readdirSync(dataDir).sort()).toEqual(['db', 'db.lock', 'db.made']);
  });

  it('syncs the write-ahead log to the disk at every commit', async () => {
    const { pool } = await openEmbedded(copyEmbeddedTemplate());
    await pool.query('CREATE TABLE line (n int)');
    const sync = vi.spyOn(nodeFs, 'fsyncSync');
    for (let n = 1; n <= 20; n += 1) {
      await pool.query('INSERT INTO line VALUES ($1)', [n]);
      expect(sync.mock.calls.length).toBeGreaterThanOrEqual(n);
    }
  });

  it('fails the commit when the disk refuses the sync', async () => {
    const dataDir = copyEmbeddedTemplate();
    const { pool } = await openEmbedded(dataDir);
    await pool.query('CREATE TABLE line (n int)');
    vi.spyOn(nodeFs, 'fsyncSync').mockImplementation(() => {
      throw Object.assign(new Error('EIO: i/o error, fsync'), { code: 'EIO' });
    });
    await expect(pool.query('INSERT INTO line VALUES (1)')).rejects.toThrow();
  });

  it('loses no acknowledged row to kill -9, and is free again at once', async () => {
    const dataDir = copyEmbeddedTemplate();
    let acknowledged = 0;
    for (let kill = 1; kill <= 3; kill += 1) {
      acknowledged = await insertUntilKilled(dataDir, acknowledged + 30 * kill);
      const database = await openEmbedded(dataDir);
      const { rows } = await database.pool.query('SELECT count(*) AS kept, max(n) AS last FROM line');
      expect(rows[0].last).toBeGreaterThanOrEqual(acknowledged);
      expect(rows[0].kept).toBe(rows[0].last);
      await database.close();
    }
  });

  it('refuses a second opener, in this process and in another, until the first is closed', async () => {
    const dataDir = copyEmbeddedTemplate();
    const child = spawn(process.execPath, [INSERT_ROWS, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    cleanups.push(() => child.kill('SIGKILL'));
    await firstLine(child.stdout);
    const refusal = { code: 'in-use', message: expect.stringContaining(path.join(dataDir, 'db')) };
    await expect(openDatabase({ dataDir })).rejects.toMatchObject(refusal);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    const first = await openEmbedded(dataDir);
    await expect(openDatabase({ dataDir })).rejects.toMatchObject(refusal);
    await first.close();
    await (await openEmbedded(dataDir)).close();
  });

  it('names the folder when it does not open, and lets go of the lock', async () => {
    const dataDir = copyEmbeddedTemplate();
    nodeFs.rmSync(path.join(dataDir, 'db', 'global'), { recursive: true });
    const damaged = { code: 'damaged', message: expect.stringContaining(path.join(dataDir, 'db')) };
    await expect(openDatabase({ dataDir })).rejects.toMatchObject(damaged);
    await expect(openDatabase({ dataDir })).rejects.toMatchObject(damaged);
  });

  it('names DATA_DIR when the folder cannot be made', async () => {
    const file = path.join(copyEmbeddedTemplate(), 'file');
    nodeFs.writeFileSync(file, '');
    await expect(openDatabase({ dataDir: path.join(file, 'data') })).rejects.toMatchObject({
      code: 'bad-setting',
      message: expect.stringContaining('DATA_DIR'),
    });
  });

  it('turns a second connection asked for inside a transaction into an error after 5 s', async () => {
    const { pool, kysely } = await openEmbedded(copyEmbeddedTemplate());
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    cleanups.push(() => vi.useRealTimers());
    const deadlock = kysely.transaction().execute(() => {
      const second = pool.query('SELECT 1');
      vi.advanceTimersByTime(4_999);
      expect(pool.waitingCount).toBe(1);
      vi.advanceTimersByTime(1);
      return second;
    });
    await expect(deadlock).rejects.toThrow('timeout exceeded');
    vi.useRealTimers();
    expect((await pool.query('SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
  });
});

describe('DATABASE_URL', () => {
  const password = 'h%C3%A4mligt%23ord';

  it.each([
    [
      'nothing listens',
      async () => `postgres://anna:${password}@127.0.0.1:${await closedPort()}/kv`,
      'unreachable',
    ],
    [
      'the database is missing',
      async () => withPath(await createPostgresDatabase(), '/saknas'),
      'unreachable',
    ],
    ['it is another scheme', async () => `mysql://anna:${password}@db.example/kv`, 'bad-setting'],
    ['it is no address', async () => `anna:${password}@db.example:port/kv`, 'bad-setting'],
    ['its port is no number', async () => `postgres://anna:${password}@db.example:port/kv`, 'bad-setting'],
    ['a raw / cuts its password', async () => 'postgres://anna:12/hämligt@db.example/kv', 'bad-setting'],
    ['a raw ? cuts its password', async () => 'postgres://anna:12?hämligt@db.example/kv', 'bad-setting'],
    ['a raw # cuts its password', async () => 'postgres://anna:12#hämligt@db.example/kv', 'bad-setting'],
  ])('is named without its password when %s', async (_when, url, code) => {
    const error = await openDatabase({ databaseUrl: await url(), dataDir: '.' }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({
      name: 'StoreError',
      code,
      message: expect.stringContaining('DATABASE_URL'),
    });
    const shown = JSON.stringify([error, String(error), (error as Error).stack, (error as Error).cause]);
    expect(shown).not.toMatch(/h%C3%A4mligt|hämligt|anna:12/);
  });

  it('hears of an idle connection that the server ended, and connects anew', async () => {
    const lost = vi.fn();
    const databaseUrl = await createPostgresDatabase();
    const database = await openDatabase({ databaseUrl, dataDir: '.', poolSize: 1, onConnectionLost: lost });
    cleanups.push(() => database.close());
    const other = await openDatabase({ databaseUrl, dataDir: '.', poolSize: 1 });
    cleanups.push(() => other.close());
    const { rows } = await database.pool.query('SELECT pg_backend_pid() AS pid');
    await other.pool.query('SELECT pg_terminate_backend($1)', [rows[0].pid]);
    await vi.waitFor(() => expect(lost).toHaveBeenCalledOnce());
    expect((await database.pool.query('SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
  });
});

const INSERT_ROWS = path.join(import.meta.dirname, 'insert-rows.ts');

/** Runs the inserting process until it has acknowledged row `until`, kills it, and gives the last row it acknowledged. */
async function insertUntilKilled(dataDir: string, until: number): Promise<number> {
  const child = spawn(process.execPath, [INSERT_ROWS, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  let last = 0;
  for await (const line of createInterface(child.stdout)) {
    last = Number(line);
    if (last >= until) child.kill('SIGKILL');
  }
  return last;
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string | undefined> {
  for await (const line of createInterface(stream)) return line;
  return undefined;
}

function withPath(url: string, pathname: string): string {
  return Object.assign(new URL(url), { pathname }).href;
}

async function closedPort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
