import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { openDatabase } from '../../src/store/open.ts';
import { createStore } from '../../src/store/store.ts';
import { databases } from '../fakes/databases.ts';
import { NOW, noted, openTown, type Town } from './town.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'src', 'store', 'migrations');
const migrations = readdirSync(FOLDER)
  .toSorted()
  .map((file) => ({ name: file.replace('.sql', ''), sql: readFileSync(join(FOLDER, file), 'utf8') }));

describe.each(databases)('the number of a ticket on %s', (name, open, openEmpty) => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(open);
  });
  afterAll(() => town.database.close());

  const numbersOf = async (municipality: string) => {
    const rows = await town.rows<{ number: number }>(
      'SELECT number FROM ticket WHERE municipality = $1 ORDER BY number',
      [municipality],
    );
    return rows.map(({ number }) => number);
  };
  const numberOf = async (municipality: string, ticket: string) =>
    (await town.store.views(municipality, [ticket])).get(ticket)?.number;

  it('follows the one before it in the municipality’s own series, and never changes', async () => {
    const first = await town.ticket();
    const second = await town.ticket();
    const other = await town.ticket([], 'ludvika');
    expect(await numberOf('filipstad', first.ticket)).toBe(1);
    expect(await numberOf('filipstad', second.ticket)).toBe(2);
    expect(await numberOf('ludvika', other.ticket)).toBe(1);
    await town.decide({ ticket: first.ticket }, ({ ticket }) => ({
      ...noted,
      ...(ticket && { ticket: { ...ticket, state: 'closed', version: ticket.version + 1 } }),
    }));
    expect(await numberOf('filipstad', first.ticket)).toBe(1);
    expect(await numberOf('filipstad', (await town.ticket()).ticket)).toBe(3);
  });

  it('is given once, though twenty are opened at the same time and some of them fail', async () => {
    const before = await numbersOf('filipstad');
    await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        // The schema refuses a hiding that names no version.
        town.ticket(index % 4 === 0 ? [{ kind: 'hide-comment', params: {} }] : []),
      ),
    );
    const after = await numbersOf('filipstad');
    expect(after).toHaveLength(before.length + 15);
    expect(after).toEqual(Array.from(after, (_, index) => index + 1));
  });

  it('is given to several that are opened in one transaction, in their order', async () => {
    const externalIds = ['one', 'two', 'three'].map((part) => `together-${part}`);
    await town.archive(externalIds.map((externalId) => ({ externalId })));
    const rows = await town.rows<{ id: string }>(
      'SELECT id FROM comment WHERE external_id = ANY($1) ORDER BY array_position($1, external_id)',
      [externalIds],
    );
    const like = await town.ticket();
    const model = (await town.store.views('filipstad', [like.ticket])).get(like.ticket)?.ticket;
    if (!model) throw new Error('No ticket to copy');
    const last = Math.max(...(await numbersOf('filipstad')));
    const outcomes = await town.store.decide(
      'filipstad',
      NOW,
      rows.map(({ id }) => ({ key: `opens-${id}`, about: { comment: id }, by: null, policy: '1' })),
      ({ comment, decisionId }) => ({ ...noted, ticket: { ...model, id: decisionId, comment: comment.id } }),
    );
    const numbers = await Promise.all(
      outcomes.map((one) => numberOf('filipstad', one.kind === 'decided' ? (one.ticket ?? '') : '')),
    );
    expect(numbers).toEqual([last + 1, last + 2, last + 3]);
  });

  it('is given by an upgrade to the tickets that are there, as they came', async () => {
    const database = await openEmpty();
    try {
      const at = migrations.findIndex(({ name: one }) => one.endsWith('-ticket-number'));
      await migrate(database, migrations.slice(0, at));
      const ids = ['filipstad', 'ludvika', 'filipstad', 'filipstad'].map((municipality, index) => ({
        municipality,
        id: `019a0000-000${index}-7000-8000-000000000000`,
      }));
      for (const { municipality, id } of ids.toReversed()) {
        await database.pool.query(
          `INSERT INTO comment (municipality, id, platform, account, external_id, created_at, arrived_at, own, version)
           VALUES ($1, $2::uuid, 'facebook', '1', $2::uuid::text, now(), now(), false, 1)`,
          [municipality, id],
        );
        await database.pool.query(
          `INSERT INTO ticket (municipality, id, comment, version, state, due_at, body)
           VALUES ($1, $2, $2, 1, 'open', now(), '{}')`,
          [municipality, id],
        );
      }
      await migrate(database, migrations);
      const { rows } = await database.pool.query('SELECT number FROM ticket ORDER BY id');
      expect(rows.map(({ number }) => number)).toEqual([1, 1, 2, 3]);
      const counters = await database.pool.query('SELECT * FROM ticket_counter ORDER BY municipality');
      expect(counters.rows).toEqual([
        { municipality: 'filipstad', last: 3 },
        { municipality: 'ludvika', last: 1 },
      ]);
    } finally {
      await database.close();
    }
  });

  if (name === 'PostgreSQL') {
    it('is given once by two replicas', async () => {
      const database = await openDatabase<unknown>(town.database.options);
      try {
        const replica = await createStore(database);
        const like = await town.ticket();
        const model = (await replica.views('filipstad', [like.ticket])).get(like.ticket)?.ticket;
        if (!model) throw new Error('No ticket to copy');
        const before = await numbersOf('filipstad');
        const externalIds = Array.from({ length: 12 }, (_, index) => `replica-${index}`);
        await town.archive(externalIds.map((externalId) => ({ externalId })));
        const comments = await town.rows<{ id: string }>(
          'SELECT id FROM comment WHERE external_id = ANY($1)',
          [externalIds],
        );
        await Promise.all(
          comments.map(({ id }, index) =>
            (index % 2 ? replica : town.store).decide(
              'filipstad',
              NOW,
              [{ key: `replica-${id}`, about: { comment: id }, by: null, policy: '1' }],
              ({ comment, decisionId }) => ({
                ...noted,
                ticket: { ...model, id: decisionId, comment: comment.id },
              }),
            ),
          ),
        );
        const after = await numbersOf('filipstad');
        expect(after).toHaveLength(before.length + 12);
        expect(new Set(after).size).toBe(after.length);
      } finally {
        await database.close();
      }
    });
  }
});
