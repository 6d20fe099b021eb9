import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PollParts, pollOne } from '../../../src/platforms/poll.ts';
import { createStore } from '../../../src/store/store.ts';
import { openEmbedded, type TestDatabase } from '../../fakes/databases.ts';
import { CHANNEL, type YouTubeWorld, youtubeWorld } from './world.ts';

const ACCOUNT = {
  municipality: CHANNEL.municipality,
  platform: 'youtube',
  account: CHANNEL.id,
  backfillDays: 14,
} as const;

describe('a channel that is listed into the archive', () => {
  let world: YouTubeWorld;
  let database: TestDatabase<unknown>;
  let parts: PollParts;
  beforeEach(async () => {
    world = await youtubeWorld();
    database = await openEmbedded();
    const store = await createStore(database);
    await store.declareAccounts([{ ...ACCOUNT, name: CHANNEL.title, trial: false }]);
    parts = {
      store,
      clock: { now: () => world.now },
      platforms: new Map([['youtube', world.platform]]),
      accounts: [ACCOUNT],
      wake: () => undefined,
      onMessagesRefused: () => undefined,
      onFailed: (_, error) => {
        throw error;
      },
    };
  });
  afterEach(async () => {
    await world.close();
    await database.close();
  });

  const poll = async (minutes = 0) => {
    world.now = world.now.add({ minutes });
    return pollOne(parts, () => undefined);
  };
  const rows = async (query: string): Promise<unknown[]> => (await database.pool.query(query)).rows;
  const archived = () =>
    rows(`SELECT v.text, c.visibility, c.version FROM comment c
      JOIN comment_version v ON v.comment = c.id AND v.number = c.version WHERE c.kind = 'comment' ORDER BY c.id`);

  it('has its comments there ten minutes later at the most, each once, with the video that they answer', async () => {
    world.write('Hej!');
    expect(await poll()).toBe(true);
    world.write('Hej igen!');
    expect(await poll(9)).toBe(false);
    expect(await poll(1)).toBe(true);
    expect(await archived()).toMatchObject([{ text: 'Hej!' }, { text: 'Hej igen!' }]);
    const posts = await rows(`SELECT own FROM comment WHERE kind = 'post'`);
    expect(posts).toEqual([{ own: true }, { own: true }]);
  });

  it('has what was edited there, hidden and taken away', async () => {
    const { externalId: id } = world.write('Hej!');
    await poll();
    world.youtube.deed({ op: 'edit', id, text: 'Hej då!' });
    await poll(10);
    expect(await archived()).toMatchObject([{ text: 'Hej då!', version: 2 }]);
    world.youtube.deed({ op: 'status', id, status: 'heldForReview' });
    await poll(10);
    world.youtube.deed({ op: 'remove', id });
    await poll(10);
    const changes = await rows('SELECT change, external_id AS id FROM platform_change ORDER BY seq');
    expect(changes).toEqual([
      { change: 'hidden', id },
      { change: 'removed', id },
    ]);
  });

  it('costs fewer than 6 units a time while it is quiet', async () => {
    world.write('Hej!');
    await poll();
    world.youtube.state.project.used = 0;
    await poll(10);
    expect(world.youtube.state.project.used).toBeLessThan(6);
  });
});
