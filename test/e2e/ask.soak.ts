import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Local, startLocal } from '../../src/local/run.ts';
import { openPlayground, type PlaygroundPage } from './playground-page.ts';

const KEEP = process.env['UPDATE_SCREENSHOTS'] === '1';

describe('"Vilken regel gäller?", in a browser', { timeout: 60_000 }, () => {
  let local: Local;
  let teams: PlaygroundPage;
  const folder = mkdtempSync(join(tmpdir(), 'kommentarsvakten-'));
  const shots = KEEP ? join(import.meta.dirname, 'screenshots') : join(folder, 'screenshots');
  const shot = (name: string) => join(shots, `${name}.png`);

  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    const where = { dataDir: join(folder, 'data'), modelDir: inject('modelFolder') };
    local = await startLocal({ municipality: 'ludvika', port: 0, sampleEveryMs: 0, ...where });
    teams = await openPlayground(local.playgroundUrl);
  }, 120_000);

  afterAll(async () => {
    await teams?.close();
    await local?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is answered by @mention in the channel, with the rule’s own words', async () => {
    await teams.channel('Moderering');
    await teams.mention('Kommentarsvakten', 'får vi blockera ett konto?');
    const answer = teams.card('Regler som kan gälla · Ludvika');
    await answer.waitFor();
    expect(await answer.innerText()).toContain('Vid upprepade kommentarer som bryter mot reglerna');
    await teams.thread('Regler som kan gälla · Ludvika').screenshot({ path: shot('ask-mention') });
  });

  it('is answered from the menu of a message', async () => {
    await teams.personal();
    await teams.say('Det är ju för jävligt hur ni sköter vägarna!');
    await teams.card('”svordomar eller obscena ord”').waitFor();
    await teams.messageMenu('Det är ju för jävligt hur ni sköter vägarna!', 'which-rule');
    const dialog = teams.page.getByRole('dialog').filter({ hasText: 'Vilken regel gäller?' });
    await dialog.getByText('”svordomar eller obscena ord”').waitFor();
    await dialog.screenshot({ path: shot('ask-menu') });
    await dialog.getByRole('button').first().click();
    await dialog.waitFor({ state: 'hidden' });
  });

  it('is answered in personal chat, and says so when no rule covers the matter', async () => {
    await teams.personal();
    await teams.say('Någon har lagt ut en bild på ett barn utan att fråga. Vad gäller?');
    await teams.card('”information som bryter mot dataskyddsförordningen (GDPR)”').waitFor();
    await teams.say('Vad blir det för väder i morgon?');
    await teams.hears('Ingen regel täcker detta. Du kan låta stå, svara eller fråga kommunjuristen.');
    await teams.screenshot(shot('ask-personal'));
  });
});
