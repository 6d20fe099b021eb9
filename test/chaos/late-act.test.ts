import { afterEach, expect, it } from 'vitest';
import { copyEmbeddedTemplate } from '../fakes/databases.ts';
import { type RunningApp, startRunningApp } from '../fakes/running-app.ts';

let bot: RunningApp | null = null;
afterEach(() => bot?.close());

it('does not hide again what the platform hides after we gave up waiting', async () => {
  const settings = { DATA_DIR: copyEmbeddedTemplate(), PLATFORM_TIMEOUT_MS: 300 };
  bot = await startRunningApp({ municipality: 'ludvika', settings });
  bot.comment('Det är ju för jävligt hur ni sköter vägarna!');
  const card = await bot.card('LUD-10');
  bot.graph.fault({
    match: { method: 'POST' },
    kind: 'slow',
    times: 1,
    delayMs: 700,
    code: 0,
    status: 400,
  });
  await bot.press(card, 'remove', { rule: 'LUD-10', reason: 'Kommentaren innehåller svordomar.' });
  await bot.cardWhere(card.messageId, (json) => json.includes('kontrollerat'));
  expect(bot.graph.acts().map(({ act }) => act)).toEqual(['hide']);
});
