import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { built, finishReview, handOver, review, secondLook, select } from '../../src/core/disclosure.ts';
import { close, refuseRequest } from '../../src/core/disclosure-end.ts';
import type { Delivery } from '../../src/core/request.ts';
import { verifyRecords } from '../../src/store/verify.ts';
import { databases } from '../fakes/databases.ts';
import { policyOf } from '../fakes/situations.ts';
import { NOW, openTown, type Town } from './town.ts';

const ANNA = '0a0a0a0a-0000-4000-8000-000000000001';
const BO = '0b0b0b0b-0000-4000-8000-000000000002';
const { provisions, clock } = policyOf('filipstad');
const LATER = NOW.add({ hours: 1 });
const QUERY = { from: NOW.subtract({ hours: 1 }), to: NOW.add({ minutes: 30 }), words: 'badhuset' };

describe.each(databases)('requests for public documents, on %s', (_name, open) => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(open);
    await town.archive([{ externalId: '9_1', text: 'Frågan', createdAt: NOW }], {
      receivedAt: NOW.subtract({ hours: 5 }),
    });
    await town.archive([
      { externalId: '9_2', parentId: '9_1', text: 'Om badhuset', author: { id: 'a', name: 'Kim Ek' } },
      { externalId: '9_3', text: 'Om annat' },
    ]);
    await town.archive([{ externalId: '9_2', text: 'Badhuset' }], { municipality: 'ludvika' });
  });
  afterAll(async () => town?.database.close());

  const opened = (comment: string | null = null) => {
    const about = { delivery: 'file' as Delivery, address: 'Box 1', subject: 'Begäran', comment, by: ANNA };
    return town.store.openRequest('filipstad', NOW, { ...about, receivedAt: NOW });
  };
  const taken = async (reference: string, step: Parameters<typeof town.store.changeRequest>[3]) => {
    const outcome = await town.store.changeRequest('filipstad', LATER, reference, step);
    if ('refusal' in outcome) throw new Error(JSON.stringify(outcome));
    return outcome.request;
  };
  const holds = () =>
    town.rows<{ reference: string; held: number; released: boolean; ends_at: unknown }>(
      `SELECT h.reference, h.ends_at, h.released_at IS NOT NULL AS released,
       (SELECT count(*)::int FROM hold_comment c WHERE c.hold = h.id) AS held FROM hold h ORDER BY h.placed_at, h.id`,
    );
  const itemsOf = async (request: string) => {
    const ever = { from: NOW.subtract({ hours: 99 }), to: NOW.add({ hours: 99 }), request };
    return (await town.store.recordItems('filipstad', ever, null, 10)).items;
  };

  it('registers one under its own reference, holds what it covers, and follows it to its end', async () => {
    const request = await opened();
    expect(request).toMatchObject({
      reference: 'SM 2026-1',
      state: 'received',
      address: 'Box 1',
      query: null,
    });
    const { reference } = request;
    const selected = await taken(reference, (one) =>
      select(one, { query: QUERY, names: true, by: ANNA }, LATER),
    );
    expect(selected).toMatchObject({ state: 'selected', query: QUERY, selectedAt: LATER });
    expect(await holds()).toMatchObject([{ reference, held: 2, released: false }]);
    const items = await itemsOf(request.id);
    expect(items.map(({ externalId }) => externalId)).toEqual(['9_1', '9_2']);
    expect([...(await town.store.contextOf('filipstad', request.id))]).toEqual([items[0]?.comment]);
    const [, item] = items;
    if (!item) throw new Error('Nothing was selected');
    const masked = {
      outcome: 'masked' as const,
      provision: '21:1',
      masks: [{ of: 'text' as const, from: 3, to: 11 }],
      by: ANNA,
    };
    await taken(reference, (one) => review(one, item, masked, provisions));
    expect(await town.store.reviews('filipstad', request.id)).toEqual([
      { comment: item.comment, version: 1, ...masked },
    ]);
    await taken(reference, (one) => finishReview(one, ANNA, []));
    expect(
      await town.store.changeRequest('filipstad', LATER, reference, (one) => secondLook(one, ANNA)),
    ).toEqual({
      refusal: { code: 'same-person' },
    });
    await taken(reference, (one) => secondLook(one, BO));
    const made = { sha256: 'ab', bytes: 9, selected: 1, given: 0, masked: 1, withheld: 0 };
    expect(await taken(reference, (one) => built(one, 'kv', made))).toMatchObject({
      state: 'built',
      package: made,
    });
    const wanted = { by: BO, delegation: '4.2', subject: 'Beslut' };
    expect(await taken(reference, (one) => refuseRequest(one, wanted))).toMatchObject({
      refusal: 'SM 2026-2',
    });
    await taken(reference, (one) => handOver(one, BO));
    const ending = { how: 'refusal-received' as const, on: Temporal.PlainDate.from('2026-12-03') };
    const closed = await taken(reference, (one) => close(one, { by: BO, clock, ending }, LATER));
    expect(closed).toMatchObject({ state: 'closed', address: null });
    // Three weeks after is Christmas Eve; the 28th is the next working day.
    expect(closed.holdUntil?.toString()).toBe('2026-12-28T23:00:00Z');
    expect(await holds()).toMatchObject([{ released: false, ends_at: closed.holdUntil }]);
    expect(await town.store.requests('filipstad', 'open')).toEqual([]);
    expect(await town.store.requests('filipstad', 'all')).toHaveLength(1);
  });

  it('lets go at once of what was given whole', async () => {
    const { reference } = await opened();
    await taken(reference, (one) => select(one, { query: QUERY, names: true, by: ANNA }, LATER));
    await taken(reference, (one) => finishReview(one, ANNA, []));
    await taken(reference, (one) => secondLook(one, BO));
    await taken(reference, (one) =>
      built(one, 'kv', { sha256: 'ab', bytes: 9, selected: 1, given: 1, masked: 0, withheld: 0 }),
    );
    await taken(reference, (one) => handOver(one, BO));
    await taken(reference, (one) => close(one, { by: BO, clock, ending: { how: 'given' } }, LATER));
    expect((await holds())[1]).toMatchObject({ reference, released: true });
  });

  it('registers a comment that is a request once, whoever says so', async () => {
    const [row] = await town.rows<{ id: string }>(
      "SELECT id FROM comment WHERE external_id = '9_3' AND municipality = 'filipstad'",
    );
    const all = await Promise.all([opened(row?.id), opened(row?.id), opened(row?.id)]);
    expect(new Set(all.map(({ reference }) => reference)).size).toBe(1);
  });

  it('is known in its own municipality alone, and leaves a journal and a register that verify, with no words of anyone', async () => {
    expect(await town.store.request('ludvika', 'SM 2026-1')).toBeNull();
    const elsewhere = await town.store.changeRequest('ludvika', LATER, 'SM 2026-1', (one) =>
      handOver(one, BO),
    );
    expect(elsewhere).toEqual({ refusal: { code: 'no-such-request' } });
    const lines = await town.rows<{ kind: string; data: unknown }>(
      "SELECT kind, data FROM journal WHERE data ? 'request' ORDER BY seq",
    );
    expect(lines.slice(0, 9).map(({ kind }) => kind)).toEqual([
      ...[
        'request-received',
        'request-selected',
        'request-item-reviewed',
        'request-reviewed',
        'request-second-looked',
      ],
      ...['package-built', 'request-refused', 'request-handed-over', 'request-closed'],
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/badhuset|Kim Ek|Box 1/iu);
    for (const verdict of await verifyRecords(town.database.kysely))
      expect(verdict.journal.ok, JSON.stringify(verdict)).toBe(true);
  });

  it('shows a review that was changed, taken away or put in behind the journal', async () => {
    const faults = async () =>
      (await verifyRecords(town.database.kysely)).flatMap(({ records }) =>
        records.filter(({ table }) => table === 'request_review'),
      );
    expect(await faults()).toEqual([]);
    for (const change of [`masks = '[{"of":"author"}]'`, `by = 'annan'`, `provision = '25:1'`]) {
      const [row] = await town.rows<{ before: object }>('SELECT to_jsonb(r) AS before FROM request_review r');
      await town.rows(`UPDATE request_review SET ${change}`);
      expect(await faults(), change).toMatchObject([{ why: 'changed' }]);
      await town.rows(
        `UPDATE request_review SET (masks, by, provision) =
          (SELECT masks, by, provision FROM jsonb_populate_record(NULL::request_review, $1::jsonb))`,
        [JSON.stringify(row?.before)],
      );
      expect(await faults()).toEqual([]);
    }
    await town.rows('CREATE TABLE kept AS SELECT * FROM request_review');
    await town.rows('DELETE FROM request_review');
    expect(await faults()).toMatchObject([{ why: 'missing' }]);
    await town.rows('INSERT INTO request_review SELECT * FROM kept');
    await town.rows(
      'INSERT INTO request_review SELECT municipality, request, comment, version + 9, outcome, provision, masks, by, at FROM kept',
    );
    expect(await faults()).toMatchObject([{ why: 'unsealed' }]);
    await town.rows('DELETE FROM request_review WHERE version > 9');
    await town.rows('DROP TABLE kept');
  });
});
