import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EffectOrder } from '../../src/core/effect.ts';
import type { ArchivePackageStore, BuiltPackage } from '../../src/ports/archive-packages.ts';
import { archivePackagesOn } from '../../src/store/archive-packages.ts';
import { verifyRecords } from '../../src/store/verify.ts';
import { databases } from '../fakes/databases.ts';
import { NOW, openTown, type Town } from './town.ts';

const SHA = 'a'.repeat(64);
const DAY = { from: NOW.subtract({ hours: 24 }), to: NOW.add({ hours: 24 }) };
const PAGE = { platform: 'facebook', account: '1', ...DAY } as const;
const built: BuiltPackage = {
  ...{ municipality: 'filipstad', id: 'SE-1-KV-2026-facebook-1', sha256: SHA, year: 2026, secret: false },
  ...{ comments: 1, items: 2, media: 0, bytes: 5_000_000_000, ...PAGE },
};
const receipt = {
  ...{ municipality: 'filipstad', id: built.id, sha256: SHA, receiver: 'Sydarkivera' },
  receivedOn: Temporal.PlainDate.from('2027-02-01'),
};
const HIDE: EffectOrder = { kind: 'hide-comment', params: { commentVersion: 1 } };
const LINE: EffectOrder = { kind: 'post-line', params: {} };

describe.each(databases)('archive packages on %s', (_, open) => {
  let town: Town;
  let packages: ArchivePackageStore;
  beforeAll(async () => {
    town = await openTown(open);
    packages = archivePackagesOn(town.database.kysely);
  });
  afterAll(() => town.database.close());
  const journal = () =>
    town.rows(`SELECT kind, data FROM journal WHERE kind LIKE 'archive-package-%' ORDER BY seq`);

  it('are kept as they were built, each build once, and journalled', async () => {
    await packages.packageBuilt(built, NOW);
    await packages.packageBuilt(built, NOW);
    await packages.packageBuilt({ ...built, sha256: 'b'.repeat(64) }, NOW);
    expect(await town.rows('SELECT sha256, items, bytes, receiver FROM archive_package ORDER BY 1')).toEqual([
      { sha256: SHA, items: 2, bytes: 5_000_000_000, receiver: null },
      { sha256: 'b'.repeat(64), items: 2, bytes: 5_000_000_000, receiver: null },
    ]);
    expect((await journal()).map(({ data }) => (data as { sha256: string }).sha256)).toEqual([
      SHA,
      'b'.repeat(64),
    ]);
  });

  it('have a receipt for the zip that was built alone, once, and without a name in the journal', async () => {
    const note = (more = {}) => packages.packageReceived({ ...receipt, ...more }, NOW);
    expect(await note({ sha256: 'c'.repeat(64) })).toBe('another-hash');
    expect(await note({ id: 'SE-2' })).toBe('unknown');
    expect(await note({ municipality: 'ludvika' })).toBe('unknown');
    expect(await note()).toBe('noted');
    expect(await note()).toBe('repeated');
    expect(await note({ receiver: 'Riksarkivet' })).toBe('another-receipt');
    expect(await note({ receivedOn: receipt.receivedOn.add({ days: 1 }) })).toBe('another-receipt');
    const rows = await town.rows(
      'SELECT receiver, received_on::text FROM archive_package WHERE receiver IS NOT NULL',
    );
    expect(rows).toEqual([{ receiver: 'Sydarkivera', received_on: '2027-02-01' }]);
    expect((await journal()).at(-1)).toEqual({
      kind: 'archive-package-received',
      data: { package: built.id, sha256: SHA, receivedOn: '2027-02-01' },
    });
    const [verified] = await verifyRecords(town.database.kysely);
    expect(verified?.journal.ok).toBe(true);
  });

  it('are not built over acts that may still be, or have been: their tickets are named', async () => {
    const states = ['pending', 'started', 'unknown', 'asked', 'failed', 'done', 'cancelled'];
    for (const state of states) {
      const { ticket } = await town.ticket([HIDE]);
      await town.rows('UPDATE effect SET state = $1 WHERE ticket = $2', [state, ticket]);
    }
    await town.ticket([LINE]);
    await town.ticket([HIDE], 'ludvika');
    const numbers = await town.rows<{ number: number }>(
      `SELECT t.number FROM ticket t JOIN effect e ON e.ticket = t.id
       WHERE t.municipality = 'filipstad' AND e.kind = 'hide-comment'
         AND e.state IN ('pending', 'started', 'unknown') ORDER BY 1`,
    );
    expect(numbers).toHaveLength(3);
    expect(await packages.unsettledIn('filipstad', PAGE)).toEqual(numbers.map(({ number }) => number));
    expect(await packages.unsettledIn('filipstad', { ...PAGE, account: '2' })).toEqual([]);
    expect(await packages.unsettledIn('filipstad', { ...PAGE, to: PAGE.from })).toEqual([]);
  });

  it('carry the journal of their time without gaps, and every version of the rules', async () => {
    const lines = await Array.fromAsync(packages.journalIn('filipstad', DAY.from, DAY.to));
    expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_one, index) => index + 1));
    expect(lines.length).toBeGreaterThan(5);
    expect(await Array.fromAsync(packages.journalIn('filipstad', DAY.to, DAY.to))).toEqual([]);
    const rules = { municipality: 'filipstad', version: 'v1', body: { undoMinutes: 1 } };
    await town.store.putPoliciesInForce([rules], NOW);
    expect(await packages.policyVersions('filipstad')).toEqual([{ ...rules, inForceAt: NOW }]);
    expect(await packages.policyVersions('ludvika')).toEqual([]);
  });
});
