import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { strFromU8, unzipSync } from 'fflate';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { PLAYGROUND_PEOPLE } from '../../src/local/playground.ts';
import { type Local, startLocal } from '../../src/local/run.ts';
import { runKv } from '../fakes/kv.ts';
import { launchBrowser } from './browser.ts';
import { openPlayground, type PlaygroundPage } from './playground-page.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const KEEP = process.env['UPDATE_SCREENSHOTS'] === '1';
const NUMBER = '121212-1212';
const SECRET = `Tolva Tolvansson ${NUMBER} bor hos sin mamma och mår mycket dåligt.`;
const INSULT = 'Din jävla idiot till chef, dra åt helvete.';
const REASON = 'Kommentaren är ett personangrepp mot en anställd.';

describe('the record, in a browser', { timeout: 120_000 }, () => {
  let local: Local;
  let teams: PlaygroundPage;
  /** Time passes as it does, from where it was set last. */
  let set = { at: Temporal.Instant.from('2026-04-10T17:30+02:00'), since: Temporal.Now.instant() };
  const now = () => set.at.add(set.since.until(Temporal.Now.instant()).round('milliseconds'));
  const folder = mkdtempSync(join(tmpdir(), 'kommentarsvakten-'));
  const shots = KEEP ? join(import.meta.dirname, 'screenshots') : join(folder, 'screenshots');
  const dataDir = join(folder, 'data');

  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    local = await startLocal({
      ...{ municipality: 'filipstad', dataDir, modelDir: inject('modelFolder'), port: 0, sampleEveryMs: 0 },
      clock: { now },
    });
    teams = await openPlayground(local.playgroundUrl);
    await teams.channel('Moderering');
  }, 120_000);

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await teams.screenshot(join(shots, `failed-${task.id}.png`));
  });
  afterAll(async () => {
    await teams?.close();
    await local?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const until = (local: string) => {
    const at = Temporal.ZonedDateTime.from(`${local}[Europe/Stockholm]`).toInstant();
    set = { at, since: Temporal.Now.instant() };
  };
  const page = async () => (await fetch(local.pageUrl)).text();
  const write = async (author: string, message: string) => {
    const account = local.pageUrl.split('/').at(-1);
    const body = JSON.stringify({ op: 'add', page: account, author, message, createdAt: now().toString() });
    const headers = { 'content-type': 'application/json' };
    await fetch(`${local.graphUrl}/_sim/comments`, { method: 'POST', headers, body });
  };
  const says = (card: Locator, text: RegExp) => card.getByText(text).last().waitFor({ timeout: 60_000 });
  const shoot = (card: Locator, name: string) => card.screenshot({ path: join(shots, `${name}.png`) });
  const within = async (seconds: number, what: () => Promise<void>) => {
    const from = performance.now();
    await what();
    expect(performance.now() - from).toBeLessThan(seconds * 1000);
  };

  it('a personnummer on Friday at 17.30: secured, hidden, gone, and never in the channel', async () => {
    await write('Vera Nyholm', SECRET);
    const card = await teams.numbered('Känslig kommentar');
    await within(60, async () => {
      await teams.press(card, 'Dölj nu');
      await says(card, /Dold \d\d\.\d\d, kontrollerat/u);
    });
    await says(card, /Säkrad som SM 2026-1, väntar på diarienummer/u);
    await expect.poll(page).toContain('Dold: syns bara');
    await teams.redrawn();
    await within(60, async () => {
      await teams.until(card.getByText(/Raderad \d\d\.\d\d/u).last(), async () => {
        await teams.press(card, 'Ta bort');
        await teams.press(card, 'Ta bort');
      });
      await expect.poll(page).not.toContain(NUMBER);
    });
    await shoot(card, 'secrecy-drill');
    expect(await teams.text()).not.toMatch(/121212|Tolva|Nyholm/u);
  });

  it('the registrar has it in a chat of their own, reads it there, and types the number on Monday', async () => {
    until('2026-04-13T09:05');
    await teams.personal();
    const card = teams.card('SM 2026-1');
    await card.waitFor({ timeout: 20_000 });
    expect(await card.innerText()).not.toMatch(/121212|Tolva|Nyholm/u);
    await shoot(card, 'registrar');
    await teams.press(card, 'Visa handlingen');
    await teams.hears(NUMBER);
    await shoot(teams.card(NUMBER), 'history');
    await teams.press(teams.card(NUMBER), 'Tillbaka');
    await teams.pressMore(card, 'Till registrator');
    await teams.fill(card, 'Diarienummer för SM 2026-1', 'KS 2026/0412');
    await teams.press(card, 'Spara diarienumret');
    await says(card, /Diarieförd KS 2026\/0412 \(SM 2026-1\)/u);
    await teams.channel('Moderering');
  });

  it('one item is one folder, with the name, the dates and a neutral title; the secret one elsewhere', async () => {
    const at = (series: string) => join(dataDir, series, 'filipstad', 'SM 2026-1');
    await expect.poll(() => existsSync(join(at('sekretess'), 'READY')), { timeout: 20_000 }).toBe(true);
    expect(existsSync(at('diarium'))).toBe(false);
    expect(readdirSync(at('sekretess')).toSorted()).toEqual(
      expect.arrayContaining(['READY', 'handling.json', 'handling.pdf', 'manifest-sha256.txt']),
    );
    const item = readFileSync(join(at('sekretess'), 'handling.json'), 'utf8');
    expect(item).toContain(NUMBER);
    expect(JSON.parse(item)).toMatchObject({ reference: 'SM 2026-1' });
  });

  it('a citizen asks why, and three presses answer with rule, quote, reason and reference', async () => {
    await write('Kim Testsson', INSULT);
    const card = await teams.numbered('Kommentar att bedöma');
    await teams.press(card, 'Ta bort');
    await teams.fill(card, 'Varför?', REASON);
    await teams.press(card, 'Ta bort');
    await says(card, /Dold \d\d\.\d\d, kontrollerat/u);
    until('2026-04-13T09:30');
    await says(card, /Raderad \d\d\.\d\d/u);
    await write('Kim Testsson', 'Varför togs min kommentar bort?');
    const asked = await teams.numbered('Varför togs min kommentar bort');
    await teams.pressMore(asked, 'Varför togs den bort?');
    await teams.press(asked, 'Svara');
    await shoot(asked, 'explain');
    await teams.press(asked, 'Skicka');
    await expect.poll(page, { timeout: 20_000 }).toMatch(/Vår regel FIL-\d+ säger/u);
  });

  it('a request for documents is worked on where the registrar sits, until somebody else must look', async () => {
    await write('Bo Ek', 'Jag vill begära ut alla kommentarer som ni har fått om badhuset.');
    await teams.press(await teams.numbered('begära ut'), 'Begäran om handling');
    await teams.personal();
    await teams.say('begäran');
    const list = await teams.numbered('Begäran om handlingar');
    await teams.press(list, 'Öppna');
    const request = teams.card('Begäran SM 2026-');
    await teams.fill(request, 'Från och med', '2026-04-10');
    await teams.fill(request, 'Till och med', '2026-04-13');
    await shoot(request, 'request-select');
    await teams.press(request, 'Välj ut');
    await says(request, /Gallringsstopp sedan/u);
    await teams.press(request, 'Granska nästa');
    await teams.hears(NUMBER);
    await teams.choose(request, 'Vad blir det av den?', 'Maskas');
    await teams.choose(
      request,
      'Bestämmelse, om den inte lämnas ut hel',
      '21 kap. 1 § (Hälsa och sexualliv)',
    );
    await teams.fill(request, 'Ord i texten som maskas, ett på varje rad', NUMBER);
    await shoot(request, 'request-review');
    await teams.press(request, 'Spara');
    await teams.press(request, 'Granskningen är klar');
    await says(request, /Någon annan måste se igenom granskningen/u);
    await teams.channel('Moderering');
  });

  it('what was decided is found again, and told to the one who asks', async () => {
    await teams.personal();
    await teams.say('sök SM 2026-1');
    await shoot(await teams.numbered('Sökning · Filipstad'), 'found');
  });
});

