import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createHttp } from '../../src/http/create-http.ts';
import { sampleLinkedInPages } from '../../src/local/linkedin/seed.ts';
import { type LinkedInSimulator, startLinkedIn } from '../../src/local/linkedin/server.ts';
import { DeliveryMode } from '../../src/local/linkedin/webhook-sender.ts';
import { createInbox, type Inbox } from '../../src/platforms/inbox.ts';
import { createLinkedIn } from '../../src/platforms/linkedin/acts.ts';
import { linkedInRoutes } from '../../src/platforms/linkedin/routes.ts';
import { pollOne } from '../../src/platforms/poll.ts';
import { hmacHex } from '../../src/platforms/signature.ts';
import type { PlatformError } from '../../src/ports/platform.ts';
import type { Store } from '../../src/ports/store.ts';
import { createStore } from '../../src/store/store.ts';
import { openEmbedded, type TestDatabase } from '../fakes/databases.ts';
import { eventually } from '../fakes/running-app.ts';

const START = Temporal.Instant.from('2026-11-20T08:00:00Z');
const SECRET = 'client-secret';
const [page] = sampleLinkedInPages();
if (page === undefined) throw new Error('no sample pages');
const ACCOUNT = { municipality: 'ludvika', platform: 'linkedin', account: page.number } as const;

