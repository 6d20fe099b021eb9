import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectSettings } from '../../src/app/settings.ts';
import { startApp } from '../../src/app/start.ts';
import type { Config } from '../../src/config/config.ts';
import { sign } from '../../src/platforms/signature.ts';
import { copyEmbeddedTemplate } from '../fakes/databases.ts';
import { type RunningApp, type ShownCard, startRunningApp, stores } from '../fakes/running-app.ts';
import { ANNA, CHANNEL, ERIK, pressActivity, TENANT } from '../fakes/teams-activities.ts';

const [, postgres] = stores[1];
const QUESTION = 'Hej! När öppnar biblioteket på lördagar?';
const at = '2026-11-20T08:00:00Z';
const MAX = 1024 * 1024;

let bot: RunningApp;
/** Answered as soon as it is kept, and read afterwards. */
const deliver = async (body: Buffer | string): Promise<Response> => {
  const response = await bot.send('/webhooks/facebook', body);
  await bot.idle();
  return response;
};

const comment = (more: Record<string, unknown> = {}) => ({
  municipality: 'filipstad',
  platform: 'facebook',
  account: bot.page,
  externalId: `made_${crypto.randomUUID()}`,
  author: { id: '12', name: 'Kim' },
  text: 'Fin bild!',
  createdAt: at,
  ...more,
});

const webhook = (...entries: { page: string; id?: string; message?: string }[]) =>
  JSON.stringify({
    object: 'page',
    entry: entries.map(({ page, id = `1_${crypto.randomUUID()}`, message = 'Fin bild!' }) => ({
      id: page,
      time: 1_795_000_000,
      changes: [
        {
          field: 'feed',
          value: {
            item: 'comment',
            verb: 'add',
            comment_id: id,
            post_id: `${page}_1`,
            from: { id: '9', name: 'Kim' },
            created_time: 1_795_000_000,
            message,
          },
        },
      ],
    })),
  });

const count = async (what: string) =>
  (await bot.query<{ n: number }>(`SELECT count(*)::int n FROM ${what}`))[0]?.n;

