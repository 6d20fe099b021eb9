import { beforeEach, describe, expect, it } from 'vitest';
import { addInbox } from '../../src/cli/inbox.ts';
import type { MunicipalityId } from '../../src/core/policy.ts';
import { createInbox } from '../../src/platforms/inbox.ts';
import type { Store } from '../../src/ports/store.ts';
import { openDatabase } from '../../src/store/open.ts';
import { createStore } from '../../src/store/store.ts';
import { createPostgresDatabase } from '../fakes/databases.ts';
import { runKv, runKvHere } from '../fakes/kv.ts';

const NOW = Temporal.Instant.from('2026-11-20T08:00:00Z');
const SECRET = 'Hemlighet';

/** A delivery of Facebook's with a good comment, one of an account that nobody has configured, and a change of no kind. */
const delivery = (): Buffer => {
  const value = { item: 'comment', verb: 'add', post_id: '1_1', message: SECRET, from: { id: '9' } };
  const comment = (comment_id: string) => ({ field: 'feed', value: { ...value, comment_id } });
  const entry = [
    { id: '1000', time: 1_795_000_000, changes: [comment('1_2'), { field: 'ratings', value: { SECRET } }] },
    { id: '2000', time: 1_795_000_000, changes: [comment('1_3')] },
  ];
  return Buffer.from(JSON.stringify({ object: 'page', entry }));
};

describe('kv inbox', () => {
  let settings: Record<string, string>;
  const inStore = async <T>(use: (store: Store) => Promise<T>): Promise<T> => {
    const database = await openDatabase<unknown>({
      databaseUrl: settings['DATABASE_URL'] ?? '',
      dataDir: 'x',
    });
    try {
      return await use(await createStore(database));
    } finally {
      await database.close();
    }
  };
  /** Reads what waits, as the bot does with these accounts. */
  const read = (accounts: Readonly<Record<string, MunicipalityId>>): Promise<number> =>
    inStore((store) => {
      const inbox = createInbox({
        store,
        clock: { now: () => NOW },
        municipalityOf: (_, account) => accounts[account],
        appOf: () => null,
        wake: () => undefined,
        onUnread: () => undefined,
        onError: (error) => {
          throw error;
        },
      });
      return inbox.read(10);
    });
  const texts = () => inStore(async (store) => (await store.unscreened(10, [])).map(({ text }) => text));

  beforeEach(async () => {
    settings = { DATABASE_URL: await createPostgresDatabase() };
    await inStore((store) =>
      store.keepDeliveries('facebook', [{ body: delivery(), receivedAt: NOW, app: null }]),
    );
    expect(await read({ 1000: 'filipstad' })).toBe(1);
  });

  it('lists what nobody understood, oldest first, without what it says', async () => {
    const { code, lines, stdout } = await runKv(['inbox'], { settings });
    expect(code).toBe(0);
    const said = lines.map((line) => {
      const { source, account, why, receivedAt } = line as Record<string, unknown>;
      return [source, account, why, receivedAt];
    });
    expect(said).toEqual(
      expect.arrayContaining([
        ['facebook', '2000', 'unknown-account', '2026-11-20T08:00:00Z'],
        ['facebook', '1000', 'unknown-field', '2026-11-20T08:00:00Z'],
      ]),
    );
    expect(said).toHaveLength(2);
    expect(stdout).not.toContain(SECRET);
    const own = await runKvHere(addInbox, ['inbox', '--municipality', 'filipstad'], settings);
    expect(own.lines).toMatchObject([{ account: '1000', why: 'unknown-field' }]);
  });

  it('has it read again: what has been configured since is archived, the rest stands as it did', async () => {
    expect(await texts()).toEqual([SECRET]);
    await runKvHere(addInbox, ['inbox', '--retry'], settings);
    expect(await read({ 1000: 'filipstad', 2000: 'ludvika' })).toBe(2);
    expect(await texts()).toEqual([SECRET, SECRET]);
    const { lines } = await runKvHere(addInbox, ['inbox'], settings);
    expect(lines).toMatchObject([{ account: '1000', why: 'unknown-field' }]);
  });

  it('stops trying what cannot be archived, and keeps it as it came', async () => {
    await inStore((store) =>
      store.keepDeliveries('facebook', [
        { body: Buffer.concat([delivery(), Buffer.from(' ')]), app: null, receivedAt: NOW },
      ]),
    );
    let failures = 0;
    await inStore(async (store) => {
      const inbox = createInbox({
        store: { ...store, archive: () => Promise.reject(new Error('no room')) },
        clock: { now: () => NOW },
        municipalityOf: () => 'filipstad',
        appOf: () => null,
        wake: () => undefined,
        onUnread: () => undefined,
        onError: () => (failures += 1),
      });
      for (let tries = 0; tries < 5; tries += 1) {
        await inbox.read(10);
        const database = await openDatabase<unknown>({
          databaseUrl: settings['DATABASE_URL'] ?? '',
          dataDir: 'x',
        });
        await database.kysely
          .updateTable('inbox' as never)
          .set({ lease_until: null } as never)
          .execute();
        await database.close();
      }
    });
    expect(failures).toBe(5);
    const { lines } = await runKvHere(addInbox, ['inbox'], settings);
    expect(lines).toContainEqual(expect.objectContaining({ account: null, why: 'failed' }));
  });
});
