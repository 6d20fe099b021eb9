import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, inject, it } from 'vitest';
import { sign } from '../../src/platforms/signature.ts';
import { openDatabase } from '../../src/store/open.ts';
import { createRandom, type Random } from '../chaos/random.ts';
import { createPostgresDatabase } from '../fakes/databases.ts';
import { STARTS_WITHIN_MS, startMain } from '../http/start-main.ts';

const PAGE = '1000';
/** Stands in every word that is sent, and may stand in no log. */
const WORD = 'Xylofonhemlighet';
const COUNT = 100;

const times = (random: Random): unknown => random.pick([1_795_000_000, '1795000000', null, 'i går', -1, {}]);
const ids = (random: Random): unknown =>
  random.pick(['1_2', 12, null, '', '90071992547409931234', [], 'a'.repeat(400)]);
const people = (random: Random): unknown =>
  random.pick([{ id: '9', name: WORD }, null, [], { id: null }, WORD, { id: PAGE }]);

function value(random: Random, number: number): object {
  return {
    number,
    item: random.pick([
      'comment',
      'comment',
      'comment',
      'post',
      'status',
      'photo',
      'reaction',
      'hologram',
      null,
    ]),
    verb: random.pick(['add', 'add', 'edited', 'remove', 'hide', 'unhide', 'mute', 7, null]),
    post_id: random.pick([`${PAGE}_1`, 1, null, undefined]),
    comment_id: ids(random),
    parent_id: random.pick([`${PAGE}_1`, '1_1', null]),
    message: random.pick([WORD, `${WORD} \0 \ud800`, null, [], 5, WORD.repeat(2_000)]),
    from: people(random),
    created_time: times(random),
    post: random.pick([undefined, null, { permalink_url: 'javascript:alert(1)' }]),
  };
}

/** A delivery that Meta might sign, with something odd about it. */
function delivery(random: Random, number: number): Buffer {
  const messaging = [
    { sender: { id: '9' }, timestamp: 1_795_000_000_000, message: { mid: `m_${number}`, text: WORD } },
  ];
  const change = () => ({
    field: random.pick(['feed', 'feed', 'feed', 'mention', 'ratings', null]),
    value: value(random, number),
  });
  const entry = {
    id: random.pick([PAGE, PAGE, PAGE, 1000, '999', '0', null]),
    time: times(random),
    ...random.pick<object>([
      { changes: [change(), change(), change()] },
      { changes: Array.from({ length: 40 }, change) },
      { changes: null },
      { messaging },
      { changes: [change()], messaging, standby: [null] },
      { field: 'feed', value: value(random, number) },
      {},
    ]),
  };
  const object = random.pick(['page', 'page', 'page', 'page', 'user', 'instagram', null]);
  const whole = JSON.stringify({
    object,
    entry: random.pick<unknown>([[entry], [entry, entry], [entry, null], entry, null]),
  });
  const cut = whole.slice(0, random.pick([whole.length, whole.length, whole.length, whole.length / 2]));
  return Buffer.from(
    random.pick([cut, cut, cut, cut.replaceAll('e', '\\u0065'), `${' '.repeat(3_000_000)}${cut}`]),
  );
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

it(`${COUNT} hostile deliveries are answered 200, and every byte of them is found again, and none in the log`, {
  timeout: 2 * STARTS_WITHIN_MS,
}, async () => {
  const folder = mkdtempSync(join(inject('dataFolders'), 'hostile-'));
  const accountsFile = join(folder, 'accounts.yaml');
  writeFileSync(
    accountsFile,
    `filipstad: { leads: [11111111-1111-4111-8111-111111111111], accounts: [{ platform: facebook, account: "${PAGE}", name: F, token: "env:T" }] }\n`,
  );
  const databaseUrl = await createPostgresDatabase();
  const bot = await startMain({ DATABASE_URL: databaseUrl, ACCOUNTS_FILE: accountsFile, T: 'token' });
  const random = createRandom(9);
  const bodies = Array.from({ length: COUNT }, (_, number) => delivery(random, number));
  for (const body of bodies) {
    const headers = { 'x-hub-signature-256': sign('m', body) };
    const { status } = await fetch(`http://127.0.0.1:${bot.port}/webhooks/facebook`, {
      method: 'POST',
      headers,
      body,
    });
    expect(status).toBe(200);
  }
  const { kysely, close } = await openDatabase<unknown>({ databaseUrl, dataDir: folder });
  try {
    const unread = sql<{ count: number }>`SELECT count(*)::int AS count FROM inbox WHERE state = 'received'`;
    while ((await unread.execute(kysely)).rows[0]?.count !== 0) await pause(20);
    const { rows } = await sql<{ sha256: string; state: string; body: Buffer | null }>`
      SELECT sha256, state, body FROM inbox`.execute(kysely);
    const { rows: archived } = await sql<{ body: Buffer }>`
      SELECT unnest(raw) AS body FROM comment_version UNION ALL SELECT raw FROM platform_change`.execute(
      kysely,
    );
    const known = new Map(rows.map((row) => [row.sha256, row]));
    const kept = Buffer.concat(
      [...archived, ...rows].flatMap(({ body }) => (body ? [body, Buffer.from('\n')] : [])),
    );
    for (const [number, body] of bodies.entries()) {
      const row = known.get(sha256(body));
      expect(row, `delivery ${number}`).toBeDefined();
      // Read: what it said stands in the archive, or unread in parts; each change says which delivery it is from.
      if (row?.state === 'archived' && body.includes(`"number":${number}`)) {
        expect(kept.includes(body) || kept.includes(`"number":${number}`), `delivery ${number}`).toBe(true);
      }
    }
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['archived', 'unread']));
  } finally {
    await close();
    bot.process.kill('SIGTERM');
    await once(bot.process, 'exit');
  }
  expect(bot.said().join('\n')).not.toContain(WORD);
});