describe('intake', () => {
  beforeAll(async () => {
    bot = await startRunningApp({ everyTown: true, settings: await postgres() });
  });
  afterAll(() => bot.close());

  it.each([
    ['/webhooks/facebook', 'x-hub-signature-256'],
    ['/api/comments', 'x-kommentarsvakten-signature'],
  ])('%s without a good signature is 401 and keeps nothing', async (path, header) => {
    const body = path === '/api/comments' ? JSON.stringify(comment()) : webhook({ page: bot.page });
    const before = await count('delivery');
    const other = sign('another secret', Buffer.from(body));
    for (const headers of [{}, { [header]: 'sha256=' }, { [header]: other }, { [header]: `${other} ` }]) {
      const response = await bot.send(path, body, headers);
      expect(response.status).toBe(401);
      expect(JSON.stringify(await response.json()).toLowerCase()).toContain(header);
    }
    expect(await count('delivery')).toBe(before);
  });

  it.each<[string, string, () => string, string]>([
    ['no JSON', '/api/comments', () => 'hej', 'body'],
    ['bytes that are no UTF-8', '/api/comments', () => '', 'body'],
    ['a comment without text', '/api/comments', () => JSON.stringify(comment({ text: undefined })), 'text'],
    [
      'a time that is none',
      '/api/comments',
      () => JSON.stringify([comment(), comment({ createdAt: 'i går' })]),
      '[1].createdAt',
    ],
    [
      'a year that no calendar has',
      '/api/comments',
      () => JSON.stringify(comment({ createdAt: '-200000-01-01T00:00:00Z' })),
      'createdAt',
    ],
    ['an unknown field', '/api/comments', () => JSON.stringify(comment({ likes: 3 })), 'body'],
    [
      'an unknown platform',
      '/api/comments',
      () => JSON.stringify(comment({ platform: 'myspace' })),
      'platform',
    ],
    [
      '1,001 comments',
      '/api/comments',
      () => JSON.stringify(Array.from({ length: 1001 }, () => ({}))),
      'body',
    ],
  ])('%s at %s is 400 and names the field', async (_, path, body, field) => {
    const before = await count('delivery');
    const response = await bot.send(path, body());
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'bad-intake', field } });
    expect(await count('delivery')).toBe(before);
  });

  it('an unknown municipality is 400, names the known ones, and nothing of the body is kept', async () => {
    const before = await count('delivery');
    const response = await bot.intake([comment(), comment({ municipality: 'atlantis' })]);
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: { field: string; message: string } };
    expect(error.field).toBe('[1].municipality');
    for (const known of ['filipstad', 'ludvika', 'vallentuna', 'eslov', 'angelholm'])
      expect(error.message).toContain(known);
    expect(await count('delivery')).toBe(before);
  });

  it.each([
    ['/webhooks/facebook', 8 * MAX],
    ['/api/comments', MAX],
    ['/api/messages', MAX],
  ])('%s beyond %d bytes is 413, with its length told or not', async (path, most) => {
    const body = Buffer.alloc(most + 1, ' ');
    const told = await bot.send(path, body);
    expect([told.status, await told.text()]).toEqual([413, expect.stringContaining(String(most))]);
    expect(await chunked(path, body)).toBe(413);
    expect(await chunked(path, Buffer.alloc(most + 2 * MAX, ' '))).toBe(413);
  });

  /** Sent in pieces, without a content-length. */
  const chunked = (path: string, body: Buffer) =>
    new Promise<number | undefined>((resolve, reject) => {
      const sent = request(`${bot.url()}${path}`, { method: 'POST' }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject);
      for (let start = 0; start < body.length; start += 65_536)
        sent.write(body.subarray(start, start + 65_536));
      sent.end();
    });

  it('exactly 1 MiB is read', async () => {
    const body = JSON.stringify(comment()).padEnd(MAX, ' ');
    expect((await bot.send('/api/comments', body)).status).toBe(202);
  });

  it('no comment that Facebook has told of is told otherwise by another source', async () => {
    const id = '4711_122100000000012';
    expect((await deliver(webhook({ page: bot.page, id }))).status).toBe(200);
    for (const [forged, field] of [
      [comment({ externalId: id, text: 'Förfalskat' }), 'externalId'],
      [
        [comment(), comment({ externalId: '122100000000012', postId: '4711', text: 'Förfalskat' })],
        '[1].externalId',
      ],
      [[comment(), comment({ externalId: '122100000000012' })], '[1].externalId'],
    ] as const) {
      const response = await bot.intake(forged);
      expect([response.status, await response.json()]).toMatchObject([400, { error: { field } }]);
    }
    expect(await count(`comment_version WHERE text = 'Förfalskat'`)).toBe(0);
  });

  it.each<[string, () => Record<string, unknown>, string]>([
    ['another municipality’s account', () => ({ municipality: 'ludvika' }), 'account'],
    ['an account that nobody has configured', () => ({ account: '999' }), 'account'],
    ['a platform on which it is not', () => ({ platform: 'instagram' }), 'account'],
    ['the account itself as author', () => ({ author: { id: bot.page } }), 'author.id'],
    ['a link to elsewhere', () => ({ permalink: 'https://facebook.com@evil.example/' }), 'permalink'],
    ['a time in the year 9999', () => ({ createdAt: '9999-12-31T00:00:00Z' }), 'createdAt'],
    ['a time in 1970', () => ({ createdAt: '1970-01-01T00:00:00Z' }), 'createdAt'],
  ])('%s at /api/comments is 400 and names the field', async (_, more, field) => {
    const response = await bot.intake(comment(more()));
    expect([response.status, await response.json()]).toMatchObject([400, { error: { field } }]);
  });

  it('a repeated webhook is 200 and stored once; repeated comments are counted', async () => {
    const body = webhook({ page: bot.page, id: '77_1' });
    for (let times = 0; times < 2; times += 1) expect((await deliver(body)).status).toBe(200);
    expect(await count(`comment WHERE external_id = '77_1'`)).toBe(1);
    expect(
      await count(`comment_version v JOIN comment c ON c.id = v.comment WHERE external_id = '77_1'`),
    ).toBe(1);
    const one = comment();
    expect(await (await bot.intake([one, comment()])).json()).toEqual({ accepted: 2, duplicates: 0 });
    const again = await bot.intake([one, one]);
    expect([again.status, await again.json()]).toEqual([202, { accepted: 0, duplicates: 2 }]);
  });

  it('the webhook’s address is verified by the right token alone', async () => {
    const verify = (token: string) =>
      fetch(`${bot.url()}/webhooks/facebook?hub.mode=subscribe&hub.challenge=4711&hub.verify_token=${token}`);
    const right = await verify('verify-me');
    expect([right.status, await right.text()]).toEqual([200, '4711']);
    expect((await verify('verify')).status).toBe(403);
    expect((await fetch(`${bot.url()}/webhooks/facebook`)).status).toBe(403);
  });

  it('takes 1,000 comments in one POST', async () => {
    const many = Array.from({ length: 1000 }, (_, index) => comment({ externalId: `thousand_${index}` }));
    const response = await bot.intake(many);
    expect(await response.json()).toEqual({ accepted: 1000, duplicates: 0 });
    expect(await count(`comment WHERE external_id LIKE 'thousand%'`)).toBe(1000);
  });

  it('keeps every digit of ids beyond 2^53, quoted or not', async () => {
    const body = webhook({ page: bot.page, id: '90071992547409931234' })
      .replace('"90071992547409931234"', '90071992547409931234')
      .replace('"id":"9"', '"id":90071992547409939');
    expect((await deliver(body)).status).toBe(200);
    expect(
      await bot.query(`SELECT external_id, author_id FROM comment WHERE external_id LIKE '%9007%'`),
    ).toEqual([{ external_id: '1_90071992547409931234', author_id: '90071992547409939' }]);
  });

  it('stores NUL and lone surrogates as U+FFFD, and the bytes as they came', async () => {
    const body = JSON.stringify(
      comment({ externalId: 'odd', text: 'a\u0000b\ud800c', author: { id: '1', name: 'x\u0000' } }),
    );
    expect((await bot.send('/api/comments', body)).status).toBe(202);
    const rows = await bot.query(`SELECT v.text, c.author_name, convert_from(v.raw[1], 'UTF8') AS body
      FROM comment c JOIN comment_version v ON v.comment = c.id JOIN delivery d ON d.id = v.delivery
      WHERE c.external_id = 'odd'`);
    expect(rows).toEqual([{ text: 'a\uFFFDb\uFFFDc', author_name: 'x\uFFFD', body }]);
  });

  it('splits a delivery for two municipalities, so that neither archives the other’s words', async () => {
    const ludvika = '104100000000004';
    const body = webhook(
      { page: bot.page, message: 'Hemlighet i Filipstad' },
      { page: ludvika, message: 'Hemlighet i Ludvika' },
    );
    expect((await deliver(body)).status).toBe(200);
    await bot.intake([
      comment({ text: 'Hemlighet i Filipstad' }),
      comment({ municipality: 'ludvika', account: ludvika, text: 'Hemlighet i Ludvika' }),
    ]);
    const rows = await bot.query<{ municipality: string; body: string }>(
      `SELECT municipality, convert_from(raw[1], 'UTF8') AS body FROM comment_version WHERE convert_from(raw[1], 'UTF8') LIKE '%Hemlighet%'`,
    );
    expect(rows).toHaveLength(4);
    for (const row of rows) {
      expect(row.body).toContain(row.municipality === 'filipstad' ? 'Filipstad' : 'Ludvika');
      expect(row.body).not.toContain(row.municipality === 'filipstad' ? 'Ludvika' : 'Filipstad');
    }
  });

  it('takes 1,000 comments that Meta spells with escapes in one webhook, and a body of 8 MiB', async () => {
    const text = 'å'.repeat(160);
    const many = Array.from({ length: 1000 }, (_, index) => ({
      page: bot.page,
      id: `meta_${index}`,
      message: text,
    }));
    const escaped = webhook(...many).replaceAll('å', '\\u00e5');
    expect(escaped.length).toBeGreaterThan(MAX);
    expect((await deliver(escaped)).status).toBe(200);
    expect(await count(`comment WHERE external_id LIKE 'meta\\_%'`)).toBe(1000);
    const most = webhook({ page: bot.page, id: 'meta_most' }).padEnd(8 * MAX, ' ');
    expect((await deliver(most)).status).toBe(200);
    expect(await count(`comment WHERE external_id = 'meta_most'`)).toBe(1);
  });

  interface Kept {
    account: string | null;
    municipality: string | null;
    why: string;
    body: string;
  }
  const inbox = () =>
    bot.query<Kept>(
      `SELECT account, municipality, why, encode(body, 'escape') AS body FROM inbox WHERE state = 'unread' ORDER BY received_at, why`,
    );

  it.each<[string, string | Buffer, string]>([
    ['half a body', '{"object":', 'no-json'],
    ['another object', '{"object":"user","entry":[]}', 'other-object'],
    ['no entries', '{"object":"page"}', 'odd-delivery'],
    ['a list', '[1]', 'odd-delivery'],
    ['NUL, as a letter and as an escape', Buffer.from('{"object":"\u0000\\u0000"}'), 'other-object'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0xe5]), 'no-json'],
  ])('a signed webhook of %s is 200 and kept once, however often it comes', async (_, body, why) => {
    const before = await inbox();
    for (let times = 0; times < 2; times += 1) expect((await deliver(body)).status).toBe(200);
    const added = (await inbox()).slice(before.length);
    expect(added.map((one) => [one.account, one.municipality, one.why])).toEqual([[null, null, why]]);
  });

  it('what cannot be read beside five good comments is kept as it came, and the five are archived', async () => {
    const before = await inbox();
    const good = Array.from({ length: 5 }, (_, index) => ({ page: bot.page, id: `beside_${index}` }));
    const raw = JSON.parse(webhook(...good, { page: bot.page, id: 'beside_odd' })) as {
      entry: { changes: { value: Record<string, unknown> }[] }[];
    };
    const odd = raw.entry[5]?.changes[0]?.value ?? {};
    odd['from'] = { id: null, name: 'Nils\0\ud800' };
    raw.entry[2]?.changes.push({ value: { item: 'comment', message: 'Utan fält' } });
    expect((await deliver(JSON.stringify(raw))).status).toBe(200);
    expect(await count(`comment WHERE external_id LIKE 'beside%'`)).toBe(6);
    const added = (await inbox()).slice(before.length);
    expect(added.map(({ account, municipality, why }) => [account, municipality, why])).toEqual([
      [bot.page, 'filipstad', 'odd-change'],
      [bot.page, 'filipstad', 'odd-field'],
    ]);
    expect(added[1]?.body).toContain('Nils');
  });

  it.each<[string, string, object]>([
    [
      'a private message',
      'message',
      { messaging: [{ sender: { id: '9' }, message: { text: 'Sekretess' } }] },
    ],
    [
      'a wall post without an id',
      'odd-change',
      { changes: [{ field: 'feed', value: { item: 'status', verb: 'add', from: { id: '9' } } }] },
    ],
    [
      'a mention without an id',
      'odd-change',
      { changes: [{ field: 'mention', value: { item: 'post', verb: 'add' } }] },
    ],
    ['an unknown field', 'unknown-field', { changes: [{ field: 'leadgen', value: {} }] }],
  ])(
    '%s alone in a delivery is kept, and the town’s archive holds nothing of it',
    async (_, why, content) => {
      const [before, deliveries] = [await inbox(), await count('delivery')];
      const body = JSON.stringify({
        object: 'page',
        entry: [{ id: bot.page, time: 1_795_000_000, ...content }],
      });
      expect((await deliver(body)).status).toBe(200);
      const added = (await inbox()).slice(before.length);
      expect(added).toEqual([{ account: bot.page, municipality: 'filipstad', why, body }]);
      expect(await count('delivery')).toBe(deliveries);
    },
  );

  it('a webhook of an account that nobody has configured is 200, and kept for the installation alone', async () => {
    const [before, deliveries] = [await inbox(), await count('delivery')];
    const body = webhook({ page: '999' }, { page: bot.page, id: 'beside_stranger' });
    expect((await deliver(body)).status).toBe(200);
    const [kept, ...more] = (await inbox()).slice(before.length);
    expect([kept?.account, kept?.municipality, kept?.why, more]).toEqual([
      '999',
      null,
      'unknown-account',
      [],
    ]);
    expect(kept?.body).not.toContain('beside_stranger');
    expect(await count('delivery')).toBe((deliveries ?? 0) + 1);
  });
});