/** What is done at a command line, beside the chairs that sit in Teams. */
describe('the chairs that have no Teams', { timeout: 240_000 }, () => {
  const [anna, erik, sara] = PLAYGROUND_PEOPLE;
  const folder = mkdtempSync(join(tmpdir(), 'kommentarsvakten-'));
  const shots = KEEP ? join(import.meta.dirname, 'screenshots') : join(folder, 'screenshots');
  const at = (name: string) => join(folder, name);
  const settings = {
    DATA_DIR: at('data'),
    MODEL_DIR: inject('modelFolder'),
    ACCOUNTS_FILE: at('accounts.yaml'),
  };
  const kv = async (...args: string[]) => runKv(args, { settings });
  const filipstad = ['--municipality', 'filipstad'];
  /** A command that must go well; its lines. */
  const done = async (...args: string[]) => {
    const { code, lines, stderr } = await kv(...args, ...filipstad);
    expect([code, args.join(' '), stderr]).toEqual([0, args.join(' '), stderr]);
    return lines as Record<string, unknown>[];
  };
  /** The day began so long ago that the removal's time to undo is over when it ends. */
  let agoMinutes = 15;
  const now = () => Temporal.Now.instant().round('milliseconds').subtract({ minutes: agoMinutes });
  const dayOf = (instant: Temporal.Instant) =>
    instant.toZonedDateTimeISO('Europe/Stockholm').toPlainDate().toString();
  const [from, to] = [dayOf(now()), dayOf(now().add({ minutes: agoMinutes }))];
  const year = from.slice(0, 4);

  /** A day in the town: a question, a removal with its reason, and a comment that is secret. */
  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    const local = await startLocal({
      ...{ municipality: 'filipstad', dataDir: at('data'), modelDir: inject('modelFolder') },
      ...{ port: 0, sampleEveryMs: 0, clock: { now } },
    });
    const account = local.pageUrl.split('/').at(-1);
    const teams = await openPlayground(local.playgroundUrl);
    await teams.channel('Moderering');
    for (const message of ['När öppnar badhuset igen?', INSULT, SECRET]) {
      const body = JSON.stringify({ op: 'add', page: account, author: 'Kim Testsson', message });
      const headers = { 'content-type': 'application/json' };
      await fetch(`${local.graphUrl}/_sim/comments`, { method: 'POST', headers, body });
    }
    const card = await teams.numbered('Kommentar att bedöma');
    await teams.press(card, 'Ta bort');
    await teams.fill(card, 'Varför?', REASON);
    await teams.press(card, 'Ta bort');
    await card.getByText(/Dold \d\d\.\d\d, kontrollerat/u).waitFor({ timeout: 20_000 });
    agoMinutes = 0;
    await card.getByText(/Raderad \d\d\.\d\d/u).waitFor({ timeout: 20_000 });
    await teams.card('Känslig kommentar').waitFor({ timeout: 20_000 });
    await teams.close();
    await local.stop();
    writeFileSync(
      at('accounts.yaml'),
      `filipstad:
  leads: ["${anna.id}", "${erik.id}"]
  registrars: ["${sara?.id}"]
  archive: { orgnr: "212000-0142", creator: Kommunstyrelsen, contact: arkiv@filipstad.example }
`,
    );
    cpSync(join(ROOT, 'rules'), at('rules'), { recursive: true });
    const rules = readFileSync(at('rules/filipstad.yaml'), 'utf8');
    const decision = '{ board: Kommunstyrelsen, paragraph: "§ 12", date: 2026-01-20, number: KS 2026/7 }';
    const rule = `{ id: GALLRA-1, type: comment, after: { days: 1 }, from: arrival, decision: ${decision}, plan: "3.1" }`;
    writeFileSync(at('rules/filipstad.yaml'), rules.replace('disposal: []', `disposal: [${rule}]`));
  }, 180_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('the journalist asks without a name, and gets everything but what a paragraph withholds, with the paragraph', async () => {
    const [made] = await done('request', 'new', '--by', sara?.id ?? '', '--delivery', 'file');
    const reference = String(made?.['reference']);
    await done('request', 'select', reference, '--by', sara?.id ?? '', '--from', from, '--to', to);
    const items = await done('request', 'show', reference);
    const secret = items.find(({ text }) => String(text).includes(NUMBER));
    const item = ['--item', String(secret?.['item']), '--outcome', 'withheld', '--provision', '21:1'];
    await done('request', 'review', reference, '--by', sara?.id ?? '', ...item);
    const unsettled = await kv('export', '--request', reference, '--out', at('u.zip'), ...filipstad);
    expect(unsettled.code, 'before it has been reviewed and looked at twice').toBe(1);
    await done('request', 'reviewed', reference, '--by', sara?.id ?? '');
    await done('request', 'second-look', reference, '--by', anna.id);
    const [built] = await done('export', '--request', reference, '--out', at('u.zip'));
    expect(built).toMatchObject({ withheld: 1, masked: 0 });
    const files = unzipSync(readFileSync(at('u.zip')));
    const all = Object.values(files)
      .map((bytes) => strFromU8(bytes, true))
      .join('\n');
    expect(all).not.toContain(NUMBER);
    const rows = strFromU8(files['items.jsonl'] ?? new Uint8Array());
    for (const told of [INSULT, 'Kim Testsson', 'FIL-', 'När öppnar badhuset igen?'])
      expect(rows).toContain(told);
    expect(Number(built?.['given']) + 1).toBe(Number(built?.['selected']));
    const [found] = await done('request', 'list');
    // `names`: whether the authors' are given.
    const { names, ...asked } = found ?? {};
    expect(names).toBe(true);
    expect(JSON.stringify(asked), 'nobody is asked who they are').not.toMatch(/name|personnummer/iu);
    await done('request', 'hand-over', reference, '--by', sara?.id ?? '');
  });

  it('the archivist builds, verifies and notes a package, and nothing is disposed of without two persons or under a hold', async () => {
    mkdirSync(at('arkiv'));
    const built = await done('archive', '--year', year, '--out', at('arkiv'));
    for (const { file } of built) expect((await kv('archive', 'verify', String(file))).code).toBe(0);
    const zip = String(built[0]?.['file']);
    const bytes = readFileSync(zip);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(at('flipped.zip'), bytes);
    expect((await kv('archive', 'verify', at('flipped.zip'))).code).toBe(1);
    const { code, stdout, stderr } = await kv('disposal', 'plan', '--rules', at('rules'), ...filipstad);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Kommunstyrelsen');
    const [plan] = await done('disposal', 'propose', '--by', anna.id, '--rules', at('rules'));
    const confirm = (by: string) =>
      kv('disposal', 'confirm', String(plan?.['proposal']), '--by', by, '--rules', at('rules'), ...filipstad);
    expect((await confirm(anna.id)).stderr).toContain('expected another person');
    expect((await kv('verify')).code).toBe(0);
  });

  it('the data protection officer reads what is done with the data, and the report of the quarter', async () => {
    const processing = await done('processing');
    expect(JSON.stringify(processing)).toContain('Microsoft');
    const quarter = `${year}Q${Math.ceil(Number(from.slice(5, 7)) / 3)}`;
    mkdirSync(at('rapport'));
    await done('report', '--quarter', quarter, '--out', at('rapport'));
    const html = readFileSync(at('rapport/rapport.html'), 'utf8');
    expect(html).not.toMatch(/Testsson|helvete|121212/u);
    const browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: 900, height: 1400 }, locale: 'sv-SE' });
    await page.goto(pathToFileURL(at('rapport/rapport.html')).href);
    expect(await page.getByRole('table').count()).toBeGreaterThan(5);
    await page.screenshot({ path: join(shots, 'report.png') });
    await browser.close();
  });
});
