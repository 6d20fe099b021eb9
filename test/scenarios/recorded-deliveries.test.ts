import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { startRunningApp, stores } from '../fakes/running-app.ts';

/**
 * Bodies of webhooks as others have recorded them in the tests of their clients (`seen`), with our own ids and words: what
 * must be archived of each, and why something of it stands in the inbox.
 */
interface Recorded {
  readonly name: string;
  readonly seen: string;
  readonly body: { readonly object: string };
  readonly archived: {
    readonly id: string;
    readonly kind: string;
    readonly account: string;
    readonly author: string;
    readonly own: boolean;
    readonly text: string;
    readonly attachments: readonly string[];
    readonly gone?: boolean;
  } | null;
  readonly inbox: string | null;
}

const file = new URL('recorded-deliveries.json', import.meta.url);
const RECORDED = JSON.parse(readFileSync(file, 'utf8')) as readonly Recorded[];
const [, onServer] = stores;

it(`${RECORDED.length} recorded deliveries are answered 200, and each is archived as what it is, or in the inbox`, {
  timeout: 90_000,
}, async () => {
  const settings = await onServer[1]();
  const bot = await startRunningApp({
    municipality: 'ludvika',
    instagram: true,
    at: '2026-03-26T09:00Z',
    settings,
  });
  onTestFinished(() => bot.close());
  type Row = {
    id: string;
    kind: string;
    account: string;
    author: string;
    own: boolean;
    text: string;
    gone: boolean;
    attachments: { type: string }[];
  };
  let unread = 0;
  for (const { name, seen, body, archived, inbox } of RECORDED) {
    const path = `/webhooks/${body.object === 'page' ? 'facebook' : 'instagram'}`;
    const answer = await bot.send(path, JSON.stringify(body));
    expect(answer.status, name).toBe(200);
    await bot.idle();
    const kept = await bot.query<{ why: string }>(`SELECT why FROM inbox WHERE state = 'unread' ORDER BY id`);
    expect(
      kept.slice(unread).map(({ why }) => why),
      `${name} (${seen})`,
    ).toEqual(inbox === null ? [] : [inbox]);
    unread = kept.length;
    if (archived === null) continue;
    const [row] = await bot.query<Row>(
      `SELECT c.external_id AS id, c.kind, c.account, c.author_id AS author, c.own, v.text, v.attachments,
         c.visibility = 'gone' AS gone
       FROM comment c JOIN comment_version v ON v.comment = c.id AND v.number = c.version
       WHERE c.external_id = '${archived.id}'`,
    );
    const types = row?.attachments.map(({ type }) => type);
    expect({ ...row, attachments: types }, `${name} (${seen})`).toMatchObject(archived);
  }
});
