import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Local, startLocal } from '../../src/local/run.ts';
import { openPlayground, type PlaygroundPage } from './playground-page.ts';

const KEEP = process.env['UPDATE_SCREENSHOTS'] === '1';
const NUMBER = '121212-1212';
const SECRET = `Tolva Tolvansson ${NUMBER} bor hos sin mamma och mår mycket dåligt.`;

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
  /** A card by its number, which stays when its text goes. */
  const cardWith = async (text: string): Promise<Locator> => {
    await teams.card(text).waitFor({ timeout: 20_000 });
    const [number] = /Nr \d+ ·/u.exec(await teams.card(text).innerText()) ?? [];
    return teams.card(number ?? text);
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
    const card = await cardWith('Känslig kommentar');
    await within(60, async () => {
      await teams.press(card, 'Dölj nu');
      await says(card, /Dold \d\d\.\d\d, kontrollerat/u);
    });
    await says(card, /Säkrad som SM 2026-1, väntar på diarienummer/u);
    await expect.poll(page).toContain('Dold: syns bara');
    await within(60, async () => {
      await teams.press(card, 'Ta bort');
      await teams.choose(card, 'Enligt vilken regel?', 'FIL-18').catch(() => undefined);
      await teams.press(card, 'Ta bort');
      await says(card, /Raderad \d\d\.\d\d/u);
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
    await teams.press(card, 'Till registrator');
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
    const insult = 'Din jävla idiot till chef, dra åt helvete.';
    await write('Kim Testsson', insult);
    const card = await cardWith('dra åt helvete');
    await teams.press(card, 'Ta bort');
    await teams.press(card, 'Ta bort');
    await says(card, /Dold \d\d\.\d\d, kontrollerat/u);
    until('2026-04-13T09:30');
    await says(card, /Raderad \d\d\.\d\d/u);
    await write('Kim Testsson', 'Varför togs min kommentar bort?');
    const asked = await cardWith('Varför togs min kommentar bort');
    await teams.pressMore(asked, 'Varför togs den bort?');
    await teams.press(asked, 'Svara');
    await shoot(asked, 'explain');
    await teams.press(asked, 'Skicka');
    await expect.poll(page, { timeout: 20_000 }).toMatch(/Vår regel FIL-\d+ säger/u);
  });

  it('what was decided is found again, and told to the one who asks', async () => {
    await teams.personal();
    await teams.say('sök SM 2026-1');
    await teams.hears(/SM 2026-1/u);
    await shoot(teams.card('SM 2026-1'), 'found');
  });
});
