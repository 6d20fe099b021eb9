import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { PLAYGROUND_CONVERSATIONS } from '../../src/local/playground.ts';
import { type Local, startLocal } from '../../src/local/run.ts';
import { openPlayground, type PlaygroundPage } from './playground-page.ts';

/** How many cards a page that opens now is told of: it asks and says what the Playground's own page does. */
async function posted({ playgroundUrl }: Local): Promise<number> {
  await fetch(`${playgroundUrl}/_internal/v1/config`);
  const stream = new WebSocket(
    `${playgroundUrl.replace('http', 'ws')}/_ws_conversation/v1/conversations/stream`,
  );
  const cards = new Set<string>();
  stream.addEventListener('message', ({ data }) => {
    const { message } = JSON.parse(String(data)) as {
      message?: { messageId: string; attachments?: readonly unknown[] };
    };
    if (message?.attachments?.length) cards.add(message.messageId);
  });
  await pause(300);
  const personal = encodeURIComponent(PLAYGROUND_CONVERSATIONS.personal);
  await fetch(`${playgroundUrl}/_debug/conversation/${personal}/installation`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  await pause(300);
  stream.close();
  return cards.size;
}

describe('each open ticket has one card in the channel', { timeout: 180_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'kommentarsvakten-'));
  let local: Local;
  let teams: PlaygroundPage;
  /** A page that was told of what it could not know stops hearing more. */
  const faults: string[] = [];

  const start = async () => {
    local = await startLocal({
      municipality: 'vallentuna',
      dataDir: join(folder, 'data'),
      modelDir: inject('modelFolder'),
      port: 0,
      sampleEveryMs: 0,
    });
  };
  const write = async (author: string) => {
    const response = await fetch(`${local.graphUrl}/_sim/comments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        op: 'add',
        page: local.pageUrl.split('/').at(-1),
        author,
        message: 'Hej! När öppnar badhuset?',
      }),
    });
    expect(response.status).toBe(200);
  };
  /** Who has how many cards in the channel, once the last of them is there. */
  const cards = async (...authors: string[]) => {
    for (const author of authors) await teams.card(author).waitFor({ timeout: 30_000 });
    // A second card would come with the answer to the installation, which the channel's first opening sends.
    await pause(3000);
    const shown = await teams.page.locator('.ac-preview-panel').allInnerTexts();
    expect(faults).toEqual([]);
    return authors.map((author) => shown.filter((text) => text.includes(author)).length);
  };

  afterAll(async () => {
    await teams?.close();
    await local?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('when they were written before anybody opened the page, and before its channel was opened', async () => {
    await start();
    await write('Maja Ekdahl');
    await expect.poll(() => posted(local), { timeout: 60_000 }).toBe(1);
    teams = await openPlayground(local.playgroundUrl);
    teams.page.on('console', (said) => {
      if (said.type() === 'error' && said.text().includes('Saga error')) faults.push(said.text());
    });
    await write('Lena Wik');
    await expect.poll(() => posted(local), { timeout: 60_000 }).toBe(2);
    await teams.channel('Moderering');
    expect(await cards('Maja Ekdahl', 'Lena Wik')).toEqual([1, 1]);
  });

  it('when the page is loaded anew, with what has been done since', async () => {
    await teams.press(teams.card('Maja Ekdahl'), 'Låt stå');
    await teams.choose(teams.card('Maja Ekdahl'), 'Varför?', 'Behöver inget svar');
    await teams.press(teams.card('Maja Ekdahl'), 'Låt stå');
    await teams.hears(/Anna Lind lät kommentaren stå/u);
    await teams.page.reload();
    await teams.channel('Moderering');
    expect(await cards('Lena Wik')).toEqual([1]);
    expect(await teams.text()).toMatch(/Anna Lind lät kommentaren stå/u);
    expect(await teams.text()).not.toContain('Maja Ekdahl');
  });

  it('when everything was stopped and started while the page stood open', async () => {
    await local.stop();
    await start();
    await expect.poll(() => posted(local), { timeout: 60_000 }).toBe(1);
    await teams.page.goto(local.playgroundUrl);
    await write('Olle Sand');
    await teams.channel('Moderering');
    expect(await cards('Lena Wik', 'Olle Sand')).toEqual([1, 1]);
  });

  it('when the bot alone was stopped and started', async () => {
    await local.restartBot();
    await write('Kim Berg');
    expect(await cards('Lena Wik', 'Olle Sand', 'Kim Berg')).toEqual([1, 1, 1]);
  });
});
