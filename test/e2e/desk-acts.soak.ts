import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { systemClock } from '../../src/app/system-clock.ts';
import {
  PLAYGROUND_CONVERSATIONS,
  PLAYGROUND_PEOPLE,
  PLAYGROUND_TENANT,
} from '../../src/local/playground.ts';
import { type Local, startLocal } from '../../src/local/run.ts';
import { pressActivity } from '../fakes/teams-activities.ts';
import { openPlayground, type PlaygroundPage } from './playground-page.ts';

const [, erik] = PLAYGROUND_PEOPLE;
const KEEP = process.env['UPDATE_SCREENSHOTS'] === '1';
const CASE = 'Hej, jag undrar över mitt bygglovsärende på Storgatan 3, diarienummer 44. Vad händer?';
const POLITICS = 'Rösta på Centerpartiet i höst! Hur tänker ni om skolan?';
const WHY = 'Uppmanar att rösta på ett parti.';
const INSULT = 'Du är en jävla idiot, precis som din chef!';

describe('what the desk decides, in a browser', { timeout: 120_000 }, () => {
  let local: Local;
  let teams: PlaygroundPage;
  let presses = 0;
  /** Ahead of the simulators', which tell the machine's. */
  let minutes = 0;
  const now = () => systemClock.now().add({ minutes });
  const folder = mkdtempSync(join(tmpdir(), 'kommentarsvakten-'));
  const shots = KEEP ? join(import.meta.dirname, 'screenshots') : join(folder, 'screenshots');

  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    local = await startLocal({
      ...{ municipality: 'vallentuna', dataDir: join(folder, 'data'), modelDir: inject('modelFolder') },
      ...{ port: 0, sampleEveryMs: 0, clock: { now } },
    });
    teams = await openPlayground(local.playgroundUrl);
    // A card with its form is high.
    await teams.page.setViewportSize({ width: 1400, height: 1700 });
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

  const account = () => local.pageUrl.split('/').at(-1) ?? '';
  const deed = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', headers, body: JSON.stringify(body) };
    return (await (await fetch(`${local.graphUrl}/_sim/${path}`, request)).json()) as { id: string };
  };
  const write = (author: string, message: string) =>
    deed('comments', { op: 'add', page: account(), author, message, createdAt: now().toString() });
  const page = async () => (await fetch(local.pageUrl)).text();
  const says = (card: Locator, text: RegExp) => card.getByText(text).last().waitFor({ timeout: 30_000 });
  const shoot = (card: Locator, name: string) => card.screenshot({ path: join(shots, `${name}.png`) });
  const press = async (card: Locator, title: string) => {
    presses += 1;
    await teams.press(card, title);
  };
  /** So many presses since the last time that somebody asked. */
  const pressed = () => {
    const count = presses;
    presses = 0;
    return count;
  };
  /** A colleague's press, as Teams would send it: the Playground has one person at the keyboard. */
  const pressAsColleague = async (card: Locator, verb: string, inputs: object) => {
    const shown = teams.page.waitForRequest((request) => request.url().endsWith('/v1/invoke'));
    await teams.page.route('**/_conversation/v1/invoke', (route) => route.abort(), { times: 1 });
    await teams.press(card, 'Låt stå');
    await teams.press(card, 'Låt stå');
    const { value, replyToId } = (await shown).postDataJSON() as {
      value: { action: { data: { ticket: string; version: number } } };
      replyToId: string;
    };
    const { ticket, version } = value.action.data;
    const activity = pressActivity({
      ...{ serviceUrl: `${local.playgroundUrl}/_connector`, tenant: PLAYGROUND_TENANT },
      conversation: PLAYGROUND_CONVERSATIONS.moderation,
      from: { ...erik, aadObjectId: erik.id },
      ...{ messageId: replyToId, data: { verb, ticket, version, ...inputs } },
    });
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', headers, body: JSON.stringify(activity) };
    expect((await fetch(`${local.botUrl}/api/messages`, request)).status).toBe(200);
  };

  it('refers on with the words that stand there: two presses', async () => {
    await write('Lars Öhman', CASE);
    const card = await teams.numbered('Lars Öhman');
    await press(card, 'Svara');
    await press(card, 'Skicka');
    expect(pressed()).toBe(2);
    await says(card, /Svaret publicerades/u);
  });

  it('refers on and removes in one form: two presses', async () => {
    await write('Kim Testsson', CASE);
    const card = await teams.numbered('Kim Testsson');
    await press(card, 'Ta bort');
    await says(card, /Meddela skribenten/u);
    await teams.fill(card, 'Varför?', 'Ett personärende.');
    await shoot(card, 'refer-form');
    await press(card, 'Ta bort');
    expect(pressed()).toBe(2);
    await says(card, /Svaret publicerades/u);
    await says(card, /Dold \d\d\.\d\d/u);
    expect(await page()).toMatch(/Kontaktcenter/u);
  });

  it('a second person sees the reason, the rule and the text, and approves: two presses', async () => {
    await write('Maja Ekdahl', POLITICS);
    const card = await teams.numbered('Centerpartiet');
    await pressAsColleague(card, 'remove', { rule: 'VAL-19', reason: WHY });
    await says(card, /Erik Berg föreslog/u);
    await teams.redrawn();
    await press(card, 'Granska förslaget');
    const review = teams.card('Politisk debatt eller kommentarer som tydligt har en politisk agenda');
    await says(review, /Uppmanar att rösta på ett parti/u);
    await shoot(review, 'approve');
    await press(review, 'Godkänn borttagningen');
    expect(pressed()).toBe(2);
    await says(card, /Dold \d\d\.\d\d/u);
  });

  it('a report in a private message is matched, decided and answered: four presses', async () => {
    const { id } = await write('Nils Holm', 'Vilken fin vinterbild från torget!');
    await expect.poll(page, { timeout: 10_000 }).toContain('vinterbild');
    // Nobody reports what has only just been written: it has come in by then.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const link = `https://www.facebook.com/${id.replace('_', '/posts/')}?comment_id=${id.split('_').at(-1)}`;
    await deed('messages', {
      ...{ op: 'write', page: account(), author: 'Vera Nyholm' },
      text: `Hej, är det här okej enligt era regler? ${link} Mvh Vera`,
    });
    const message = await teams.numbered('som inte är bedömd än');
    const reported = await teams.numbered('Anmäld i ett privat meddelande');
    expect(await teams.text()).not.toMatch(/Vera|enligt era regler/u);
    await press(reported, 'Låt stå');
    await press(reported, 'Låt stå');
    await says(message, /bedömd, och ligger kvar/u);
    await teams.redrawn();
    await press(message, 'Svara');
    await shoot(message, 'report-answer');
    await press(message, 'Skicka');
    expect(pressed()).toBe(4);
    const inbox = `${local.pageUrl}/messages?as=${encodeURIComponent('Vera Nyholm')}`;
    await expect
      .poll(async () => (await fetch(inbox)).text(), { timeout: 20_000 })
      .toMatch(/bedömt kommentaren som du anmälde \(nummer \d+\), och den ligger kvar/u);
  });

  it('a block with an end ends by itself', async () => {
    const blocked = async (): Promise<boolean> => (await page()).includes('Blockerade från sidan');
    const insulted = async (times: number) => {
      await write('Bo Ek', `${INSULT} ${times}`);
      // Its text is shown to whoever asks for it.
      const card = await teams.numbered('Bo Ek skriver');
      await teams.until(card.getByText(/Dold \d\d\.\d\d/u).last(), async () => {
        await teams.press(card, 'Ta bort');
        await teams.fill(card, 'Varför?', 'Ett personangrepp.');
        await teams.press(card, 'Ta bort');
      });
      minutes += 11;
      await says(card, /Raderad \d\d\.\d\d/u);
      return card;
    };
    await insulted(1);
    const card = await insulted(2);
    await teams.redrawn();
    await teams.pressMore(card, 'Blockera konto');
    const asking = teams.card('Varför räcker inte en mildare åtgärd?');
    await teams.fill(
      asking,
      'Varför räcker inte en mildare åtgärd?',
      'Samma förolämpning efter borttagning.',
    );
    await teams.press(asking, 'Blockera konto');
    await says(card, /Blockerad till och med/u);
    await shoot(card, 'blocked');
    expect(await blocked()).toBe(true);
    minutes += 32 * 24 * 60;
    await says(card, /hävdes av sig själv/u);
    expect(await blocked()).toBe(false);
  });
});