describe('a secret of its own', () => {
  const OWN = 'filipstads-egen';
  beforeAll(async () => {
    bot = await startRunningApp({
      everyTown: true,
      settings: await postgres(),
      intakeSecrets: { filipstad: OWN },
    });
  });
  afterAll(() => bot.close());
  const inLudvika = () => comment({ municipality: 'ludvika', account: '104100000000004' });

  it.each<[string, string, () => unknown, number, string | undefined]>([
    ['speaks for its municipality', OWN, () => comment(), 202, undefined],
    ['speaks for no other', OWN, inLudvika, 400, 'municipality'],
    ['speaks for no other in one body', OWN, () => [comment(), inLudvika()], 400, '[1].municipality'],
    ['takes its municipality from the common one', 'intake-secret', () => comment(), 400, 'municipality'],
    ['leaves the others to the common one', 'intake-secret', inLudvika, 202, undefined],
    ['is not guessed', 'filipstads-egna', () => comment(), 401, undefined],
  ])('%s', async (_, secret, made, status, field) => {
    const body = JSON.stringify(made());
    const headers = { 'x-kommentarsvakten-signature': sign(secret, Buffer.from(body)) };
    const response = await bot.send('/api/comments', body, headers);
    const answer = (await response.json()) as { error?: { field?: string } };
    expect([response.status, answer.error?.field]).toEqual([status, field]);
  });
});

