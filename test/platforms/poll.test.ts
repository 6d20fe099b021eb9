import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IncomingComment } from '../../src/core/comment.ts';
import { type PollParts, pollOne } from '../../src/platforms/poll.ts';
import { type Listed, type Platform, PlatformError } from '../../src/ports/platform.ts';
import { createStore } from '../../src/store/store.ts';
import { openEmbedded, type TestDatabase } from '../fakes/databases.ts';
import { FakePlatform } from '../fakes/fake-platform.ts';

const START = Temporal.Instant.from('2026-11-20T08:00:00Z');
const ACCOUNT = { municipality: 'filipstad', platform: 'facebook', account: '1', backfillDays: 14 } as const;
const open = openEmbedded;

describe('an account that is listed on a timer', () => {
  let now = START;
  let database: TestDatabase<unknown>;
  let parts: PollParts;
  let platform: FakePlatform;
  let failures: PlatformError['code'][];
  let refused: PlatformError['code'][];
  beforeEach(async () => {
    now = START;
    failures = [];
    refused = [];
    database = await open();
    const store = await createStore(database);
    await store.declareAccounts([{ ...ACCOUNT, name: 'Filipstad', trial: false }]);
    platform = new FakePlatform({ now: () => now });
    parts = {
      store,
      clock: { now: () => now },
      platforms: new Map([['facebook', platform]]),
      accounts: [ACCOUNT],
      wake: () => undefined,
      onMessagesRefused: (_, error) => void refused.push(error.code),
      onFailed: (_, error) => void failures.push(error.code),
    };
  });
  afterEach(() => database.close());
  const poll = () => pollOne(parts, () => undefined);
  const later = (minutes: number) => {
    now = now.add({ minutes });
    return poll();
  };
  const rows = async <Row>(query: string) => (await database.pool.query(query)).rows as Row[];
  const texts = async () =>
    (
      await rows<{ text: string }>(
        `SELECT v.text FROM comment c JOIN comment_version v ON v.comment = c.id AND v.number = c.version ORDER BY c.id`,
      )
    ).map(({ text }) => text);
  const unheard = () => rows<{ data: object }>(`SELECT data FROM journal WHERE kind = 'account-unheard'`);

  it('is asked at the start and then at its interval, and stores nothing twice', async () => {
    platform.write({ account: '1', text: 'Hej!' });
    expect(await poll()).toBe(true);
    expect(await poll()).toBe(false);
    expect(await later(29)).toBe(false);
    expect(await later(1)).toBe(true);
    expect(await texts()).toEqual(['Hej!']);
    expect(await rows('SELECT 1 FROM comment_version')).toHaveLength(1);
    expect(await unheard()).toEqual([]);
  });

  it('that answers late or not at all is asked ever more seldom, and then catches up', async () => {
    await poll();
    platform.write({ account: '1', text: 'Hej!' });
    for (const wait of [30, 30, 60, 120, 240, 360, 360]) {
      platform.failNext('transient', { on: 'list' });
      expect(await later(wait - 1), `${wait}`).toBe(false);
      expect(await later(1), `${wait}`).toBe(true);
    }
    // The first two pass as passing faults.
    expect(failures).toHaveLength(5);
    expect(await texts()).toEqual([]);
    expect(await later(360)).toBe(true);
    expect(await texts()).toEqual(['Hej!']);
    const [line] = await unheard();
    expect(line?.data).toMatchObject({ from: START.toString(), to: now.toString(), lostTo: null });
    expect(await later(30)).toBe(true);
    expect(await unheard()).toHaveLength(1);
  });

  it('that says how long to wait is not asked before', async () => {
    platform.failNext('rate-limited', { on: 'list', retryAfterMs: 3 * 3_600_000 });
    await poll();
    expect(await later(179)).toBe(false);
    expect(await later(1)).toBe(true);
  });

  it('that was away for longer than can be listed has a gap, which is journalled', async () => {
    await poll();
    await later(60 * 24 * 20);
    const [line] = await unheard();
    expect(line?.data).toMatchObject({ lostTo: now.subtract({ hours: 24 * 14 }).toString() });
  });

  it('that is not told of what is written has a gap too: from the oldest comment that only a list has shown', async () => {
    await poll();
    now = now.add({ minutes: 12 });
    const writtenAt = now;
    platform.write({ account: '1', text: 'Hej!' });
    now = now.add({ minutes: 17 });
    platform.write({ account: '1', text: 'Detta kan ännu komma.' });
    await later(1);
    const untold = () => rows<{ data: object }>(`SELECT data FROM journal WHERE kind = 'account-untold'`);
    const gap = { platform: 'facebook', account: '1', from: START.toString(), to: now.toString(), count: 1 };
    expect((await untold()).map(({ data }) => data)).toEqual([gap]);
    expect(Temporal.Instant.compare(START, writtenAt)).toBe(-1);
    await later(30);
    expect(await untold()).toHaveLength(1);
    expect(await unheard()).toEqual([]);
  });

  it('keeps what it listed before it failed', async () => {
    const gone = platform.write({ account: '1', text: 'Hej!' });
    await poll();
    platform.vanish(gone);
    platform.write({ account: '1', text: 'Hej igen!' });
    platform.failNext('transient', { on: 'read' });
    await later(30);
    expect(await texts()).toEqual(['Hej!', 'Hej igen!']);
    await later(30);
    const changes = await rows<{ change: string }>('SELECT change FROM platform_change');
    expect(changes.map(({ change }) => change)).toEqual(['removed']);
  });

  it('has what comes in many small pages archived together, also where the list fails in the end', async () => {
    for (let count = 0; count < 150; count += 1) platform.write({ account: '1', text: `${count}` });
    const inParts: Pick<Platform, 'list'> = {
      list: async function* (listing) {
        for await (const page of platform.list(listing)) for (const one of page) yield [one];
        throw new PlatformError('transient', 'away');
      },
    };
    const listing = new Proxy(platform, {
      get: (of, name) => (name === 'list' ? inParts.list : Reflect.get(of, name)?.bind(of)),
    });
    parts = { ...parts, platforms: new Map([['facebook', listing]]) };
    await poll();
    expect(await texts()).toHaveLength(150);
    expect(await rows('SELECT 1 FROM delivery')).toHaveLength(2);
  });

  it('is listed to its end although one comment cannot be read', async () => {
    const gone = ['a', 'b'].map((text) => platform.write({ account: '1', text }));
    await poll();
    for (const target of gone) platform.vanish(target);
    platform.failNext('rejected', { on: 'read' });
    await later(30);
    expect(failures).toEqual([]);
    expect(await rows('SELECT 1 FROM platform_change')).toHaveLength(1);
    const [account] = await rows<{ covered_to: unknown }>('SELECT covered_to FROM account');
    expect(String(account?.covered_to)).toBe(now.toString());
  });

  it('is listed all the same where its private messages may not be read, and is not where they cannot be now', async () => {
    const messages = (code: PlatformError['code']) => ({
      ...{ send: async () => ({ externalId: 'm' }), sent: async () => [] },
      replyTo: async () => ({ externalId: 'm' }),
      list: async function* () {
        yield [];
        throw new PlatformError(code, 'no');
      },
    });
    const covered = async () => {
      const [account] = await rows<{ covered_to: unknown }>('SELECT covered_to FROM account');
      return String(account?.covered_to);
    };
    platform.write({ account: '1', text: 'Hej!' });
    parts = {
      ...parts,
      platforms: new Map([['facebook', Object.assign(platform, { messages: messages('permission') })]]),
    };
    await poll();
    expect(await texts()).toEqual(['Hej!']);
    expect([refused, failures]).toEqual([['permission'], []]);
    expect(await covered()).toBe(START.toString());
    Object.assign(platform, { messages: messages('rate-limited') });
    await later(30);
    expect([refused, failures]).toEqual([['permission'], ['rate-limited']]);
    expect(await covered()).toBe(START.toString());
  });

  it('has each private message archived once, by the second in which it was written, whatever its id', async () => {
    const at = START.subtract({ minutes: 5 });
    const message = (createdAt: Temporal.Instant): IncomingComment => ({
      ...{ kind: 'message', platform: 'facebook', account: '1', externalId: 'm_1', conversation: '7' },
      ...{ author: { id: '7' }, text: 'Hej!', createdAt, writtenAt: createdAt, attachments: [], own: false },
    });
    const told = { key: 'told', raw: Buffer.from('{}'), comment: message(at.add({ milliseconds: 123 })) };
    await parts.store.archive({
      municipality: 'filipstad',
      source: 'facebook',
      receivedAt: now,
      sha256: '0',
      items: [told],
    });
    const listed: Listed = { comment: message(at), node: {}, hidden: false };
    const respelled: Listed = { ...listed, comment: { ...message(at), externalId: 'm_one' } };
    const again: Listed = { ...listed, comment: { ...message(at.add({ seconds: 9 })), externalId: 'm_2' } };
    const messages = {
      ...{ send: async () => ({ externalId: 'm' }), sent: async () => [] },
      replyTo: async () => ({ externalId: 'm' }),
      list: async function* () {
        yield [listed, respelled, again];
      },
    };
    Object.assign(platform, { messages });
    await poll();
    const found = await rows<{ created_at: unknown; retimed: boolean }>(
      'SELECT created_at, retimed FROM comment ORDER BY created_at',
    );
    expect(found.map(({ created_at, retimed }) => [String(created_at), retimed])).toEqual([
      [at.add({ milliseconds: 123 }).toString(), false],
      [at.add({ seconds: 9 }).toString(), false],
    ]);
  });

  it('is left alone where nobody speaks to its platform', async () => {
    parts = { ...parts, platforms: new Map() };
    expect(await poll()).toBe(false);
  });
});
