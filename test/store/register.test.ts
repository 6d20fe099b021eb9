import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Decision } from '../../src/core/decision.ts';
import type { NumberShape } from '../../src/core/number-shape.ts';
import { migrate } from '../../src/store/migrate.ts';
import { migrations } from '../../src/store/migrations.ts';
import { createStore } from '../../src/store/store.ts';
import { isSound, verifyRecords } from '../../src/store/verify.ts';
import { databases } from '../fakes/databases.ts';
import { NOW, noted, openTown, type Town } from './town.ts';

const request = {
  ...({ kind: 'request', direction: 'in', ticket: null, comment: null, ground: null } as const),
  ...{ documentAt: null, receivedAt: NOW, subject: 'Begäran', secret: false, by: 'kv' },
  ...{ sender: null, recipient: null, protectedSubject: null },
};

describe.each(databases)('the register on %s', (_, open) => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(open);
  });
  afterAll(() => town.database.close());

  const entered = (id: string): Pick<Decision, 'journal' | 'registration'> => ({
    journal: [{ kind: 'secured', by: 'p', data: { registration: id } }],
    registration: {
      create: { kind: 'comment', subject: 'Kommentar på Facebook', ground: null, secret: true, by: 'p' },
      number: null,
    },
  });
  /** A ticket whose comment has an entry. */
  const registered = async (municipality = 'filipstad') => {
    const { ticket } = await town.ticket([], municipality);
    await town.decide({ ticket }, ({ decisionId }) => ({ ...noted, ...entered(decisionId) }), {
      municipality,
    });
    const [row] = await town.rows<{ reference: string }>(
      'SELECT reference FROM registration WHERE ticket = $1',
      [ticket],
    );
    return { ticket, reference: row?.reference ?? '' };
  };
  const give = (
    reference: string,
    number: string,
    municipality = 'filipstad',
    shape: NumberShape | null = null,
  ) => town.store.giveNumber(municipality, NOW, { reference, number, by: 'api', shape });

  it('gives references in one series of a municipality and year, whatever is entered', async () => {
    const first = await registered();
    const second = await town.store.secureEntry('filipstad', NOW, request);
    const other = await registered('ludvika');
    expect([first.reference, second.reference, other.reference]).toEqual([
      'SM 2026-1',
      'SM 2026-2',
      'SM 2026-1',
    ]);
    const later = Temporal.Instant.from('2026-12-31T23:00:00Z');
    expect((await town.store.secureEntry('filipstad', later, request)).reference).toBe('SM 2027-1');
  });

  it('gives none twice, though twenty are entered at the same time', async () => {
    const made = await Promise.all(
      Array.from({ length: 20 }, () => town.store.secureEntry('filipstad', NOW, request)),
    );
    const places = made.map(({ place }) => place).toSorted((a, b) => a - b);
    expect(places).toEqual(Array.from(places, (_, index) => (places[0] ?? 0) + index));
  });

  it('takes a number from outside once, and says what it did', async () => {
    const { ticket, reference } = await registered();
    const before = (
      await town.rows<{ wanted: number }>('SELECT wanted FROM card WHERE ticket = $1', [ticket])
    )[0];
    const shape = { pattern: '^KS \\d{4}/\\d+$', example: null };
    expect(await give(reference, 'x', 'filipstad', shape)).toBe('bad-number');
    for (const none of [' ', '\u200B', 'x'.repeat(41)])
      expect(await give(reference, none)).toBe('bad-number');
    expect(await give(reference, 'KS 2026/7', 'eslov')).toBe('unknown');
    const all = await Promise.all(Array.from({ length: 5 }, () => give(reference, 'KS 2026/7')));
    expect(all.toSorted()).toEqual(['given', 'same', 'same', 'same', 'same']);
    expect(await give(reference, 'KS 2026/8')).toBe('conflict');
    const view = (await town.store.views('filipstad', [ticket])).get(ticket);
    expect(view?.registrations).toMatchObject([{ state: 'registered', number: 'KS 2026/7' }]);
    const after = (
      await town.rows<{ wanted: number }>('SELECT wanted FROM card WHERE ticket = $1', [ticket])
    )[0];
    expect(after?.wanted, 'the card is drawn anew').toBe((before?.wanted ?? 0) + 1);
  });

  it('keeps a number that was corrected, and what was tried, for ever', async () => {
    const { ticket, reference } = await registered();
    await give(reference, 'KS 2026/1');
    const change = (registration: NonNullable<Decision['registration']>) =>
      town.decide({ ticket }, ({ registrations: [entry] }) => ({
        ...noted,
        journal: [{ kind: 'number-corrected', by: 'p', data: { registration: entry?.id ?? '' } }],
        registration,
      }));
    const [row] = await town.rows<{ id: string }>('SELECT id FROM registration WHERE ticket = $1', [ticket]);
    const id = row?.id ?? '';
    await change({ numbered: id, number: 'KS 2026/2' });
    await change({ tried: id, provision: '21:1' });
    const [line] = (await lines(false)).filter((one) => one.registration.reference === reference);
    expect(line?.registration).toMatchObject({
      number: 'KS 2026/2',
      secrecy: 'confirmed',
      provision: '21:1',
    });
    expect(line?.numbers.map(({ number }) => number)).toEqual(['KS 2026/1', 'KS 2026/2']);
    await expect(town.rows('DELETE FROM registration_change WHERE registration = $1', [id])).rejects.toThrow(
      /append-only/u,
    );
    expect((await verifyRecords(town.database.kysely)).every(isSound)).toBe(true);
  });

  const lines = (isPublic: boolean) =>
    town.store.registerLines('filipstad', {
      ...{ from: null, to: null, kind: null, platform: null, secrecy: null },
      public: isPublic,
    });

  it('shows the public nothing of what is kept apart', async () => {
    const apart = { sender: 'Kim Testsson', recipient: 'Bo Berg', protectedSubject: 'Om Kim' };
    await town.store.secureEntry('filipstad', NOW, { ...request, ...apart });
    expect(JSON.stringify(await lines(false))).toContain('Om Kim');
    expect(JSON.stringify(await lines(true))).not.toMatch(/Kim|Bo Berg/u);
  });
});

