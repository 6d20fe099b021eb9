import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Local, startLocal } from '../../src/local/run.ts';
import { openPlayground, type PlaygroundPage } from './playground-page.ts';

const KEEP = process.env['UPDATE_SCREENSHOTS'] === '1';
const HARMLESS = 'Vilken fin vinterbild!';
const BOT = 'Kommentarsvakten';

describe('the desk, in a browser', { timeout: 120_000 }, () => {
  let local: Local;
  let teams: PlaygroundPage;
  /** Time passes as it does, from where it was set last. */
  let set = { at: Temporal.Instant.from('2026-04-02T10:00+02:00'), since: Temporal.Now.instant() };
  const now = () => set.at.add(set.since.until(Temporal.Now.instant()).round('milliseconds'));
  const until = (moment: string) => {
    const at = Temporal.ZonedDateTime.from(`${moment}[Europe/Stockholm]`).toInstant();
    set = { at, since: Temporal.Now.instant() };
  };
  const folder = mkdtempSync(join(tmpdir(), 'kommentarsvakten-'));
  const shots = KEEP ? join(import.meta.dirname, 'screenshots') : join(folder, 'screenshots');

  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    local = await startLocal({
      ...{ municipality: 'ludvika', dataDir: join(folder, 'data'), modelDir: inject('modelFolder') },
      ...{ port: 0, sampleEveryMs: 0, clock: { now } },
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

  const deed = async (body: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${local.graphUrl}/_sim/comments`, {
      ...{ method: 'POST', headers, body: JSON.stringify(body) },
    });
    return (await answer.json()) as { id: string };
  };
  const write = (author: string, message: string) =>
    deed({
      ...{ op: 'add', page: local.pageUrl.split('/').at(-1), author, message },
      createdAt: now().toString(),
    });
  const says = (card: Locator, text: RegExp) => card.getByText(text).last().waitFor({ timeout: 30_000 });
  const shoot = (card: Locator, name: string) => card.screenshot({ path: join(shots, `${name}.png`) });

  it('takes up from the list what screening put before nobody: two presses', async () => {
    await write('Maja Ekdahl', HARMLESS);
    await write('Nils Holm', HARMLESS);
    await expect
      .poll(
        async () => {
          await teams.mention(BOT, 'sammanställning');
          await teams.card('Läget').last().waitFor();
          return teams.card('Läget').innerText();
        },
        { timeout: 60_000, interval: 3000 },
      )
      .toContain('Visa övriga 2');
    const digest = teams.card('Läget');
    await teams.press(digest, 'Visa övriga 2');
    const list = teams.card('Kom in men fick inget kort');
    await says(list, /Nils Holm skriver/u);
    await shoot(list, 'take-up');
    await teams.press(list, 'Ta upp');
    await says(list, /Nr 1/u);
    const card = await teams.numbered('Anna Lind tog upp den');
    await says(card, /vinterbild/u);
  });

  it('a colleague is asked in the thread, answers on the card, and is given the comment', async () => {
    await write('Ingrid Sund', 'Hej! När öppnar biblioteket på lördagar?');
    const card = await teams.numbered('Ingrid Sund');
    await teams.pressMore(card, 'Fråga kollega');
    const asking = teams.card('Vem vill du fråga?');
    await teams.choose(asking, 'Vem vill du fråga?', 'Erik Berg');
    await teams.fill(asking, 'Vad vill du fråga?', 'Gäller tio till två även i sommar?');
    await teams.press(asking, 'Fråga');
    await teams.hears('Anna Lind frågar:');
    await says(card, /Anna Lind frågade Erik Berg/u);
    await teams.redrawn();
    await teams.press(card, 'Svara kollegan');
    await teams.fill(card, 'Vad är svaret?', 'Ja, till och med augusti.');
    await teams.press(card, 'Lämna svaret');
    await says(card, /svarade .*: ”Ja, till och med augusti\.”/u);
    await shoot(card, 'colleague-asked');
    await teams.redrawn();
    await teams.press(card, 'Ge till …');
    const giving = teams.card('Vem ska ta den?');
    await teams.choose(giving, 'Vem ska ta den?', 'Erik Berg');
    await teams.press(giving, 'Ge');
    await says(card, /Erik Berg har den/u);
  });

  it('takes up by a link', async () => {
    const page = await (await fetch(local.pageUrl)).text();
    const { id } = await write('Olle Berg', HARMLESS);
    expect(page).toContain('vinterbild');
    const link = `https://www.facebook.com/${id.replace('_', '/posts/')}?comment_id=${id.split('_').at(-1)}`;
    await expect
      .poll(
        async () => {
          await teams.mention(BOT, `ta upp ${link}`);
          await new Promise((resolve) => setTimeout(resolve, 1500));
          return teams.text();
        },
        { timeout: 60_000, interval: 2000 },
      )
      .toMatch(/kortet kommer i kanalen|finns redan i kanalen/u);
  });

  it('asks whether staff removed it on the platform, and completes the record', async () => {
    const { id } = await write('Kim Testsson', 'Vilken fin utsikt!');
    await expect.poll(async () => (await fetch(local.pageUrl)).text()).toContain('utsikt');
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await deed({ op: 'remove', id });
    const card = await teams.numbered('Den togs inte bort här. Var det ni?');
    await shoot(card, 'elsewhere');
    await teams.press(card, 'Det var vi');
    await teams.choose(card, 'Enligt vilken regel?', 'LUD-10 · svordomar eller obscena ord');
    await teams.fill(
      card,
      'Varför? Skriv också vem som beslutade, om det inte var du.',
      'Svordomar. Erik beslutade.',
    );
    await teams.press(card, 'Spara');
    await says(card, /Anna Lind uppger .* att kommunen tog bort den på Facebook enligt LUD-10/u);
    await says(card, /Säkrad som SM 2026-\d+/u);
  });

  it('on a Saturday at midnight an alert comes without a word of the text, and is confirmed', async () => {
    until('2026-04-05T00:00');
    await write('Kim Testsson', 'Jag orkar inte leva längre.');
    await teams.personal();
    const alert = teams.card('kan vara akut');
    await alert.waitFor({ timeout: 40_000 });
    expect(await alert.innerText()).not.toMatch(/orkar|Kim/u);
    await shoot(alert, 'alert');
    await teams.press(alert, 'Jag ser till det');
    await says(teams.card('bekräftade larmet'), /Anna Lind bekräftade larmet/u);
    await teams.channel('Moderering');
    await says(await teams.numbered('orkar inte leva'), /Anna Lind bekräftade larmet/u);
  });

  it('a storm of sixty on one post is handled in five presses at most, and taken back in one', {
    timeout: 240_000,
  }, async () => {
    until('2026-04-07T10:00');
    for (let count = 1; count <= 60; count += 1)
      await write(`Kim ${count}`, `Din jävla idiot till politiker, dra åt helvete, nummer ${count}!`);
    const card = teams.card('Många kommentarer på ett inlägg');
    await card
      .getByText(/inlägg: 60/u)
      .first()
      .waitFor({ timeout: 120_000 });
    let presses = 0;
    const press = async (title: RegExp) => {
      presses += 1;
      await card.getByRole('button', { name: title }).last().click();
    };
    const hidden = async () => {
      const page = await (await fetch(local.pageUrl)).text();
      return page.split('dra åt helvete, nummer').length - 1 - (page.match(/Dold: syns bara/gu)?.length ?? 0);
    };
    await shoot(card, 'storm');
    await press(/^Dölj alla \d+$/u);
    await card.getByRole('textbox').first().fill('Personangrepp.');
    await press(/^Dölj alla \d+$/u);
    await says(card, /Tas bort: \d\d/u);
    await shoot(card, 'storm-hidden');
    const rest = card.getByRole('button', { name: /^Låt \d+ stå$/u });
    if ((await rest.count()) > 0) {
      await press(/^Låt \d+ stå$/u);
      await card.getByRole('radio', { name: 'Ryms i reglerna' }).check();
      await press(/^Låt \d+ stå$/u);
    }
    expect(presses).toBeLessThanOrEqual(5);
    await expect.poll(hidden, { timeout: 60_000 }).toBeLessThan(60);
    await card.getByRole('button', { name: /^Ångra \d+ borttagningar$/u }).click();
    await says(card, /Tas bort: 0/u);
  });
});
