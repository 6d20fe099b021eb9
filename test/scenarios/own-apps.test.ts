import { afterEach, describe, expect, it } from 'vitest';
import { samplePages } from '../../src/local/graph/seed.ts';
import { sign } from '../../src/platforms/signature.ts';
import { type RunningApp, startRunningApp, storeInTurn } from '../fakes/running-app.ts';

const OWN = { META_APP_SECRET: 'own-secret', META_VERIFY_TOKEN: 'own-verify' };
const THEIRS = 'meta-secret';
const pageOf = (municipality: string) =>
  samplePages().find((page) => page.municipality === municipality)?.id ?? '';

let written = 0;
/** What Graph would send of a new comment on that page. */
function delivery(page: string, message: string): Buffer {
  const value = {
    ...{ item: 'comment', verb: 'add', post_id: `${page}_1`, parent_id: `${page}_1`, message },
    ...{
      comment_id: `1_${++written}`,
      from: { id: '77', name: 'Kim Testsson' },
      created_time: 1_790_000_000,
    },
  };
  const entry = [{ id: page, time: 1_790_000_000, changes: [{ field: 'feed', value }] }];
  return Buffer.from(JSON.stringify({ object: 'page', entry }));
}

describe.each(storeInTurn)('a municipality with an app of its own, on %s', (_, where) => {
  let bot: RunningApp;
  afterEach(() => bot.close());
  const start = async () => {
    bot = await startRunningApp({
      everyTown: true,
      municipality: 'ludvika',
      settings: await where(),
      configure: (config) => ({
        ...config,
        accounts: {
          ...config.accounts,
          ludvika: {
            ...(config.accounts['ludvika'] ?? { leads: [], registrars: [], rota: [], accounts: [] }),
            apps: { meta: { appSecret: 'env:A', verifyToken: 'env:B' } },
          },
        },
        ownSettings: new Map([['ludvika', OWN]]),
      }),
    });
  };
  const send = async (path: string, secret: string, body: Buffer) =>
    (await bot.send(path, body, { 'x-hub-signature-256': sign(secret, body) })).status;
  const archived = () =>
    bot.query<{ municipality: string; text: string }>(
      `SELECT municipality, text FROM comment_version WHERE text LIKE 'Prov%' ORDER BY text`,
    );
  const unread = () =>
    bot.query<{ app: string; account: string; municipality: string | null; why: string }>(
      `SELECT app, account, municipality, why FROM inbox WHERE state = 'unread' ORDER BY app, account`,
    );

  it('is told of its accounts at its own webhook alone, and the others at theirs', async () => {
    await start();
    const [ours, others] = [pageOf('ludvika'), pageOf('filipstad')];
    expect([
      await send('/webhooks/facebook/ludvika', OWN.META_APP_SECRET, delivery(ours, 'Prov 1')),
      await send('/webhooks/facebook', THEIRS, delivery(others, 'Prov 2')),
      await send('/webhooks/facebook', THEIRS, delivery(ours, 'Prov 3, ej trodd')),
      await send('/webhooks/facebook/ludvika', OWN.META_APP_SECRET, delivery(others, 'Prov 4, ej trodd')),
    ]).toEqual([200, 200, 200, 200]);
    await bot.idle();
    expect(await archived()).toEqual([
      { municipality: 'ludvika', text: 'Prov 1' },
      { municipality: 'filipstad', text: 'Prov 2' },
    ]);
    const foreign = [
      { app: '', account: ours, municipality: null, why: 'foreign-app' },
      { app: 'ludvika', account: others, municipality: null, why: 'foreign-app' },
    ];
    expect(await unread()).toEqual(foreign);
    await bot.query(`UPDATE inbox SET state = 'received', why = NULL WHERE state = 'unread'`);
    await bot.idle();
    expect(await unread(), 'read again').toEqual(foreign);
  });

  it('takes at each webhook the signature and the verify token of its own app, and no other', async () => {
    await start();
    const body = delivery(pageOf('ludvika'), 'Prov');
    expect([
      await send('/webhooks/facebook/ludvika', THEIRS, body),
      await send('/webhooks/instagram/ludvika', THEIRS, body),
      await send('/webhooks/facebook', OWN.META_APP_SECRET, body),
      await send('/webhooks/facebook/filipstad', THEIRS, body),
    ]).toEqual([401, 401, 401, 404]);
    const verify = async (path: string, token: string) =>
      (
        await fetch(
          `${bot.url()}${path}?hub.mode=subscribe&hub.challenge=4711&hub.verify_token=${encodeURIComponent(token)}`,
        )
      ).status;
    expect([
      await verify('/webhooks/facebook/ludvika', OWN.META_VERIFY_TOKEN),
      await verify('/webhooks/facebook/ludvika', 'verify-me'),
      await verify('/webhooks/facebook', OWN.META_VERIFY_TOKEN),
    ]).toEqual([200, 403, 403]);
  });

  it('is heard though somebody else’s app has brought the same bytes before', async () => {
    await start();
    const body = delivery(pageOf('ludvika'), 'Prov 1');
    await send('/webhooks/facebook', THEIRS, body);
    await bot.idle();
    await send('/webhooks/facebook/ludvika', OWN.META_APP_SECRET, body);
    await bot.idle();
    expect(await archived()).toEqual([{ municipality: 'ludvika', text: 'Prov 1' }]);
  });
});
