import { expect, it, onTestFinished } from 'vitest';
import { createInbox } from '../../../src/platforms/inbox.ts';
import { pollOne } from '../../../src/platforms/poll.ts';
import type { Platform } from '../../../src/ports/platform.ts';
import { createStore } from '../../../src/store/store.ts';
import { openEmbedded } from '../../fakes/databases.ts';
import {
  ACTIVITY,
  COMMENT,
  commentNode,
  inPath,
  PAGE,
  ROLE,
  refused,
  type Scripted,
  scripted,
} from './scripted.ts';

const NOW = Temporal.Instant.from('2026-11-29T12:00:00Z');
const ACCOUNT = { municipality: 'ludvika', platform: 'linkedin', account: PAGE } as const;
const EMPTY: Scripted = { body: { elements: [], paging: { total: 0 } } };
const told = (action: string, minutes: number) => ({
  notificationId: minutes,
  organizationalEntity: `urn:li:organization:${PAGE}`,
  action,
  sourcePost: ACTIVITY,
  generatedActivity: `urn:li:comment:(${ACTIVITY},${COMMENT})`,
  lastModifiedAt: NOW.add({ minutes }).epochMilliseconds,
});

async function town(platform: Platform) {
  let now = NOW;
  const clock = { now: () => now };
  const database = await openEmbedded<unknown>();
  onTestFinished(() => database.close());
  const store = await createStore(database);
  await store.declareAccounts([{ ...ACCOUNT, name: 'Ludvika', trial: false }]);
  const inbox = createInbox({
    store,
    clock,
    municipalityOf: (_, account) => (account === PAGE ? 'ludvika' : undefined),
    appOf: () => null,
    wake: () => undefined,
    onUnread: () => undefined,
    onError: (error) => {
      throw error;
    },
  });
  const parts = {
    store,
    clock,
    platforms: new Map([['linkedin', platform]] as const),
    accounts: [{ ...ACCOUNT, backfillDays: 14 }],
    wake: () => undefined,
    onMessagesRefused: () => undefined,
    onFailed: (_: unknown, error: Error) => {
      throw error;
    },
  };
  return {
    poll: () => pollOne(parts, () => undefined),
    /** Webhooks bring it, and it is read. */
    tell: async (...notifications: object[]) => {
      const body = JSON.stringify({ type: 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS', notifications });
      await inbox.keep('linkedin', Buffer.from(body), null);
      await inbox.read(10);
    },
    pass: (minutes: number) => {
      now = now.add({ minutes });
    },
    stored: async () =>
      (
        await database.pool.query(
          `SELECT c.external_id AS id, v.text, c.version, c.visibility FROM comment c
           JOIN comment_version v ON v.comment = c.id AND v.number = c.version`,
        )
      ).rows,
    unread: async () => (await store.unreadRows('ludvika')).map(({ why }) => why),
  };
}

it('what is told of without its words is never an empty comment: a list, at once, brings what it says', async () => {
  let node: object | null = commentNode(COMMENT);
  const notifications: object[] = [];
  const { linkedin } = await scripted({
    'GET /organizationAcls?': ROLE,
    'GET /posts?': EMPTY,
    'GET /organizationalEntityNotifications?': () => ({ body: { elements: notifications } }),
    [`GET /socialActions/${inPath(ACTIVITY)}/comments/${COMMENT}`]: () =>
      node ? { body: node } : refused(404),
  });
  const { poll, tell, pass, stored, unread } = await town(linkedin);
  expect([await poll(), await poll()]).toEqual([true, false]);

  pass(5);
  notifications.push(told('COMMENT', 4));
  await tell(told('COMMENT', 4));
  expect([await stored(), await unread()]).toEqual([[], ['no-text']]);
  expect(await poll()).toBe(true);
  const written = { id: COMMENT, text: 'När öppnar biblioteket?', version: 1, visibility: 'visible' };
  expect(await stored()).toEqual([written]);

  pass(5);
  node = commentNode(COMMENT, { message: { text: 'När stänger biblioteket?' } });
  notifications.push(told('COMMENT_EDIT', 9));
  await tell(told('COMMENT_EDIT', 9));
  expect(await stored()).toEqual([written]);
  expect([await poll(), await poll()]).toEqual([true, false]);
  expect(await stored()).toEqual([{ ...written, text: 'När stänger biblioteket?', version: 2 }]);
});
