import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../fakes/databases.ts';
import { LEASE_MS, NOW, openTown, type Town } from './town.ts';

const FILIPSTAD = { municipality: 'filipstad', platform: 'facebook', account: '1' } as const;
const MINUTES = { minutes: 10 };

describe.each(databases)('a comment of which its platform has told half, on %s', (_, open) => {
  let town: Town;
  beforeEach(async () => {
    town = await openTown(open);
  });
  afterEach(() => town.database.close());
  const claim = (now = NOW, accounts: readonly (typeof FILIPSTAD)[] = [FILIPSTAD]) =>
    town.store.claimToldOf(accounts, now, LEASE_MS);
  const claimed = async () => {
    const told = await claim();
    if (!told) throw new Error('Expected a comment to ask of');
    return told;
  };
  const facts = async () =>
    (
      await town.rows<Record<string, unknown>>(
        `SELECT created_at, post_id, parent_id, author_id, author_name, permalink, retimed, ask_at FROM comment`,
      )
    )[0];

  it('is handed out once, and again when nobody has answered for it', async () => {
    await town.archive([{ externalId: '7', toAsk: true, postId: '5' }, { externalId: '8' }]);
    const told = { ...FILIPSTAD, externalId: '7', postId: '5', kind: 'comment', arrivedAt: NOW };
    expect(await claim(NOW, [])).toBeNull();
    expect(await claim()).toEqual(told);
    expect(await claim()).toBeNull();
    const later = NOW.add({ milliseconds: LEASE_MS });
    expect(await claim(later)).toEqual(told);
    await town.store.answered(await claimed().catch(() => ({ ...told, kind: 'comment' as const })));
    expect(await claim(later.add({ hours: 1 }))).toBeNull();
  });

  it('waits while its account is paused, or could not be asked, and not for ever', async () => {
    await town.archive([
      { externalId: '7', toAsk: true },
      { externalId: '8', toAsk: true },
    ]);
    await town.store.pauseAccount('filipstad', 'facebook', '1', NOW.add(MINUTES));
    expect(await claim()).toBeNull();
    expect(await claim(NOW.add(MINUTES))).not.toBeNull();
    await town.store.askLater(FILIPSTAD, NOW.add({ hours: 1 }), NOW);
    expect(await claim(NOW.add({ minutes: 59 }))).toBeNull();
    expect(await claim(NOW.add({ hours: 1 }))).not.toBeNull();
    await town.store.askLater(FILIPSTAD, NOW.add({ hours: 2 }), NOW.add({ hours: 1 }));
    expect(await claim(NOW.add({ hours: 9 }))).toBeNull();
  });

  it('is not screened without its words while it is to be asked of', async () => {
    await town.archive([
      { externalId: 'wordless', text: '', toAsk: true },
      { externalId: 'picture', text: '' },
      { externalId: 'words', text: 'Hej', toAsk: true },
    ]);
    const waiting = async () => (await town.store.unscreened(10, [])).map(({ text }) => text);
    expect((await waiting()).sort()).toEqual(['', 'Hej']);
    await town.rows('UPDATE comment SET ask_at = NULL');
    expect(await waiting()).toHaveLength(3);
  });

  it('has its time and what was unknown of it corrected, and nothing else', async () => {
    await town.archive([{ toAsk: true, author: { id: 'a' }, permalink: undefined }]);
    const told = { postId: '5', parentId: '6', author: { id: 'b', name: 'Kim' }, permalink: 'https://x.se/' };
    const createdAt = NOW.subtract({ hours: 60 });
    await town.archive([{ ...told, createdAt }]);
    expect(await facts()).toMatchObject({ created_at: NOW, post_id: null, retimed: false });
    await town.archive([{ ...told, createdAt, corrects: true }]);
    expect(await facts()).toEqual({
      created_at: createdAt,
      post_id: '5',
      parent_id: '6',
      author_id: 'a',
      author_name: 'Kim',
      permalink: 'https://x.se/',
      retimed: true,
      ask_at: null,
    });
  });

  it('has a ticket that is computed anew once its time is another', async () => {
    const { ticket: id } = await town.ticket([], 'filipstad', '7');
    const [clock = ''] = (await town.rows<{ clock: string }>('SELECT clock FROM ticket')).map(
      (row) => row.clock,
    );
    const other = () => town.store.ticketsOfOtherClock('filipstad', clock, 10);
    expect(await other()).toEqual([]);
    const createdAt = NOW.subtract({ hours: 60 });
    const wanted = async () =>
      (await town.rows<{ wanted: number }>('SELECT wanted FROM card'))[0]?.wanted ?? 0;
    const drawn = await wanted();
    await town.archive([{ externalId: '7', createdAt, corrects: true }]);
    expect(await wanted()).toBe(drawn + 1);
    expect(await other()).toMatchObject([{ ticket: { id }, comment: { createdAt } }]);
    await town.store.clockFollowed('filipstad', clock, [id]);
    expect(await other()).toEqual([]);
    await town.archive([{ externalId: '7', createdAt, corrects: true }]);
    expect(await other()).toEqual([]);
  });

  it('has its card drawn anew once the post that it answers is known', async () => {
    await town.ticket([], 'filipstad', '7');
    await town.rows(`UPDATE comment SET post_id = '5'`);
    const wanted = async () =>
      (await town.rows<{ wanted: number }>('SELECT wanted FROM card'))[0]?.wanted ?? 0;
    const drawn = await wanted();
    await town.archive([{ externalId: '6', kind: 'post', own: true }]);
    expect(await wanted()).toBe(drawn);
    await town.archive([{ externalId: '5', kind: 'post', own: true }]);
    expect(await wanted()).toBe(drawn + 1);
  });
});