describe('a press', () => {
  let card: ShownCard;
  let other: ShownCard;
  let foreign: { id: string };

  beforeAll(async () => {
    bot = await startRunningApp({
      everyTown: true,
      settings: await postgres(),
      registrars: [ERIK.aadObjectId ?? ''],
    });
    bot.comment(QUESTION);
    bot.comment('Hej! Var finns simhallen?');
    card = await bot.card('biblioteket');
    other = await bot.card('simhallen');
    await bot.intake(comment({ municipality: 'ludvika', account: '104100000000004', text: QUESTION }));
    foreign = await untilThere<{ id: string }>(`SELECT id FROM ticket WHERE municipality = 'ludvika'`);
  });
  afterAll(() => bot.close());

  const untilThere = async <T>(query: string): Promise<T> => {
    for (;;) {
      const [row] = await bot.query<T>(query);
      if (row) return row;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  /** Everything that a press could change. */
  const everything = async () => {
    // A card that follows a press is being drawn: that is no change that the next press makes.
    await bot.idle();
    return bot.query(`SELECT (SELECT jsonb_agg(t ORDER BY id) FROM ticket t) tickets, (SELECT jsonb_agg(e ORDER BY id) FROM effect e) effects,
      (SELECT count(*)::int FROM journal) journal, (SELECT count(*)::int FROM reason) reasons, (SELECT count(*)::int FROM reply) replies,
      (SELECT count(*)::int FROM registration) registrations,
      (SELECT jsonb_agg(jsonb_build_array(ticket, message_id) ORDER BY ticket) FROM card) cards`);
  };

  const FOREIGN = 'Kortet hör inte till den här kanalen. Inget gjordes.';
  const BAD = 'Något saknas eller är för långt. Inget gjordes.';
  const STALE = 'Kortet hade ändrats. Inget gjordes.';
  const removal = { verb: 'remove', rule: 'FIL-18', reason: 'Ett skäl.' };

  it.each<[string, () => unknown, string]>([
    ['no data', () => ({}), FOREIGN],
    ['types that are wrong', () => ({ verb: 7, ticket: card.ticket, version: '1' }), FOREIGN],
    ['a ticket that is no id', () => ({ verb: 'claim', ticket: "' OR 1=1 --", version: 1 }), FOREIGN],
    ['a ticket that nobody has', () => ({ verb: 'claim', ticket: crypto.randomUUID(), version: 1 }), FOREIGN],
    ['another municipality’s ticket', () => ({ verb: 'claim', ticket: foreign.id, version: 1 }), FOREIGN],
    ['version 0', () => ({ verb: 'claim', ticket: card.ticket, version: 0 }), FOREIGN],
    ['a huge version', () => ({ verb: 'claim', ticket: card.ticket, version: 1e300 }), FOREIGN],
    [
      'a version that does not exist',
      () => ({ verb: 'claim', ticket: card.ticket, version: 2_000_000_000 }),
      STALE,
    ],
    ['an unknown verb', () => ({ verb: 'explode', ticket: card.ticket, version: 1 }), BAD],
    ['a verb from the prototype', () => ({ verb: 'constructor', ticket: card.ticket, version: 1 }), BAD],
    [
      'prototype keys',
      () =>
        JSON.parse(
          `{"verb":"__proto__","ticket":"${card.ticket}","version":1,"__proto__":{"role":"lead"}}`,
        ) as unknown,
      BAD,
    ],
    [
      'a rule of another municipality',
      () => ({ ...removal, rule: 'LUD-10', ticket: card.ticket, version: 1 }),
      BAD,
    ],
    [
      'a rule that does not exist',
      () => ({ ...removal, rule: 'FIL-99', ticket: card.ticket, version: 1 }),
      BAD,
    ],
    [
      'a rule that cannot remove',
      () => ({ ...removal, rule: 'FIL-01', ticket: card.ticket, version: 1 }),
      'Regeln FIL-01 ger inte rätt att ta bort.',
    ],
    [
      'politics',
      () => ({ ...removal, rule: 'FIL-11', ticket: card.ticket, version: 1 }),
      'regel om politik ger inte rätt att ta bort',
    ],
    [
      'a reason of 10,000 characters',
      () => ({ ...removal, reason: 'x'.repeat(10_000), ticket: card.ticket, version: 1 }),
      BAD,
    ],
    ['a reason of spaces', () => ({ ...removal, reason: '   ', ticket: card.ticket, version: 1 }), BAD],
    [
      'a reply under another form',
      () => ({ verb: 'reply', form: 'x', 'text-y': 'Hej', ticket: card.ticket, version: 1 }),
      BAD,
    ],
    [
      'braces to fill in',
      () => ({ verb: 'reply', form: 'x', 'text-x': 'Hej {svar}', ticket: card.ticket, version: 1 }),
      'Fyll i {svar}',
    ],
    [
      'an effect that does not exist',
      () => ({ verb: 'retry', effect: 'x', ticket: card.ticket, version: 1 }),
      'Det går inte i det här läget.',
    ],
    [
      'a ground of another municipality',
      () => ({ verb: 'register', subject: 'En fråga', ground: 'LUD-38', ticket: card.ticket, version: 1 }),
      BAD,
    ],
  ])('with %s changes nothing and says why', async (_, data, why) => {
    const before = await everything();
    const answer = await bot.pressWith(data(), { messageId: card.messageId });
    expect(answer.json).toContain(why);
    if (why !== FOREIGN) expect(answer.ticket).toBe(card.ticket);
    expect(await everything()).toEqual(before);
  });

  it('that is no Action.Execute, or has no id, is answered with a whole error', async () => {
    const before = await everything();
    for (const activity of [
      { value: { action: { type: 'Action.Submit', data: {} } } },
      { value: null },
      { id: undefined },
    ]) {
      const made = pressActivity({
        serviceUrl: bot.connector.url,
        appId: bot.connector.appId,
        messageId: '1',
        data: {},
      });
      const response = await bot.activity({ ...made, ...activity });
      expect(await response.json()).toMatchObject({ statusCode: 400 });
    }
    expect(await everything()).toEqual(before);
  });

  it('on one card with another card’s ticket does not take the message over', async () => {
    const before = await bot.query('SELECT ticket, message_id FROM card ORDER BY ticket');
    await bot.pressWith({ verb: 'claim', ticket: other.ticket, version: 99 }, { messageId: card.messageId });
    expect(await bot.query('SELECT ticket, message_id FROM card ORDER BY ticket')).toEqual(before);
  });

  it.each([
    ['a guest', { userRole: 'guest', tenantId: TENANT }],
    ['a person of another tenant', { userRole: 'user', tenantId: '99999999-2222-4333-8444-555555555555' }],
    ['someone whom the roster does not know', null],
    ['someone of whom it says nothing', { hello: 1 }],
  ])('by %s is refused', async (who, member) => {
    const person = {
      id: `29:${who}`,
      name: 'Gäst',
      aadObjectId: `cccccccc-0000-4000-8000-${String(who.length).padStart(12, '0')}`,
    };
    bot.connector.setMember(person.id, member && { id: person.id, ...member });
    const before = await everything();
    for (const verb of ['claim', 'show', 'register']) {
      const answer = await bot.press(card, verb, { subject: 'En fråga om öppettider' }, person);
      expect(answer.json).toContain('Du saknar behörighet.');
    }
    expect(await everything()).toEqual(before);
  });

  it('by a registrar may register but not remove', async () => {
    const before = await everything();
    const answer = await bot.press(card, 'remove', { rule: 'FIL-18', reason: 'Ett skäl.' }, ERIK);
    expect(answer.json).toContain('Du saknar behörighet.');
    expect(await everything()).toEqual(before);
    const registered = await bot.press(
      other,
      'register',
      { subject: 'En fråga om badet', ground: 'none' },
      ERIK,
    );
    expect(registered.json).toContain('väntar på diarienummer');
  });

  it('that comes twice with one id is done once, and an older card is told so', async () => {
    const data = { verb: 'claim', ticket: card.ticket, version: card.version };
    const first = await bot.pressWith(data, { messageId: card.messageId, id: 'f-twice' });
    expect(first.json).toContain('Anna Lind har den');
    const before = await everything();
    const again = await bot.pressWith(data, { messageId: card.messageId, id: 'f-twice' });
    expect(again.json).not.toContain('Inget gjordes');
    expect(again.version).toBe(first.version);
    const old = await bot.pressWith(data, { messageId: card.messageId });
    expect(old.json).toContain(STALE);
    const late = await bot.pressWith(
      { ...data, verb: 'release' },
      {
        messageId: card.messageId,
        from: { ...ANNA, id: '29:anna2', aadObjectId: 'dddddddd-0000-4000-8000-000000000001' },
      },
    );
    expect(late.json).toContain('Anna Lind hann före');
    expect(await everything()).toEqual(before);
  });

  it('without a token, or with one that somebody else signed, is 401', async () => {
    const made = pressActivity({
      serviceUrl: bot.connector.url,
      appId: bot.connector.appId,
      messageId: card.messageId,
      data: { verb: 'release', ticket: card.ticket, version: card.version + 1 },
    });
    const before = await everything();
    const good = (await bot.connector.headers())['authorization'] ?? '';
    const [head, claims, signature = ''] = good.split('.');
    const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    for (const authorization of [
      undefined,
      'Bearer x',
      `${head}.${claims}.${flipped}`,
      `${head}.${claims}.`,
    ]) {
      const response = await fetch(`${bot.url()}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
        body: JSON.stringify(made),
      });
      expect(response.status).toBe(401);
    }
    expect(await everything()).toEqual(before);
  });

  it('in a channel that is bound to nobody is answered with the foreign card', async () => {
    const data = { verb: 'claim', ticket: other.ticket, version: other.version };
    const answer = await bot.pressWith(data, { conversation: '19:annan@thread.tacv2' });
    expect(answer.json).toContain(FOREIGN);
    expect(bot.connector.messages(CHANNEL).length).toBeGreaterThan(0);
  });
});

describe('settings and files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kommentarsvakten-bad-input-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const complete = {
    MICROSOFT_APP_ID: 'd',
    MICROSOFT_APP_PASSWORD: 'e',
    MICROSOFT_APP_TENANT_ID: 'f',
    META_APP_SECRET: 'a',
    META_VERIFY_TOKEN: 'b',
    INTAKE_SECRET: 'c',
  };

  const problemsOf = (environment: Record<string, string>): readonly string[] =>
    inspectSettings({ environment }).problems;

  it('every missing and every wrong setting is named at once, by its name in the environment', () => {
    const problems = problemsOf({
      PORT: '99999',
      META_APP_SECRET: '',
      FACEBOOK_API_URL: 'graph',
      LOG_LEVEL: 'loud',
    });
    const named = problems.map((problem) => problem.split(':')[0]);
    expect(named).toEqual([
      'PORT',
      'LOG_LEVEL',
      'FACEBOOK_API_URL',
      'ACCOUNTS_FILE',
      'META_APP_SECRET',
      'META_VERIFY_TOKEN',
      'INTAKE_SECRET',
      'MICROSOFT_APP_ID',
      'MICROSOFT_APP_TENANT_ID',
      'MICROSOFT_APP_PASSWORD',
    ]);
    expect(problems.filter((problem) => problem.endsWith(': missing'))).toHaveLength(3);
  });

  it.each<[string, string, string]>([
    ['is not there', '', 'ENOENT'],
    ['is no YAML', 'filipstad: [', 'accounts.yaml'],
    [
      'names an anchor that is nowhere',
      'filipstad: *nowhere',
      'accounts.yaml:1: expected YAML: Unresolved alias',
    ],
    ['holds a list', '- a', 'expected'],
    [
      'spells a municipality otherwise than a file',
      'Filipstad: { leads: [a] }',
      'Filipstad: expected a lower-case name',
    ],
    ['names no lead', 'filipstad: { leads: [] }', 'filipstad.leads: expected at least one lead'],
    [
      'holds a token itself',
      'filipstad: { leads: [a], accounts: [{ platform: facebook, account: "1", name: F, token: EAAB }] }',
      'filipstad.accounts[0].token: expected env:',
    ],
    ['holds an unknown field', 'filipstad: { leads: [a], chef: b }', 'chef'],
    [
      'names no Page of an Instagram account',
      'ludvika: { leads: [a], accounts: [{ platform: instagram, account: "1", name: L, token: "env:T" }] }',
      'ludvika.accounts[0].page: expected the number of the Facebook Page',
    ],
    [
      'names a Page by its address',
      'ludvika: { leads: [a], accounts: [{ platform: instagram, account: "1", name: L, token: "env:T", page: ludvika }] }',
      'ludvika.accounts[0].page: expected the number of a Facebook Page',
    ],
    [
      'names a Page where there is nothing to link',
      'ludvika: { leads: [a], accounts: [{ platform: facebook, account: "1", name: L, token: "env:T", page: "1" }] }',
      'ludvika.accounts[0].page: expected for an Instagram account alone',
    ],
    [
      'names a token that is not set',
      'filipstad: { leads: [a], accounts: [{ platform: facebook, account: "1", name: F, token: "env:FB_TOKEN" }] }',
      'FB_TOKEN: missing',
    ],
    [
      'names a secret that is not set',
      'filipstad: { leads: [a], intakeSecret: "env:OWN_INTAKE" }',
      'OWN_INTAKE: missing',
    ],
    [
      'names a secret that is everybody’s',
      'filipstad: { leads: [a], intakeSecret: "env:INTAKE_SECRET" }',
      'INTAKE_SECRET: expected a secret that filipstad shares with nobody',
    ],
    [
      'holds a secret itself',
      'filipstad: { leads: [a], intakeSecret: hemligt }',
      'filipstad.intakeSecret: expected env:',
    ],
  ])('an accounts file that %s is named with the place in it', (_, text, said) => {
    const path = text === '' ? join(folder, 'nowhere.yaml') : file('accounts.yaml', text);
    const [problem = ''] = problemsOf({ ...complete, ACCOUNTS_FILE: path });
    expect(problem).toContain(said);
    expect(problem).toContain(said.endsWith('nobody') ? 'INTAKE_SECRET' : path);
  });

  it('no value of a setting stands in what is said of it', () => {
    const text = problemsOf({ ...complete, PORT: 'hemligt-värde' }).join();
    expect(text).toContain('PORT');
    expect(text).not.toContain('hemligt');
  });

  const config = (settings: Partial<Config['settings']> = {}): Config => {
    const path = file('empty.yaml', 'filipstad: { leads: [a] }');
    const environment = { ...complete, ACCOUNTS_FILE: path, DATA_DIR: copyEmbeddedTemplate(), PORT: '0' };
    const read = inspectSettings({ environment }).config;
    if (!read) throw new Error('The settings are not complete');
    return { ...read, settings: { ...read.settings, MICROSOFT_APP_ID: '', ...settings } };
  };
  const copyOf = (name: 'rules' | 'cards', broken: string, change: (text: string) => string) => {
    const to = mkdtempSync(join(folder, `${name}-`));
    cpSync(join(import.meta.dirname, '..', '..', name), to, { recursive: true });
    writeFileSync(join(to, broken), change(readFileSync(join(to, broken), 'utf8')));
    return to;
  };

  it.each<[string, (text: string) => string, RegExp]>([
    ['filipstad.yaml', (text) => `${text}\n  - : [`, /filipstad\.yaml/u],
    [
      'ludvika.yaml',
      (text) => text.replace('undoMinutes: 10', 'undoMinutes: tio'),
      /ludvika\.yaml.*undoMinutes.*expected/su,
    ],
    ['eslov.yaml', (text) => text.replace('strength: ', 'strength: very '), /eslov\.yaml.*rules.*strength/su],
    ['lexicon.yaml', () => 'nonsense: 1', /lexicon\.yaml/u],
  ])('a broken rules/%s stops the start and is named with the place in it', async (name, change, said) => {
    const rulesDir = copyOf('rules', name, change);
    await expect(startApp({ config: config(), insecureLocal: true, rulesDir })).rejects.toThrow(said);
  });

  it.each<[string, (text: string) => string, RegExp]>([
    ['ticket.json', (text) => text.slice(0, -5), /ticket\.json/u],
    ['words.json', (text) => text.replace('"en": "Trial mode', '"eng": "Trial mode'), /words\.json.*en/su],
    ['buttons/remove.json', (text) => text.replace('"title"', '"titel"'), /remove\.json.*title/su],
  ])('a broken cards/%s stops the start and is named with the place in it', async (name, change, said) => {
    const cardsDir = copyOf('cards', name, change);
    await expect(startApp({ config: config(), insecureLocal: true, cardsDir })).rejects.toThrow(said);
  });

  it('a file in cards/buttons that is no button’s stops the start', async () => {
    const cardsDir = copyOf('cards', 'words.json', (text) => text);
    writeFileSync(join(cardsDir, 'buttons', 'shred.json'), '{}');
    await expect(startApp({ config: config(), insecureLocal: true, cardsDir })).rejects.toThrow(
      /shred\.json/u,
    );
  });

  it('an accounts file that names an unknown municipality stops the start', async () => {
    const made = config();
    const accounts = { atlantis: { leads: ['a'], registrars: [], rota: [], accounts: [] } };
    await expect(startApp({ config: { ...made, accounts }, insecureLocal: true })).rejects.toThrow(
      /empty\.yaml: atlantis: expected one of/u,
    );
  });

  it('unsigned activities are believed on loopback alone', async () => {
    await expect(startApp({ config: config({ HOST: '0.0.0.0' }), insecureLocal: true })).rejects.toThrow(
      /HOST: 0\.0\.0\.0/u,
    );
  });

  it('an empty app id is refused where activities are signed', async () => {
    await expect(startApp({ config: config() })).rejects.toThrow(
      /MICROSOFT_APP_ID: expected the Entra application id/u,
    );
  });
});
