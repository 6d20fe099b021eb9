import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { addExport } from '../../src/cli/export.ts';
import { addRegister } from '../../src/cli/register.ts';
import { addRequest } from '../../src/cli/request.ts';
import { runKvHere } from '../fakes/kv.ts';
import { type MailServer, startMailServer } from '../fakes/mail-server.ts';
import {
  eventually,
  type RunningApp,
  type ShownCard,
  startRunningApp,
  stores,
} from '../fakes/running-app.ts';
import { CHANNEL } from '../fakes/teams-activities.ts';
import { readPackage } from './disclosure/packages.ts';
import { drawnText, readPdf } from './documents/read-pdf.ts';

const [ANNA, BO] = ['0a0a0a0a-0000-4000-8000-000000000001', '0b0b0b0b-0000-4000-8000-000000000002'] as const;
const HERE = 'ludvika';
const FIELDS = [
  ...['text', 'edit', 'author', 'authorId', 'permalink', 'attachment', 'reason', 'subject'],
  ...['message', 'messageEdit', 'messageAuthor', 'reply'],
] as const;
type Field = (typeof FIELDS)[number];
/** No other word holds it, and nothing that is folded, encoded or broken over lines changes it. */
const word = (field: Field) => `Zq${field}Qz`;
const found = (said: string): Field[] =>
  FIELDS.filter((field) => said.toLowerCase().includes(word(field).toLowerCase()));
/** What screening takes for secret, whoever it is about. */
const SECRET = 'Min granne Tolva Tolvasson 19121212-1212 på Storgatan 3';

const [, [, where]] = stores;
let bot: RunningApp;
let mail: MailServer;
let pictures: Server;
let folder: string;
let settings: Record<string, string>;
const logged: string[] = [];
let secretCard: ShownCard;
let secretMessage: ShownCard;

