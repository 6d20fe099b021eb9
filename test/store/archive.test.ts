import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../fakes/databases.ts';
import { incoming, NOW, openTown, RAW, type Town } from './town.ts';

describe.each(databases)('the archive on %s', (_, open) => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(open);
  });
  afterAll(() => town.database.close());
  const later = (minutes: number) => NOW.add({ minutes });
  const versions = (externalId: string) =>
    town.rows<{ number: number; text: string; inForce: boolean }>(
      `SELECT v.number, v.text, v.number = c.version AS "inForce" FROM comment_version v
       JOIN comment c ON c.municipality = v.municipality AND c.id = v.comment
       WHERE c.external_id = $1 ORDER BY v.number`,
      [externalId],
    );

  it('takes a delivery once, however often it comes', async () => {
    const items = [{ key: 'once', raw: RAW, comment: incoming({ externalId: 'once' }) }];
    expect(await town.archive([], { items })).toEqual({ accepted: 1, duplicates: 0 });
    expect(await town.archive([], { items })).toEqual({ accepted: 0, duplicates: 1 });
    expect(await versions('once')).toHaveLength(1);
    expect(await town.rows(`SELECT 1 FROM delivery WHERE sha256 = 'none'`)).toHaveLength(1);
  });

  it('takes it once when it comes ten times at the same time', async () => {
    const items = Array.from({ length: 5 }, (_, index) => ({
      key: `together-${index}`,
      raw: RAW,
      comment: incoming({ externalId: `together-${index}` }),
    }));
    const counted = await Promise.all(Array.from({ length: 10 }, () => town.archive([], { items })));
    expect(counted.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(5);
    expect(await town.rows(`SELECT 1 FROM comment WHERE external_id LIKE 'together%'`)).toHaveLength(5);
  });

  it('makes one comment of two deliveries that bring its first and second text at the same time', async () => {
    await Promise.all(
      ['ett', 'två'].map((text, index) =>
        town.archive([{ externalId: 'race', text, writtenAt: later(index) }]),
      ),
    );
    const kept = await versions('race');
    expect(kept.map(({ text }) => text).toSorted()).toEqual(['ett', 'två']);
    expect(kept.find(({ inForce }) => inForce)?.text).toBe('två');
  });

  it('counts a text that equals the one in force as a duplicate', async () => {
    await town.archive([{ externalId: 'same' }]);
    expect(await town.archive([{ externalId: 'same', writtenAt: later(1) }])).toEqual({
      accepted: 0,
      duplicates: 1,
    });
  });

  it('keeps a text that comes late, and leaves the newer one in force', async () => {
    await town.archive([{ externalId: 'order', text: 'nyast', writtenAt: later(2) }]);
    await town.archive([{ externalId: 'order', text: 'äldst' }]);
    expect(await versions('order')).toEqual([
      { number: 1, text: 'nyast', inForce: true },
      { number: 2, text: 'äldst', inForce: false },
    ]);
    await town.archive([{ externalId: 'order', text: 'åter', writtenAt: later(3) }]);
    expect((await versions('order')).find(({ inForce }) => inForce)?.text).toBe('åter');
  });

  it('has the words that are told of a later time again outlive what was written in between', async () => {
    await town.archive([{ externalId: 'again', text: 'ett' }]);
    await town.archive([{ externalId: 'again', text: 'ett', writtenAt: later(2) }]);
    await town.archive([{ externalId: 'again', text: 'två', writtenAt: later(1) }]);
    expect((await versions('again')).find(({ inForce }) => inForce)?.text).toBe('ett');
  });

  it('has no second version of older words that are told late, at once or later', async () => {
    await town.archive([{ externalId: 'late', text: 'ett' }]);
    await town.archive([{ externalId: 'late', text: 'tre', writtenAt: later(3) }]);
    const again = [
      { externalId: 'late', text: 'ett' },
      { externalId: 'late', text: 'två', writtenAt: later(1) },
    ];
    await town.archive([...again, { externalId: 'late', text: 'två', writtenAt: later(2) }]);
    await town.archive(again);
    expect((await versions('late')).map(({ text, inForce }) => [text, inForce])).toEqual([
      ['ett', false],
      ['tre', true],
      ['två', false],
    ]);
  });

  it('orders the texts of one delivery by when they were written', async () => {
    await town.archive([
      { externalId: 'batch', text: 'två', writtenAt: later(1) },
      { externalId: 'batch', text: 'ett' },
    ]);
    expect((await versions('batch')).map(({ text }) => text)).toEqual(['ett', 'två']);
  });

  it('keeps nothing of a delivery that fails half-way', async () => {
    const items = [
      { key: 'half-1', raw: RAW, comment: incoming({ externalId: 'half' }) },
      {
        key: 'half-2',
        raw: RAW,
        comment: incoming({ externalId: 'half-2', createdAt: Temporal.Instant.from('-200000-01-01T00:00Z') }),
      },
    ];
    await expect(town.archive([], { items })).rejects.toThrow();
    expect(await versions('half')).toEqual([]);
    expect(await town.archive([], { items: items.slice(0, 1) })).toEqual({ accepted: 1, duplicates: 0 });
  });

  it('writes a keyed hash, and no text, into the journal', async () => {
    await town.archive([{ externalId: 'secret', text: 'Ring mig på 070-1740605' }]);
    const journal = JSON.stringify(await town.rows('SELECT data FROM journal'));
    expect(journal).not.toContain('1740605');
    const [row] = await town.rows<{ text_hmac: string }>(
      `SELECT text_hmac FROM comment_version WHERE text LIKE 'Ring mig%'`,
    );
    expect(journal).toContain(row?.text_hmac);
  });

  it('keeps two municipalities’ comments with one id apart', async () => {
    await town.archive([{ externalId: 'shared', text: 'Filipstad' }]);
    await town.archive([{ externalId: 'shared', text: 'Ludvika' }], { municipality: 'ludvika' });
    expect(
      await town.rows(`SELECT municipality, version FROM comment WHERE external_id = 'shared' ORDER BY 1`),
    ).toEqual([
      { municipality: 'filipstad', version: 1 },
      { municipality: 'ludvika', version: 1 },
    ]);
  });

  it('hands out each version in force until it is screened, but after what is told of its comment', async () => {
    await town.rows('UPDATE comment_version SET screened_at = now()');
    await town.archive([{ externalId: 'wait', text: 'ett' }]);
    const [waiting, ...more] = await town.store.unscreened(10, []);
    expect(more).toEqual([]);
    const change = {
      platform: 'facebook',
      account: '1',
      externalId: 'wait',
      change: 'removed',
      at: NOW,
    } as const;
    await town.archive([], { items: [{ key: 'gone', raw: RAW, change }] });
    expect(await town.store.unscreened(10, [])).toEqual([]);
    expect(await town.store.unhandledChanges(NOW, 10)).toMatchObject([
      { key: 'gone', change: 'removed', comment: waiting?.comment, says: null, isOvertaken: false },
    ]);
    await town.store.changeHandled('filipstad', 'gone', NOW);
    expect(await town.store.unhandledChanges(NOW, 10)).toEqual([]);
    expect(await town.store.unscreened(10, [])).toMatchObject([{ comment: waiting?.comment }]);
    await town.decide({ comment: waiting?.comment ?? '' }, () => ({
      screenedVersion: 1,
      journal: [],
      effects: [],
    }));
    expect(await town.store.unscreened(10, [])).toEqual([]);
  });

  it('lets a change wait a week for its comment, and a removed post for its comments', async () => {
    const told = { platform: 'facebook', account: '1', at: NOW } as const;
    await town.archive([], {
      items: [
        { key: 'early', raw: RAW, change: { ...told, externalId: '70_1', change: 'removed' } },
        { key: 'post', raw: RAW, change: { ...told, externalId: '1_70', change: 'post-removed' } },
      ],
    });
    const soon = NOW.add({ hours: 167 });
    expect(await town.store.unhandledChanges(soon, 10)).toEqual([]);
    expect(await town.store.spreadRemovedPosts(soon)).toBe(0);
    await town.archive([{ externalId: '70_2', postId: '1_70' }]);
    await town.archive([{ externalId: '70_2', postId: '1_70' }], { municipality: 'ludvika' });
    expect(await town.store.spreadRemovedPosts(soon)).toBe(1);
    expect(await town.store.spreadRemovedPosts(soon)).toBe(0);
    expect(await town.store.unhandledChanges(soon, 10)).toMatchObject([{ change: 'removed-with-post' }]);
    const late = NOW.add({ hours: 169 });
    expect(
      (await town.store.unhandledChanges(late, 10)).map(({ key, comment }) => [key, comment !== null]),
    ).toEqual([
      ['early', false],
      [expect.stringMatching(/^post:/u), true],
    ]);
    await town.store.spreadRemovedPosts(late);
    expect(
      await town.rows(`SELECT 1 FROM platform_change WHERE key = 'post' AND handled_at IS NULL`),
    ).toEqual([]);
  });

  describe('what one source has told of a comment', () => {
    const posted = { source: 'intake' };
    const told = { source: 'facebook' };
    const texts = async (externalId: string) => (await versions(externalId)).map(({ text }) => text);

    it.each(['80_1234567890', '1234567890', '999_1234567890'])(
      'another cannot tell otherwise of it as %s',
      async (externalId) => {
        await town.archive([{ externalId: '80_1234567890', text: 'äkta' }], told);
        const forged = { externalId, text: 'förfalskat', writtenAt: later(5) };
        await expect(town.archive([forged], posted)).rejects.toThrow(
          expect.objectContaining({ code: 'rewrite-refused', externalId }),
        );
        // In one transaction with a harmless delivery, it fails alone.
        const together = await Promise.allSettled([
          town.archive([{ externalId: `${externalId} beside` }], posted),
          town.archive([{ ...forged, text: 'förfalskat igen' }], posted),
          town.archive([{ externalId: `${externalId} after` }], posted),
        ]);
        expect(together.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
        expect(await texts('80_1234567890')).toEqual(['äkta']);
        if (externalId !== '80_1234567890') expect(await texts(externalId)).toEqual([]);
      },
    );

    it('it may repeat', async () => {
      await town.archive([{ externalId: '81_2' }], told);
      expect(await town.archive([{ externalId: '81_2' }], posted)).toEqual({ accepted: 0, duplicates: 1 });
    });

    it('the source itself and the platform may tell anew', async () => {
      await town.archive([{ externalId: '82_3', text: 'ett' }], posted);
      await town.archive([{ externalId: '82_3', text: 'två', writtenAt: later(1) }], posted);
      await town.archive([{ externalId: '82_3', text: 'tre', writtenAt: later(2) }], told);
      await town.archive([{ externalId: '82_3', text: 'fyra', writtenAt: later(3) }], {
        source: 'read-back',
      });
      expect(await texts('82_3')).toEqual(['ett', 'två', 'tre', 'fyra']);
      const more = town.archive([{ externalId: '82_3', text: 'fem', writtenAt: later(4) }], posted);
      await expect(more).rejects.toThrow(expect.objectContaining({ code: 'rewrite-refused' }));
    });

    it('leaves alone what only ends alike on a platform whose ids hold a _', async () => {
      await town.archive([{ platform: 'youtube', externalId: 'Ugx_4' }], { source: 'youtube' });
      await town.archive([{ platform: 'youtube', externalId: 'Ugz_4' }], posted);
      expect(await texts('Ugz_4')).toHaveLength(1);
    });
  });
});
