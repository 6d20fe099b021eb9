import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Local, startLocal } from '../../src/local/run.ts';
import { openPlayground, type PlaygroundPage } from './playground-page.ts';

const KEEP = process.env['UPDATE_SCREENSHOTS'] === '1';
/** The bot's name in the Playground. */
const BOT = 'Kommentarsvakten';

describe('the clock, in a browser', { timeout: 90_000 }, () => {
  let local: Local;
  let teams: PlaygroundPage;
  let now = Temporal.Instant.from('2026-02-23T08:00+01:00');
  const folder = mkdtempSync(join(tmpdir(), 'kommentarsvakten-'));
  const shots = KEEP ? join(import.meta.dirname, 'screenshots') : join(folder, 'screenshots');
  const shot = (name: string) => join(shots, `${name}.png`);

  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    const clock = { now: () => now };
    local = await startLocal({
      municipality: 'filipstad',
      dataDir: join(folder, 'data'),
      modelDir: inject('modelFolder'),
      port: 0,
      sampleEveryMs: 0,
      clock,
    });
    teams = await openPlayground(local.playgroundUrl);
    await teams.channel('Moderering');
  }, 120_000);

  afterAll(async () => {
    await teams?.close();
    await local?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const at = (local: string) => {
    now = Temporal.ZonedDateTime.from(`${local}[Europe/Stockholm]`).toInstant();
  };
  /** Someone writes on the page, or answers there as the municipality. */
  const write = async (author: string, message: string, parent?: string): Promise<string> => {
    const page = local.pageUrl.split('/').at(-1);
    const answer = parent === undefined ? {} : { parent, asPage: true };
    const response = await fetch(`${local.graphUrl}/_sim/comments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ op: 'add', page, author, message, createdAt: now.toString(), ...answer }),
    });
    return ((await response.json()) as { id: string }).id;
  };

  it('has a history: five weeks of questions, most of them answered in time', async () => {
    for (const [week, answeredOn] of ['24', '03', '11', '17', '24'].entries()) {
      const monday = Temporal.PlainDate.from('2026-02-23').add({ weeks: week });
      const month = week === 0 ? '02' : '03';
      at(`${monday}T10:00`);
      const asked: string[] = [];
      for (const question of [
        'När öppnar badhuset?',
        'Var lämnar man in blanketten?',
        'Hur bokar vi lokalen?',
      ]) {
        asked.push(await write(`Frågare ${week}`, `Hej! ${question}`));
      }
      await teams.card(`Frågare ${week}`).waitFor();
      at(`2026-${month}-${answeredOn}T11:00`);
      for (const id of asked) await write('-', 'Hej! Det står på vår webbplats.', id);
      await pause(1500);
    }
  });

  it('tells every working day that nothing waits', async () => {
    at('2026-04-02T08:15');
    const digest = teams.card('Läget tor 2 apr');
    await digest.waitFor();
    expect(await digest.innerText()).toContain('Inget väntar.');
    await digest.screenshot({ path: shot('digest-calm') });
  });

  it('promises an answer by Tuesday on Maundy Thursday, and keeps silent until then', async () => {
    at('2026-04-02T15:30');
    await write('Maja Ekdahl', 'Hej! När öppnar biblioteket på lördagar?');
    const card = teams.card('Maja Ekdahl');
    await card.getByText('Svara senast tis 7 apr 16.00').waitFor();
    await teams.press(card, 'Jag tar den');
    await card.getByText('Anna Lind har den').waitFor();
    await card.screenshot({ path: shot('clock-before') });
    for (const day of ['03', '04', '05', '06']) {
      at(`2026-04-${day}T12:00`);
      await pause(600);
      expect(await teams.text()).not.toContain('Svaret ska ut');
    }
  });

  it('reminds on Tuesday, four working hours before and one', async () => {
    at('2026-04-07T12:00');
    await teams.hears('Svaret ska ut i dag 16.00.');
    at('2026-04-07T15:00');
    await expect
      .poll(async () => (await teams.text()).split('Svaret ska ut i dag').length - 1, { timeout: 10_000 })
      .toBe(2);
    await teams.thread('Maja Ekdahl').screenshot({ path: shot('clock-reminder') });
    at('2026-04-07T16:00');
    await pause(600);
    const card = teams.card('Maja Ekdahl');
    expect(await card.innerText()).toContain('Svara senast tis 7 apr 16.00');
    await card.screenshot({ path: shot('clock-at') });
  });

  it('says at night that it is late, and every morning', async () => {
    at('2026-04-07T20:00');
    const card = teams.card('Maja Ekdahl');
    await card.getByText('Försenat. Svaret skulle ha gått ut tis 7 apr 16.00').waitFor();
    at('2026-04-08T08:00');
    await teams.hears('Svaret har inte gått ut. Tiden gick ut tis 7 apr 16.00.');
    await teams.thread('Maja Ekdahl').screenshot({ path: shot('clock-after') });
  });

  it('shows on Monday the weekend’s numbers and the share answered in time, and on demand', async () => {
    at('2026-04-11T12:00');
    await write('Lena Wik', 'Hej! Vart skickar jag min ansökan?');
    await teams.card('Lena Wik').waitFor();
    at('2026-04-13T08:15');
    const digest = teams.card('Läget mån 13 apr');
    await digest.waitFor();
    const text = await digest.innerText();
    expect(text).toContain('Försenade 1');
    expect(text).toContain('9 av 13 i tid');
    await digest.screenshot({ path: shot('digest-monday') });
    await teams.mention(BOT, 'sammanställning');
    await expect
      .poll(async () => (await teams.text()).split('Läget mån 13 apr').length - 1, { timeout: 10_000 })
      .toBe(2);
  });
});
