import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { systemClock } from '../../src/app/system-clock.ts';
import {
  PLAYGROUND_CONVERSATIONS,
  PLAYGROUND_PEOPLE,
  PLAYGROUND_TENANT,
  type PlaygroundPerson,
} from '../../src/local/playground.ts';
import { type Local, startLocal } from '../../src/local/run.ts';
import { sampleFeed } from '../../src/local/samples.ts';
import { pressActivity } from '../fakes/teams-activities.ts';
import { openPlayground, type PlaygroundPage } from './playground-page.ts';

/** `UPDATE_SCREENSHOTS=1 npx vitest run test/e2e` renews the README's; otherwise they go to a temporary folder. */
const KEEP = process.env['UPDATE_SCREENSHOTS'] === '1';

const [, erik] = PLAYGROUND_PEOPLE;

describe('npm run local, in a browser', { timeout: 60_000 }, () => {
  let local: Local;
  let teams: PlaygroundPage;
  let minutes = 0;
  let feeding: Promise<void>;
  const noMoreSamples = new AbortController();
  const folder = mkdtempSync(join(tmpdir(), 'kommentarsvakten-'));
  const shots = KEEP ? join(import.meta.dirname, 'screenshots') : join(folder, 'screenshots');

  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    local = await startLocal({
      municipality: 'filipstad',
      dataDir: join(folder, 'data'),
      modelDir: inject('modelFolder'),
      port: 0,
      sampleEveryMs: 0,
      clock: { now: () => systemClock.now().add({ minutes }) },
    });
    teams = await openPlayground(local.playgroundUrl);
    await teams.channel('Moderering');
    // The samples that come at once; the test writes further comments itself, as a citizen would.
    const feed = sampleFeed({
      pages: local.pages,
      everyMs: 2 ** 31 - 1,
      sent: 0,
      onSent: () => undefined,
    });
    feeding = feed.run(noMoreSamples.signal);
  }, 120_000);

  afterAll(async () => {
    noMoreSamples.abort();
    await feeding;
    await teams?.close();
    await local?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const shot = (name: string) => join(shots, `${name}.png`);
  const facebook = async () => (await fetch(local.pageUrl)).text();
  const facebookUntil = async (fits: (page: string) => boolean) => {
    await expect.poll(async () => fits(await facebook()), { timeout: 10_000 }).toBe(true);
  };
  /** A colleague's press, as Teams would send it: the Playground has one person at the keyboard. */
  const pressAs = async (from: PlaygroundPerson, messageId: string, data: object) => {
    const press = pressActivity({
      serviceUrl: `${local.playgroundUrl}/_connector`,
      tenant: PLAYGROUND_TENANT,
      conversation: PLAYGROUND_CONVERSATIONS.moderation,
      from: { ...from, aadObjectId: from.id },
      messageId,
      data,
    });
    const headers = { 'content-type': 'application/json' };
    await fetch(`${local.botUrl}/api/messages`, { method: 'POST', headers, body: JSON.stringify(press) });
  };
  /** About a second after a press the bot puts the card once more, which closes a form that was opened meanwhile. */
  const afterForcedUpdate = () => pause(1500);
  const write = async (author: string, message: string) => {
    const page = local.pageUrl.split('/').at(-1);
    await fetch(`${local.graphUrl}/_sim/comments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ op: 'add', page, author, message }),
    });
    const card = teams.card(author);
    await card.waitFor();
    return card;
  };

  it('shows a sample comment, and "Ta bort" with rule and reason hides it, then deletes it', async () => {
    const sample = teams.card('Ulla-Britt Norén');
    await sample.waitFor();
    await teams.card('Maja Ekdahl').waitFor();
    await teams.screenshot(shot('channel'));

    await teams.press(sample, 'Visa');
    await teams.press(sample, 'Ta bort');
    await teams.fill(sample, 'Varför?', 'Kallar en utpekad handläggare för idiot.');
    await sample.screenshot({ path: shot('remove-form') });
    await teams.press(sample, 'Ta bort');

    const hidden = teams.card('Dold ');
    await hidden.getByText(/Dold \d\d\.\d\d, kontrollerat/u).waitFor();
    await hidden.getByText(/Anna Lind beslutade \d\d\.\d\d att ta bort enligt FIL-20/u).waitFor();
    await hidden.getByText(/Raderas \d\d\.\d\d\. Du kan ångra till dess\./u).waitFor();
    await facebookUntil((page) => page.includes('Dold: syns bara för skribenten'));
    await hidden.screenshot({ path: shot('hidden') });

    minutes += 11;
    await teams
      .card('Raderad ')
      .getByText(/Raderad (\S+ )*\d\d\.\d\d, kontrollerat/u)
      .waitFor();
    await facebookUntil((page) => !page.includes('bygglov'));
    expect(await teams.text()).not.toContain('Ulla-Britt');
    await teams.card('Raderad ').screenshot({ path: shot('deleted') });
  });

  it('brings the comment back when "Ångra" is pressed in time', async () => {
    const card = await write(
      'Takläggarna i Väst',
      'Vi har 20 % rabatt hela månaden. Boka tid på vår webbplats!',
    );
    await teams.press(card, 'Ta bort');
    await teams.press(card, 'Ta bort');
    await card.getByText(/Dold \d\d\.\d\d, kontrollerat/u).waitFor();
    await teams.press(card, 'Ångra');
    await card.getByText(/Visas igen \d\d\.\d\d, kontrollerat/u).waitFor();
    await facebookUntil((page) => page.includes('20 % rabatt') && !page.includes('Dold: syns bara'));
  });

  it('publishes a reply on the page', async () => {
    const card = teams.card('Maja Ekdahl');
    await teams.press(card, 'Svara');
    await teams.fill(card, 'Ditt svar (Svar på fråga)', 'Hej Maja! Badplatsen öppnar den 1 juni.');
    await card.screenshot({ path: shot('reply-form') });
    await teams.press(card, 'Skicka');
    await teams
      .card('Svaret publicerades')
      .getByText(/Anna Lind skrev ett svar/u)
      .waitFor();
    await facebookUntil((page) => page.includes('Badplatsen öppnar den 1 juni.'));
    await teams.card('Svaret publicerades').screenshot({ path: shot('replied') });
  });

  it('secures a comment for the registrar, then takes its number', async () => {
    const card = teams.card('Birgitta Hallin');
    await teams.pressMore(card, 'Till registrator');
    await teams.choose(card, 'Varför registreras den?', 'Annat skäl');
    await card.screenshot({ path: shot('register-form') });
    await teams.press(card, 'Till registrator');
    await card.getByText('väntar på diarienummer').waitFor();
    await afterForcedUpdate();
    await teams.pressMore(card, 'Till registrator');
    await teams.fill(card, 'Diarienummer för SM 2026-1', 'KS 2026/0412');
    await teams.press(card, 'Spara diarienumret');
    await card.getByText('Diarieförd KS 2026/0412').waitFor();
  });

  it('keeps a secret out of the channel and shows it to the one who asks', async () => {
    const page = local.pageUrl.split('/').at(-1);
    await fetch(`${local.graphUrl}/_sim/comments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        op: 'add',
        page,
        author: 'Tommy Reinholds',
        message: 'Min mamma Tolva Tolvansson 121212-1212 har inte bott i lägenheten sedan i höstas.',
      }),
    });
    const card = teams.card('Känslig kommentar');
    await card.waitFor();
    await card.screenshot({ path: shot('secret') });
    expect(await teams.text()).not.toContain('121212');
    await teams.press(card, 'Visa för mig');
    await card.getByText('Texten är på väg till din chatt').waitFor();
    await teams.personal();
    await teams.hears('121212-1212');
    await teams.screenshot(shot('private'));
    await teams.channel('Moderering');
  });

  it('tells the second of two who press at once who was first', async () => {
    const card = await write('Solveig Aronsson', 'När blir gångvägen vid Storgatan klar?');
    await teams.press(card, 'Svara');
    await teams.fill(card, 'Ditt svar (Svar på fråga)', 'Den blir klar på fredag.');
    // Anna's press is held on its way until Erik's, from the same card, has been answered.
    await teams.page.route(
      '**/_conversation/v1/invoke',
      async (route) => {
        const held = route.request().postDataJSON() as {
          value: { action: { data: object } };
          replyToId: string;
        };
        await pressAs(erik, held.replyToId, {
          ...held.value.action.data,
          'text-answer': 'Hej! Den är klar i morgon.',
        });
        await route.continue();
      },
      { times: 1 },
    );
    const answer = teams.page.waitForResponse((response) => response.url().endsWith('/v1/invoke'));
    await teams.press(card, 'Skicka');
    // On the card the sentence stands until the colleague's act is drawn; the answer is what Anna is shown.
    expect(await (await answer).text()).toContain('Erik Berg hann före');
    await facebookUntil((page) => page.includes('Den är klar i morgon.'));
    expect(await facebook()).not.toContain('Den blir klar på fredag.');
    await teams.personal();
    await teams.hears('Den blir klar på fredag.');
    await teams.screenshot(shot('colleague-first'));
    await teams.channel('Moderering');
  });

  it('acts on an old card after a restart', async () => {
    const card = await write('Lena Wik', 'Vart skickar jag en begäran om protokollet?');
    await local.restartBot();
    await teams.press(card, 'Låt stå');
    await teams.choose(card, 'Varför?', 'Behöver inget svar');
    await teams.press(card, 'Låt stå');
    await teams.hears(/Anna Lind lät kommentaren stå/u);
  });
});