describe.each(databases)('entries of before references on %s', (_, _open, openEmpty) => {
  it('take their places as they came, after those that had one, and verify', async () => {
    const database = await openEmpty();
    const before = migrations.filter(({ name }) => name < '0021');
    await migrate(database, before);
    const rows = (query: string, values: unknown[] = []) => database.pool.query(query, values);
    await rows(`INSERT INTO delivery (municipality, id, source, received_at, sha256)
      VALUES ('filipstad', gen_random_uuid(), 's', now(), 'x')`);
    for (const [index, number] of [null, 'KS 2026/0001', null].entries()) {
      const own = number === null ? [null, null] : [2026, 1];
      await rows(
        `WITH c AS (INSERT INTO comment (municipality, id, platform, account, external_id, author_name, created_at,
            arrived_at, own, version) VALUES ('filipstad', gen_random_uuid(), 'facebook', '1', $1, 'Kim', now(), now(),
            false, 1) RETURNING id),
          t AS (INSERT INTO ticket (municipality, id, number, comment, version, state, due_at, body)
            SELECT 'filipstad', gen_random_uuid(), $2, id, 1, 'open', now(), '{}' FROM c RETURNING id)
        INSERT INTO registration (municipality, id, ticket, state, number, series_year, series_number, subject, secret,
            secured_at, registered_at, by)
          SELECT 'filipstad', gen_random_uuid(), id, $3, $4, $5, $6, 'Kommentar', true,
            timestamptz '2026-03-01' + $2 * interval '1 day', now(), 'p' FROM t`,
        [`c${index}`, index + 1, number === null ? 'secured' : 'registered', number, ...own],
      );
    }
    await rows(`INSERT INTO register_counter VALUES ('filipstad', 2026, 1)`);
    const store = await createStore(database);
    const all = await store.registerLines('filipstad', {
      ...{ from: null, to: null, kind: null, platform: null, secrecy: null },
      public: false,
    });
    expect(all).toMatchObject([
      { registration: { reference: 'SM 2026-1', number: 'KS 2026/0001' }, protected: { sender: 'Kim' } },
      { registration: { reference: 'SM 2026-2', number: null, secrecy: 'possible' } },
      { registration: { reference: 'SM 2026-3' } },
    ]);
    expect((await store.secureEntry('filipstad', NOW, request)).reference).toBe('SM 2026-4');
    await database.close();
  });
});
