import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { once } from '../../../src/chat/desk/once.ts';
import type { Store } from '../../../src/ports/store.ts';
import { createStore } from '../../../src/store/store.ts';
import { databases, type TestDatabase } from '../../fakes/databases.ts';

describe.each(databases)('what is done once, on %s', (_, open) => {
  let database: TestDatabase<unknown>;
  let store: Store;
  let now = Temporal.Instant.from('2026-11-20T08:00:00Z');
  const clock = { now: () => now };
  beforeAll(async () => {
    database = await open();
    store = await createStore(database);
  });
  afterAll(() => database.close());

  const heard = (key: string) => once({ store, clock }, key, 'before', async () => 'done');

  it('is done the first time', async () => {
    expect([await heard('a'), await heard('a'), await heard('b')]).toEqual(['done', 'before', 'done']);
  });

  it('is done by one of several at once', async () => {
    const all = await Promise.all(['c', 'c', 'c', 'c'].map(heard));
    expect(all.toSorted()).toEqual(['before', 'before', 'before', 'done']);
  });

  it('may be tried again when it failed', async () => {
    const fail = () => Promise.reject(new Error('no'));
    await expect(once({ store, clock }, 'd', 'before', fail)).rejects.toThrow('no');
    expect(await heard('d')).toBe('done');
  });

  it.each(['NUL \0', 'half \ud800', 'å'.repeat(700), "'; DROP TABLE heard; --"])(
    'has any key whatever',
    async (key) => {
      expect([await heard(`e${key}`), await heard(`e${key}`)]).toEqual(['done', 'before']);
    },
  );

  it('is forgotten after two days', async () => {
    await heard('f');
    now = now.add({ hours: 49 });
    await heard('g');
    const { rows } = await database.pool.query('SELECT key FROM heard');
    expect(rows).toEqual([{ key: 'g' }]);
  });
});
