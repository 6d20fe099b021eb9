import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IntakeItem } from '../../src/core/comment.ts';
import { databases } from '../fakes/databases.ts';
import { incoming, NOW, openTown, RAW, type Town } from './town.ts';

const TOO_EARLY = Temporal.Instant.from('-200000-01-01T00:00Z');

describe.each(databases)('deliveries that come at the same time, on %s', (_, open) => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(open);
  });
  afterAll(() => town.database.close());

  const one = (externalId: string, more: Parameters<typeof incoming>[0] = {}): IntakeItem => ({
    key: `key ${externalId}`,
    raw: RAW,
    comment: incoming({ externalId, ...more }),
  });
  const send = (body: string, items: readonly IntakeItem[], municipality = 'filipstad') =>
    town.archive([], { items, sha256: body, municipality });
  /** Which delivery brought each version, and in which transaction. */
  const brought = (prefix: string) =>
    town.rows<{ externalId: string; number: number; text: string; body: string; commit: string }>(
      `SELECT c.external_id AS "externalId", v.number, v.text, d.sha256 AS body,
         d.xmin::text AS commit
       FROM comment_version v
       JOIN comment c ON c.municipality = v.municipality AND c.id = v.comment
       JOIN delivery d ON d.municipality = v.municipality AND d.id = v.delivery
       WHERE c.external_id LIKE $1 ORDER BY length(c.external_id), c.external_id, v.number`,
      [`${prefix}%`],
    );
  const commitsOf = (rows: readonly { commit: string }[]) => new Set(rows.map(({ commit }) => commit)).size;

  it('are each stored once, under their own delivery, in far fewer transactions', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => `fifty-${index}`);
    const counted = await Promise.all(ids.map((id) => send(`åäö ${id}`, [one(id)])));
    expect(counted).toEqual(ids.map(() => ({ accepted: 1, duplicates: 0 })));
    const rows = await brought('fifty');
    expect(rows.map(({ externalId, body }) => [externalId, body])).toEqual(
      ids.map((id) => [id, `åäö ${id}`]),
    );
    expect(commitsOf(rows)).toBe(2);
    const journal = await town.rows<{ delivery: string }>(
      `SELECT DISTINCT data->>'delivery' AS delivery FROM journal j JOIN delivery d
         ON d.id::text = data->>'delivery' WHERE d.sha256 LIKE '% fifty%'`,
    );
    expect(journal).toHaveLength(50);
  });

  it('are answered only when they are committed', async () => {
    await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        await send('{}', [one(`durable-${index}`)]);
        expect(
          await town.rows('SELECT 1 FROM comment WHERE external_id = $1', [`durable-${index}`]),
        ).toHaveLength(1);
      }),
    );
  });

  it('do not fail with one that cannot be stored', async () => {
    const ids = ['poison-0', 'poison-1', 'poison-bad', 'poison-2'];
    const results = await Promise.allSettled(
      ids.map((id) => send(id, [one(id, id === 'poison-bad' ? { createdAt: TOO_EARLY } : {})])),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect((await brought('poison')).map(({ body }) => body)).toEqual(['poison-0', 'poison-1', 'poison-2']);
    expect(await town.rows(`SELECT 1 FROM delivery WHERE sha256 = 'poison-bad'`)).toEqual([]);
  });

  it('count an item that two of them brought as the first one’s, and keep no delivery that brought nothing', async () => {
    const counted = await Promise.all([
      send('ahead', [one('twice-0')]),
      send('first', [one('twice-1'), one('twice-2')]),
      send('second', [one('twice-2'), one('twice-3'), one('twice-3')]),
      send('third', [one('twice-1'), one('twice-0')]),
    ]);
    expect(counted).toEqual([
      { accepted: 1, duplicates: 0 },
      { accepted: 2, duplicates: 0 },
      { accepted: 1, duplicates: 2 },
      { accepted: 0, duplicates: 2 },
    ]);
    const rows = await brought('twice');
    expect(rows.map(({ externalId, body }) => [externalId, body])).toEqual([
      ['twice-0', 'ahead'],
      ['twice-1', 'first'],
      ['twice-2', 'first'],
      ['twice-3', 'second'],
    ]);
    expect(commitsOf(rows)).toBe(2);
    expect(await town.rows(`SELECT 1 FROM delivery WHERE sha256 = 'third'`)).toEqual([]);
  });

  it('bring a new comment’s texts under the delivery of each, and a text in force twice as a duplicate', async () => {
    const texts = ['ett', 'två', 'två', 'tre'];
    const counted = await Promise.all([
      send('ahead', [one('texts-ahead')]),
      ...texts.map((text, index) =>
        send(`texts ${index}`, [
          { ...one('texts', { text, writtenAt: NOW.add({ seconds: index }) }), key: `texts ${index}` },
        ]),
      ),
    ]);
    expect(counted.map(({ accepted }) => accepted)).toEqual([1, 1, 1, 0, 1]);
    const rows = await brought('texts');
    expect(
      rows.filter(({ body }) => body !== 'ahead').map(({ number, text, body }) => [number, text, body]),
    ).toEqual([
      [1, 'ett', 'texts 0'],
      [2, 'två', 'texts 1'],
      [3, 'tre', 'texts 3'],
    ]);
  });

  it('share a transaction with at most one large delivery', async () => {
    const large = (id: string) =>
      send(
        id,
        Array.from({ length: 21 }, (_, index) => one(`${id}-${index}`)),
      );
    await Promise.all([send('ahead', [one('large-ahead')]), large('large-a'), large('large-b')]);
    expect(commitsOf(await brought('large-'))).toBe(3);
  });

  it('tell when the account was last heard of', async () => {
    await town.rows(`UPDATE account SET last_contact_at = NULL`);
    await send('{}', [one('contact')]);
    const rows = await town.rows<{ municipality: string; at: Temporal.Instant | null }>(
      'SELECT municipality, last_contact_at AS at FROM account ORDER BY municipality',
    );
    expect(rows.map(({ municipality, at }) => [municipality, at?.toString()])).toEqual([
      ['filipstad', NOW.toString()],
      ['ludvika', undefined],
    ]);
  });

  it('never share a transaction with those of another municipality, nor wait for all of theirs', async () => {
    const order: string[] = [];
    const from = async (municipality: string, index: number) => {
      await send(`${municipality} ${index}`, [one(`apart-${index}`)], municipality);
      order.push(municipality);
    };
    const first = Array.from({ length: 100 }, (_, index) => from('filipstad', index));
    await Promise.all([...first, from('ludvika', 0)]);
    const rows = await brought('apart');
    const commits = Map.groupBy(rows, ({ commit }) => commit).values();
    for (const together of commits) {
      expect(new Set(together.map(({ body }) => body.split(' ')[0])).size).toBe(1);
    }
    // Of 101 answers: after one large batch of the other at most.
    expect(order.indexOf('ludvika')).toBeLessThanOrEqual(51);
  });
});
