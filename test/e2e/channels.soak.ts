import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { systemClock } from '../../src/app/system-clock.ts';
import type { PlatformName } from '../../src/core/platform.ts';
import { type Local, startLocal } from '../../src/local/run.ts';
import { openPlayground, type PlaygroundPage } from './playground-page.ts';

const KEEP = process.env['UPDATE_SCREENSHOTS'] === '1';

describe('every channel of Ludvika’s, in a browser', { timeout: 90_000 }, () => {
  let local: Local;
  let teams: PlaygroundPage;
  let minutes = 0;
  const folder = mkdtempSync(join(tmpdir(), 'kommentarsvakten-'));
  const shots = KEEP ? join(import.meta.dirname, 'screenshots') : join(folder, 'screenshots');

  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    local = await startLocal({
      municipality: 'ludvika',
      dataDir: join(folder, 'data'),
      modelDir: inject('modelFolder'),
      port: 0,
      sampleEveryMs: 0,
      clock: { now: () => systemClock.now().add({ minutes }) },
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

  const pageOn = (platform: PlatformName) => {
    const page = local.pages.find((one) => one.platform === platform);
    if (!page) throw new Error(`Ludvika has no page on ${platform}`);
    return page;
  };
  /** What a visitor sees there. */
  const shownOn = async (platform: PlatformName) => (await fetch(pageOn(platform).url)).text();
  const until = (platform: PlatformName, fits: (page: string) => boolean) =>
    expect.poll(async () => fits(await shownOn(platform)), { timeout: 20_000 }).toBe(true);
  /** A citizen writes, and the card comes: YouTube is asked every six seconds, and the others tell by themselves. */
  const cardFor = async (platform: PlatformName, author: string, message: string): Promise<Locator> => {
    await pageOn(platform).write({ author, message, photo: false });
    return teams.numbered(message);
  };
  const says = (card: Locator, text: RegExp) => card.getByText(text).waitFor({ timeout: 20_000 });
  const shoot = (card: Locator, name: string) => card.screenshot({ path: join(shots, `${name}.png`) });

  const REMOVED = 'Köp nya däck hos oss, 30 % rabatt hela veckan på';
  const ANSWER = 'Ditt svar (Svar på fråga)';
  const ASKED = 'Hur dags börjar mötet på';

  it.each(['facebook', 'instagram', 'youtube'] as const)('hides on %s, and shows again', async (platform) => {
    const card = await cardFor(platform, 'Däckfirman Rull', `${REMOVED} ${platform}!`);
    // What resembles the one before is drawn anew to say so, which can close the form.
    await teams.until(card.getByText(/Dold \d\d\.\d\d/u), async () => {
      await teams.press(card, 'Ta bort');
      await teams.press(card, 'Ta bort');
    });
    if (platform === 'youtube') await shoot(card, 'youtube-hidden');
    await teams.press(card, 'Ångra');
    await says(card, /Visas igen \d\d\.\d\d/u);
    await until(platform, (page) => page.includes(`${REMOVED} ${platform}!`));
  });

  it.each(['facebook', 'instagram', 'youtube', 'linkedin'] as const)('replies on %s', async (platform) => {
    const card = await cardFor(platform, 'Majken Strömvall', `${ASKED} ${platform}?`);
    await teams.press(card, 'Svara');
    await teams.fill(card, ANSWER, `Klockan 18, välkommen önskar vi på ${platform}!`);
    await teams.press(card, 'Skicka');
    await until(platform, (page) => page.includes(`välkommen önskar vi på ${platform}!`));
  });

  it('asks for what LinkedIn has no interface for, and believes who did it', async () => {
    const card = await cardFor('linkedin', 'Däckfirman Rull', `${REMOVED} linkedin!`);
    await teams.press(card, 'Ta bort');
    await teams.press(card, 'Ta bort');
    await says(card, /Radera kommentaren på LinkedIn/u);
    await shoot(card, 'linkedin-by-hand');
    await teams.press(card, 'Gjort för hand');
    await says(card, /Raderad för hand/u);
  });

  it('answers in private what came in private', async () => {
    const message = 'Hej, jag behöver prata med någon om min sons skolskjuts.';
    await pageOn('facebook').writePrivately?.({ author: 'Vera Nyholm', message, photo: false });
    await teams.card('Meddelande').waitFor();
    const card = await teams.numbered('Meddelande');
    expect(await teams.text()).not.toContain('skolskjuts');
    await teams.press(card, 'Visa för mig');
    await says(card, /Texten är på väg till din chatt/u);
    await teams.personal();
    await teams.hears(/skolskjuts/u);
    await teams.channel('Moderering');
    await teams.press(card, 'Svara');
    await shoot(card, 'message');
    await teams.fill(card, ANSWER, 'Hej Vera! Ring oss på 0240-860 00, så hjälper vi dig.');
    await teams.press(card, 'Skicka');
    const inbox = `${pageOn('facebook').url}/messages?as=${encodeURIComponent('Vera Nyholm')}`;
    await expect
      .poll(async () => (await fetch(inbox)).text(), { timeout: 20_000 })
      .toContain('Ring oss på 0240-860 00');
  });

  it('removes for good on YouTube once the time to undo is over', async () => {
    const card = await cardFor('youtube', 'Takfirman Nock', 'Lägg om taket hos oss, 40 % rabatt!');
    await teams.press(card, 'Ta bort');
    await teams.press(card, 'Ta bort');
    await says(card, /Dold \d\d\.\d\d/u);
    minutes += 11;
    await says(card, /Raderad \d\d\.\d\d/u);
    await until('youtube', (page) => page.includes('Avvisad: kan inte visas igen'));
  });
});
