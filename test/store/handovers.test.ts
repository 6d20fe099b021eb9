import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewEntry } from '../../src/ports/register.ts';
import { verifyRecords } from '../../src/store/verify.ts';
import { databases } from '../fakes/databases.ts';
import { LEASE_MS, NOW, openTown, type Town } from './town.ts';

const entry: NewEntry = {
  kind: 'request',
  direction: 'in',
  ticket: null,
  comment: null,
  documentAt: null,
  receivedAt: NOW,
  subject: 'Begäran om allmänna handlingar',
  ground: null,
  secret: false,
  by: 'kv',
  sender: 'Anna',
  recipient: null,
  protectedSubject: null,
};
const HERE = 'filipstad';
const LATER = NOW.add({ minutes: 5 });

describe.each(databases)('what is handed over, on %s', (_, open) => {
  let town: Town;
  beforeEach(async () => {
    town = await openTown(open);
    await town.store.declareHandoverWays([
      { municipality: HERE, way: 'folder' },
      { municipality: HERE, way: 'mail' },
    ]);
  }, 30_000);
  afterEach(() => town.database.close());
  const secure = (municipality = HERE) => town.store.secureEntry(municipality, NOW, entry);
  const claim = (now = NOW, leaseMs = LEASE_MS) => town.store.claimHandover(now, leaseMs);
  const claimed = async (now = NOW, leaseMs = LEASE_MS) => {
    const one = await claim(now, leaseMs);
    if (!one) throw new Error('nothing was due');
    return one;
  };
  const states = async () => (await town.store.handovers(HERE)).map(({ way, state }) => `${way} ${state}`);

  it('is ordered once a way, with the entry, and for nobody who has no way', async () => {
    await secure();
    await secure('ludvika');
    expect(await states()).toEqual(['folder pending', 'mail pending']);
    expect(await town.store.handovers('ludvika')).toEqual([]);
  });

  it('is not ordered when the entry is not secured', async () => {
    const crossing = { ...entry, comment: '00000000-0000-4000-8000-000000000000' };
    await expect(town.store.secureEntry(HERE, NOW, crossing)).rejects.toThrow();
    expect(await town.store.handovers(HERE)).toEqual([]);
  });

  it('is lent to one worker each, begun before it is tried', async () => {
    await secure();
    const lent = await Promise.all([claim(), claim(), claim()]);
    expect(lent.map((one) => one?.way).sort()).toEqual(['folder', 'mail', undefined]);
    expect(lent.filter(Boolean).map((one) => [one?.attempts, one?.lost])).toEqual([
      [1, false],
      [1, false],
    ]);
    expect(await states()).toEqual(['folder started', 'mail started']);
  });

  it('comes back as lost when its worker vanishes, and a late word of that one is not heard', async () => {
    await secure();
    const first = await claimed(NOW, 1);
    await claimed();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const second = await claimed();
    expect(second).toEqual({ ...first, attempts: 2, lost: true });
    await town.store.handoverEnded(first, NOW, { state: 'failed', error: 'late' });
    expect((await states()).filter((state) => state.endsWith('started'))).toHaveLength(2);
    await town.store.handoverEnded(second, NOW, { state: 'done', messageId: null });
    expect((await states()).filter((state) => state.endsWith('done'))).toHaveLength(1);
  });

  it('is tried again when its pause is over, and not before', async () => {
    await secure();
    for (const one of [await claimed(), await claimed()])
      await town.store.handoverEnded(one, NOW, { state: 'pending', error: 'folder-full', dueAt: LATER });
    expect(await claim(NOW.add({ minutes: 4 }))).toBeNull();
    expect((await claimed(LATER)).attempts).toBe(2);
  });

  it('ends for good, in the journal too, and a person may have it tried again', async () => {
    const { reference } = await secure();
    const ends = {
      folder: { state: 'failed', error: 'no-secret-folder' },
      mail: { state: 'unknown', error: 'mail-dropped', messageId: '<1>' },
    } as const;
    for (const one of [await claimed(), await claimed()])
      await town.store.handoverEnded(one, NOW, ends[one.way]);
    expect(await claim(LATER)).toBeNull();
    expect(await town.store.handovers(HERE)).toMatchObject([
      { reference, way: 'folder', state: 'failed', error: 'no-secret-folder', messageId: null },
      { reference, way: 'mail', state: 'unknown', error: 'mail-dropped', messageId: '<1>' },
    ]);
    const journal = await town.rows('SELECT kind, data FROM journal ORDER BY seq');
    expect(
      journal
        .slice(-2)
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['hand-over-failed', 'hand-over-unknown']);
    expect(JSON.stringify(journal)).not.toMatch(/Anna|Begäran/u);
    expect(await verifyRecords(town.database.kysely)).toMatchObject([{ journal: { ok: true }, records: [] }]);
    expect(await town.store.retryHandover('ludvika', reference, 'mail', LATER)).toBe(false);
    expect(await town.store.retryHandover(HERE, reference, 'mail', LATER)).toBe(true);
    expect(await town.store.retryHandover(HERE, reference, 'mail', LATER)).toBe(false);
    expect(await claimed(LATER)).toMatchObject({ way: 'mail', attempts: 1, lost: false });
  });

  it('is told of on the card, in the digest and with the entry, until it goes through or the entry has its number', async () => {
    const { ticket, comment } = await town.ticket();
    const { reference } = await town.store.secureEntry(HERE, NOW, { ...entry, ticket, comment });
    await secure();
    const drawn = async () =>
      (await town.rows<{ wanted: string }>('SELECT wanted FROM card WHERE ticket = $1', [ticket]))[0]?.wanted;
    const before = await drawn();
    const told = async () => {
      const view = (await town.store.views(HERE, [ticket])).get(ticket);
      const { waiting, unseen } = await town.store.digestFacts(HERE, {
        ...{
          now: NOW,
          dayEnds: NOW,
          inflow: { from: NOW, until: NOW },
          daysOff: null,
          blocks: [],
          person: null,
        },
        ...{ statutory: [], critical: [], high: [], after: null, limit: 9 },
      });
      const [item] = waiting.items;
      const needing = (await town.store.handovers(HERE)).filter(({ needsSomebody }) => needsSomebody);
      const registrar = waiting.counts.registrar.total;
      return [view?.handoverTroubles, item?.handover, registrar, unseen.entries, needing.length];
    };
    expect(await told()).toEqual([[], null, 1, 1, 0]);
    const ends = {
      folder: { state: 'failed', error: 'no-secret-folder' },
      mail: { state: 'unknown', error: 'mail-dropped', messageId: '<1>' },
    } as const;
    for (let one = await claim(); one; one = await claim())
      await town.store.handoverEnded(one, NOW, ends[one.way]);
    const both = [
      { reference, state: 'failed' },
      { reference, state: 'unknown' },
    ];
    expect(await told()).toEqual([both, 'unknown', 1, 1, 4]);
    expect(await drawn()).not.toBe(before);
    await town.store.retryHandover(HERE, reference, 'mail', LATER);
    expect((await told()).slice(0, 2)).toEqual([both.slice(0, 1), 'failed']);
    await town.rows(`UPDATE registration SET state = 'registered', number = 'KS 1', registered_at = $1`, [
      NOW,
    ]);
    // Numbered from its beginning, it is still not where it was to go.
    expect((await told()).slice(2)).toEqual([1, 1, 3]);
    await town.rows(`UPDATE registration SET registered_at = $1`, [LATER]);
    expect(await told()).toEqual([[], null, 0, 0, 0]);
  });

  it('rests where the settings no longer name the way', async () => {
    await secure();
    await town.store.declareHandoverWays([{ municipality: HERE, way: 'mail' }]);
    expect((await claimed()).way).toBe('mail');
    expect(await claim()).toBeNull();
  });

  it('waits for a number once it lies in a folder, until it has one', async () => {
    const { reference } = await secure();
    expect(await town.store.awaitedNumbers()).toEqual([]);
    for (const one of [await claimed(), await claimed()])
      await town.store.handoverEnded(one, NOW, { state: 'done', messageId: null });
    expect(await town.store.awaitedNumbers()).toEqual([{ municipality: HERE, reference }]);
    await town.store.giveNumber(HERE, NOW, { reference, number: 'KS 1', by: 'kv', shape: null });
    expect(await town.store.awaitedNumbers()).toEqual([]);
  });

  it('is of those texts alone that had been looked at when the entry was secured', async () => {
    const { comment } = await town.ticket();
    const [row] = await town.rows<{ external_id: string }>('SELECT external_id FROM comment');
    const externalId = row?.external_id ?? '';
    await town.archive([{ externalId, text: 'ändrad', writtenAt: LATER }], { receivedAt: NOW });
    const { id } = await town.store.secureEntry(HERE, LATER, { ...entry, comment, kind: 'comment' });
    const handed = await town.store.handedEntry(HERE, id);
    expect(handed?.comment?.versions.map(({ text }) => text)).toEqual(['Hej!']);
    expect(handed).toMatchObject({ guarded: false, sender: 'Anna', registration: { id } });
    expect(await town.store.handedEntry('ludvika', id)).toBeNull();
  });

  it('is guarded when the entry may be secret, or its ticket’s text is withheld', async () => {
    const { comment, ticket } = await town.ticket();
    const secret = await town.store.secureEntry(HERE, NOW, { ...entry, secret: true });
    expect(await town.store.handedEntry(HERE, secret.id)).toMatchObject({ guarded: true });
    await town.rows(
      `UPDATE ticket SET body = jsonb_set(body, '{screening,display}', '"secret"') WHERE id = $1`,
      [ticket],
    );
    const open = await town.store.secureEntry(HERE, NOW, { ...entry, comment, kind: 'comment' });
    expect(await town.store.handedEntry(HERE, open.id)).toMatchObject({ guarded: true });
  });
});
