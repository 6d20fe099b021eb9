import fs from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { watchRoom } from '../../src/store/room.ts';
import { databases, type TestDatabase } from '../fakes/databases.ts';

/** A database whose disk has room or not. */
const disk = () => {
  const state = { full: false, taken: 0 };
  const query = async (text: string) => {
    if (!text.startsWith('CREATE')) return;
    state.taken += 1;
    if (state.full) throw Object.assign(new Error('could not extend file'), { code: '53100' });
  };
  return { state, pool: { query } as unknown as Parameters<typeof watchRoom>[0] };
};

describe('a database without room', () => {
  it.each(['53100', '58030', '25006', 'ENOSPC', 'EDQUOT', 'EROFS', 'EIO'])(
    'is not ready after %s, until there is room again',
    async (code) => {
      const { state, pool } = disk();
      const room = watchRoom(pool, null);
      await room.check();
      state.full = true;
      room.failed(Object.assign(new Error('no'), { code }));
      for (let times = 0; times < 2; times += 1)
        await expect(room.check()).rejects.toMatchObject({ code: '53100' });
      state.full = false;
      await room.check();
      expect(state.taken).toBe(3);
      await room.check();
      expect(state.taken).toBe(3);
    },
  );

  it.each([
    ['a broken rule of a table', Object.assign(new Error('no'), { code: '23505' })],
    ['a lost connection', Object.assign(new Error('no'), { code: 'ECONNRESET' })],
    ['an error without a code', new Error('no')],
    ['no error at all', null],
    ['undefined', undefined],
  ])('is not what %s tells of', async (_, error) => {
    const { state, pool } = disk();
    const room = watchRoom(pool, null);
    room.failed(error);
    await room.check();
    expect(state.taken).toBe(0);
  });

  it('is looked at once for all who ask at once', async () => {
    const { state, pool } = disk();
    const room = watchRoom(pool, null);
    room.failed({ code: '53100' });
    await Promise.all([room.check(), room.check(), room.check()]);
    expect(state.taken).toBe(1);
  });
});

describe.each(databases)('room after a failure, on %s', (_, open) => {
  let database: TestDatabase<unknown>;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  it('is taken again after a statement that failed for want of it', async () => {
    const full = sql`DO $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = 'disk_full'; END $$`;
    await expect(full.execute(database.kysely)).rejects.toMatchObject({ code: '53100' });
    await database.ready();
    const { rows } = await database.pool.query(
      "SELECT count(*)::int AS n FROM pg_class WHERE relname = 'room'",
    );
    expect(rows).toEqual([{ n: 0 }]);
  });
});

describe('room on PGlite', () => {
  let database: TestDatabase<unknown>;
  beforeAll(async () => {
    const [, open] = databases[0] as (typeof databases)[number];
    database = await open();
  });
  afterAll(() => database.close());

  it('is tried in the folder itself, and nothing is left there', async () => {
    const probe = path.join(database.options.dataDir, 'room.tmp');
    await database.ready();
    expect(fs.existsSync(probe)).toBe(false);
    // Where no file can be made, nothing can be kept.
    fs.mkdirSync(path.join(probe, 'x'), { recursive: true });
    await expect(database.ready()).rejects.toMatchObject({ code: expect.stringMatching(/EISDIR/u) });
    fs.rmSync(probe, { recursive: true });
    await database.ready();
  });
});