describe('a Page on LinkedIn', () => {
  let now: Temporal.Instant;
  let linkedin: LinkedInSimulator;
  let database: TestDatabase<unknown>;
  let store: Store;
  let inbox: Inbox;
  let server: ReturnType<typeof createHttp>;
  let url: string;
  let kept: number[];
  let failures: PlatformError['code'][];
  beforeEach(async () => {
    now = START;
    kept = [];
    failures = [];
    linkedin = await startLinkedIn({ now: () => now });
    database = await openEmbedded();
    store = await createStore(database);
    await store.declareAccounts([{ ...ACCOUNT, name: page.name, trial: false }]);
    inbox = createInbox({
      store,
      clock: { now: () => now },
      municipalityOf: (_, account) => (account === page.number ? 'ludvika' : undefined),
      appOf: () => null,
      wake: () => undefined,
      onUnread: () => undefined,
      onError: (error) => {
        throw error;
      },
    });
    const routes = linkedInRoutes('/webhooks/linkedin', { LINKEDIN_CLIENT_SECRET: SECRET }, (body) => {
      kept.push(JSON.parse(body.toString()).notifications.length);
      return inbox.keep('linkedin', body, null);
    });
    server = createHttp({ routes, onError: (_, error) => console.error(error) });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/linkedin`;
  });
  afterEach(async () => {
    await linkedin.close();
    await new Promise((done) => server.close(() => done(undefined)));
    await database.close();
  });
  const platform = () =>
    createLinkedIn({
      apiUrl: `${linkedin.url}/rest`,
      version: '202610',
      applicationIdOf: () => '77',
      timeoutMs: 2000,
      attachmentHosts: [],
      clientOf: () => null,
      now: () => now,
      tokenOf: () => page.token,
    });
  const poll = () =>
    pollOne(
      {
        store,
        clock: { now: () => now },
        platforms: new Map([['linkedin', platform()]]),
        accounts: [{ ...ACCOUNT, backfillDays: 14 }],
        wake: () => undefined,
        onMessagesRefused: () => undefined,
        onFailed: (_, error) => void failures.push(error.code),
      },
      () => undefined,
    );
  const pass = (minutes: number) => {
    now = now.add({ minutes });
    linkedin.wake();
  };
  const pending = () => linkedin.state.notifications.filter(({ sendAt }) => sendAt !== null).length;
  /** Everything that is told of has been taken and read. */
  const told = async () => {
    await eventually(() => pending() === 0, 'the notifications taken');
    await inbox.read(100);
  };
  const write = (text: string, more: object = {}) =>
    linkedin.deed({ op: 'add', page: page.number, text, ...more }).id;
  const stored = async () =>
    (
      await database.pool.query(
        `SELECT c.external_id AS id, v.text, c.version, c.own, c.parent_id AS parent FROM comment c
         JOIN comment_version v ON v.comment = c.id AND v.number = c.version
         WHERE c.kind = 'comment' ORDER BY c.external_id`,
      )
    ).rows;
  const gone = async () =>
    (await database.pool.query('SELECT external_id AS id FROM platform_change')).rows.map(({ id }) => id);

  it('tells of what is written, edited and taken away, in every spelling, and a list finds nothing new', async () => {
    await linkedin.subscribe({ url, secret: SECRET });
    const ids = ['a', 'b', 'c', 'd'].map((text) => write(text));
    const reply = write('e', { parent: ids[2], asPage: true });
    now = now.add({ minutes: 1 });
    linkedin.deed({ op: 'edit', id: ids[1] ?? '', text: 'B' });
    linkedin.deed({ op: 'like', id: ids[0] ?? '' });
    linkedin.deed({ op: 'remove', id: ids[3] ?? '' });
    await told();
    const after = await stored();
    expect(after.map(({ text, own, parent }) => [text, own, parent])).toEqual([
      ['a', false, null],
      ['B', false, null],
      ['c', false, null],
      ['d', false, null],
      ['e', true, ids[2]],
    ]);
    expect(after.at(-1)?.id).toBe(reply);
    expect(await gone()).toEqual([ids[3]]);
    expect(await poll()).toBe(true);
    expect([failures, await stored()]).toEqual([[], after]);
  });

  it('is told of once, by however many subscribers, and in POSTs of at most ten', async () => {
    linkedin.deliver(DeliveryMode.parse({ hold: true }));
    await linkedin.subscribe({ url, secret: SECRET });
    for (let count = 0; count < 12; count += 1) write(`${count}`);
    linkedin.deliver(DeliveryMode.parse({ order: 'reversed', subscribers: 2, batch: 5 }));
    await told();
    expect(kept).toEqual([10, 10, 4]);
    expect(await stored()).toHaveLength(12);
  });

  it('without decoration is listed at once', async () => {
    await linkedin.subscribe({ url, secret: SECRET });
    await poll();
    linkedin.state.decorated = false;
    pass(5);
    write('När öppnar biblioteket?', { post: linkedin.state.posts.at(-1)?.activity });
    await told();
    expect(await stored()).toEqual([]);
    expect(await poll()).toBe(true);
    expect(await stored()).toMatchObject([{ text: 'När öppnar biblioteket?' }]);
  });

  /** Answers challenges, where it does, and takes no notification. */
  async function startAway(answers: () => boolean): Promise<string> {
    const away = createServer((request, response) => {
      const code = new URL(request.url ?? '/', 'http://host').searchParams.get('challengeCode');
      response.statusCode = code !== null && answers() ? 200 : 503;
      response.end(JSON.stringify({ challengeCode: code, challengeResponse: hmacHex(SECRET, code ?? '') }));
    });
    await new Promise<void>((done) => away.listen(0, '127.0.0.1', done));
    onTestFinished(() => void away.close());
    return `http://127.0.0.1:${(away.address() as AddressInfo).port}`;
  }

  it('is sent again every five minutes, and lost after eight hours; then a list brings it', async () => {
    await linkedin.subscribe({ url: await startAway(() => true), secret: SECRET });
    await poll();
    write('Hej');
    const [waiting] = linkedin.state.notifications;
    await eventually(() => waiting?.sendAt === now.add({ minutes: 5 }).toString(), 'the first try');
    for (let hour = 1; hour <= 8; hour += 1) {
      pass(60);
      const next = hour === 8 ? null : now.add({ minutes: 5 }).toString();
      await eventually(() => waiting?.sendAt === next, `try ${hour}`);
    }
    expect(linkedin.state.endpoint).toMatchObject({ lost: 1, failures: 0, blocked: false });
    expect(await stored()).toEqual([]);
    await poll();
    expect(await stored()).toMatchObject([{ text: 'Hej' }]);
  });

  it('is not sent what was held back for eight hours', async () => {
    await linkedin.subscribe({ url, secret: SECRET });
    linkedin.deliver(DeliveryMode.parse({ hold: true }));
    write('Hej');
    pass(8 * 60);
    await eventually(() => pending() === 0, 'it given up');
    linkedin.deliver(DeliveryMode.parse({}));
    expect([linkedin.state.endpoint.lost, kept]).toEqual([1, []]);
  });

  it('has its endpoint challenged every two hours, and blocked after three wrong answers', async () => {
    await expect(linkedin.subscribe({ url, secret: 'not the bot’s' })).rejects.toThrow('challenge');
    await linkedin.subscribe({ url, secret: SECRET });
    pass(119);
    expect(linkedin.state.endpoint.challengedAt).toBe(START.toString());
    pass(1);
    await eventually(() => linkedin.state.endpoint.challengedAt === now.toString(), 'the challenge');
    expect(linkedin.state.endpoint.failures).toBe(0);
    let isUp = true;
    await linkedin.subscribe({ url: await startAway(() => isUp), secret: SECRET });
    isUp = false;
    for (const failures of [1, 2, 3]) {
      pass(120);
      await eventually(() => linkedin.state.endpoint.failures === failures, `failure ${failures}`);
      expect(linkedin.state.endpoint.blocked).toBe(failures === 3);
    }
  });

  it('has nothing declared gone by a member who may no longer read', async () => {
    await linkedin.subscribe({ url, secret: SECRET });
    write('Hej');
    await told();
    await poll();
    const [simulated] = linkedin.state.pages;
    if (simulated) simulated.role = 'ANALYST';
    pass(24 * 60);
    await poll();
    expect([failures, await gone()]).toEqual([['permission'], []]);
  });

  it('says that it is no longer told of, once its subscription has expired', async () => {
    await linkedin.subscribe({ url, secret: SECRET });
    await platform().check(page.number);
    const [simulated] = linkedin.state.pages;
    if (simulated) simulated.subscribedUntil = now.add({ hours: 1 }).toString();
    pass(60);
    await expect(platform().check(page.number)).rejects.toMatchObject({ code: 'rejected' });
    write('Hej');
    expect(pending()).toBe(0);
    await poll();
    expect(await stored()).toMatchObject([{ text: 'Hej' }]);
  });
});