beforeAll(async () => {
  // pino writes to the file of stderr itself.
  const fs = process.getBuiltinModule('node:fs');
  const { write } = fs;
  const taken = (file: number, what: string | Buffer, ...rest: unknown[]) => {
    if (file !== 2) return Reflect.apply(write, fs, [file, what, ...rest]);
    logged.push(String(what));
    const done = rest.at(-1) as (fault: null, bytes: number) => void;
    process.nextTick(done, null, Buffer.byteLength(what));
  };
  vi.spyOn(fs, 'write').mockImplementation(taken as typeof write);
  folder = mkdtempSync(join(tmpdir(), 'planted-'));
  for (const name of ['in', 'secret']) mkdirSync(join(folder, name));
  mail = await startMailServer();
  pictures = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'image/png' });
    response.end(Buffer.from('89504e470d0a1a0a', 'hex'));
  });
  await new Promise<void>((resolve) => pictures.listen(0, '127.0.0.1', resolve));
  const store = await where();
  settings = { DATABASE_URL: store.DATABASE_URL, DATA_DIR: folder };
  bot = await startRunningApp({
    ...{ municipality: HERE, registrars: [BO], at: '2026-03-26T09:00+01:00' },
    settings: { ...store, DATA_DIR: folder, SMTP_URL: mail.url, LOG_LEVEL: 'debug' },
    configure: (config) => {
      const town = config.accounts[HERE];
      if (!town) throw new Error('Ludvika has no accounts');
      const register = {
        ...{ folder: join(folder, 'in'), secretFolder: join(folder, 'secret') },
        mail: { to: 'registrator@ludvika.example', from: 'bot@ludvika.example' },
      };
      return { ...config, accounts: { ...config.accounts, [HERE]: { ...town, register } } };
    },
  });
  await live();
}, 120_000);
afterAll(async () => {
  await bot?.close();
  await mail?.close();
  pictures?.close();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const message = async (deed: object): Promise<{ id: string }> => {
  const sent = await fetch(`${bot.graph.url}/_sim/messages`, { method: 'POST', body: JSON.stringify(deed) });
  expect(sent.status).toBe(200);
  return (await sent.json()) as { id: string };
};

/** Every field that a citizen or a member of staff can fill is filled, in what is secret. */
async function live(): Promise<void> {
  const { port } = pictures.address() as AddressInfo;
  const comment = {
    ...{ municipality: HERE, platform: 'facebook', account: bot.page, externalId: `${bot.page}_77` },
    author: { id: word('authorId'), name: `Kim ${word('author')}` },
    permalink: `https://www.facebook.com/${word('permalink')}/posts/77`,
    createdAt: bot.now().toString(),
    attachments: [{ type: 'image', url: `http://127.0.0.1:${port}/${word('attachment')}.png` }],
  };
  const post = async (text: string) => expect((await bot.intake({ ...comment, text })).status).toBe(202);
  await post(`${SECRET} har sagt ${word('text')}.`);
  const card = await bot.card('Känslig');
  await post(`${SECRET} har sagt ${word('edit')}.`);
  await bot.idle();
  secretCard = await bot.cardWhere(card.messageId, (json) => json.includes('"remove"'));
  for (const subject of [`Om Kim ${word('author')}`, `19121212-1212 ${word('subject')}`]) {
    const refused = await bot.press(secretCard, 'register', { subject, ground: 'none' });
    expect(refused.json).toContain('"style":"attention"');
  }
  await bot.press(secretCard, 'remove', { rule: 'LUD-12', reason: `Uppgift om ${word('reason')}` });
  await bot.idle();
  bot.pass(11);
  await bot.idle();
  const person = { page: bot.page, author: `Kim ${word('messageAuthor')}` };
  const { id } = await message({ ...{ op: 'write' }, ...person, text: `${SECRET} ${word('message')}` });
  await bot.idle();
  await message({ op: 'edit', id, text: `${SECRET} ${word('messageEdit')}` });
  await bot.idle();
  secretMessage = await eventually(
    () => bot.cards().find(({ messageId }) => messageId !== secretCard.messageId),
    'a card of the message',
  );
  await bot.press(secretMessage, 'reply', { form: 'fritt', 'text-fritt': `Hej! ${word('reply')}` });
  await bot.idle();
  await fails();
}

/** What goes wrong with it is written to the log. */
async function fails(): Promise<void> {
  await bot.send('/webhooks/facebook', `{"entry": "${word('text')}"`);
  await bot.intake({ text: word('text'), author: { name: word('author') } });
  bot.connector.respondWith({ status: 500, times: 20 });
  await bot.say(`sök ${word('text')}`);
  await bot.idle();
}

const kv = async (...args: string[]) => {
  const add = (program: Parameters<typeof addExport>[0]) => {
    addExport(program);
    addRegister(program);
    addRequest(program);
  };
  const { stdout, lines } = await runKvHere(add, [...args, '--municipality', HERE], settings);
  return { stdout, lines: lines as Record<string, unknown>[] };
};
const rows = async (table: string): Promise<string> =>
  JSON.stringify(await bot.query(`SELECT row_to_json(r)::text AS row FROM ${table} r`));

it('are kept where they must be, so that they can be looked for', async () => {
  expect(found(await rows('comment'))).toEqual(expect.arrayContaining(['author', 'authorId', 'permalink']));
  expect(found(await rows('comment_version'))).toEqual(
    expect.arrayContaining(['text', 'edit', 'attachment', 'message']),
  );
  expect([found(await rows('reason')), found(await rows('reply'))]).toEqual([['reason'], ['reply']]);
  expect(found(await rows('registration_protected'))).toContain('author');
  const handed = readdirSync(join(folder, 'secret'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('handling.json'))
    .map((name) => readFileSync(join(folder, 'secret', name), 'utf8'));
  expect(found(handed.join(''))).toEqual(expect.arrayContaining(['edit', 'author']));
});

it('stand in no mail, log, journal or ledger, in no open folder, and not in the public register', async () => {
  expect(mail.mails.length).toBeGreaterThan(0);
  const attached = mail.mails.flatMap(({ attachments }) => attachments.map(({ content }) => String(content)));
  expect(found([...mail.raw, JSON.stringify(mail.mails), ...attached].join(''))).toEqual([]);
  expect(logged.length).toBeGreaterThan(0);
  expect(found(logged.join(''))).toEqual([]);
  for (const table of ['journal', 'effect', 'event', 'handover', 'registration', 'ticket', 'card'])
    expect(found(await rows(table)), table).toEqual([]);
  expect(readdirSync(join(folder, 'in'))).toEqual([]);
  const register = await kv('register', '--public');
  expect(register.lines.length).toBeGreaterThan(0);
  expect(found(register.stdout)).toEqual([]);
});

it('stand on no card and in no line of the channel', async () => {
  const posted = bot.connector.requests.filter(({ act }) => act !== 'token').map(({ body }) => body);
  expect(bot.connector.cards(CHANNEL).length).toBeGreaterThan(1);
  // An answer is written to be read by everyone, and the link that opens the comment where it stands is its address.
  const said = JSON.stringify(posted).replace(/\[Öppna på Facebook\]\([^)]*\)/gu, '');
  expect(found(said).filter((field) => field !== 'reply')).toEqual([]);
});

/** A request of everything, each item decided so; its package, as text. */
async function packaged(outcome: 'given' | 'masked' | 'withheld'): Promise<string> {
  const request = (...args: string[]) => kv('request', ...args);
  const reference = String((await request('new', '--by', ANNA)).lines[0]?.['reference']);
  const select = ['--from', '2026-03-01', '--to', '2026-03-31'];
  await request('select', reference, '--by', ANNA, ...select);
  const [, ...items] = (await request('show', reference)).lines;
  expect(items.length).toBeGreaterThanOrEqual(3);
  for (const item of items) {
    const masks = outcome === 'masked' ? masksOf(item as never).flatMap((place) => ['--mask', place]) : [];
    const by = outcome === 'given' ? [] : ['--provision', '21:1'];
    const decided = ['--item', String(item['item']), '--outcome', outcome, ...by, ...masks];
    await request('review', reference, '--by', ANNA, ...decided);
  }
  await request('reviewed', reference, '--by', ANNA);
  await request('second-look', reference, '--by', BO);
  const out = join(folder, `${outcome}.zip`);
  const made = await kv('export', '--request', reference, '--out', out, '--unsettled-too');
  expect(made.lines).toMatchObject([{ [outcome]: expect.any(Number) }]);
  const { files } = readPackage(out);
  return Object.entries(files)
    .map(([name, bytes]) => {
      const whole = Buffer.from(bytes);
      return name + (name.endsWith('.pdf') ? drawnText(readPdf(whole)) : whole.toString('latin1'));
    })
    .join('\n');
}

function masksOf(item: {
  readonly author: { readonly id: string | null };
  readonly text: string | null;
  readonly permalink: string | null;
  readonly media: number;
  readonly reasons: readonly unknown[];
  readonly replies: readonly unknown[];
}): string[] {
  const each = (of: string, count: number) => Array.from({ length: count }, (_, index) => `${of}:${index}`);
  return [
    // What the municipality itself wrote has its account for an author.
    ...(item.author.id === bot.page ? [] : ['author']),
    ...(item.text ? [`text:0-${item.text.length}`] : []),
    ...(item.permalink === null ? [] : ['link']),
    ...each('reason', item.reasons.length),
    ...each('reply', item.replies.length),
    ...each('media', item.media),
  ];
}

it('are given out where a person has said so, and not where they were masked or withheld', async () => {
  const given = found(await packaged('given'));
  for (const field of ['text', 'edit', 'author', 'authorId', 'permalink', 'reason', 'message', 'reply'])
    expect(given).toContain(field);
  expect(found(await packaged('masked'))).toEqual([]);
  expect(found(await packaged('withheld'))).toEqual([]);
});
