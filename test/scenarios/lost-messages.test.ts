import { describe, expect, it, onTestFinished } from 'vitest';
import { samplePages } from '../../src/local/graph/seed.ts';
import { eventually, startRunningApp, storeInTurn } from '../fakes/running-app.ts';
import { CHANNEL } from '../fakes/teams-activities.ts';

const ludvika = samplePages().find(({ municipality }) => municipality === 'ludvika');
const ACCOUNTS = [
  ['Facebook', ludvika?.id ?? ''],
  ['Instagram', ludvika?.instagram?.id ?? ''],
] as const;
/** Longer than either platform is left alone. */
const HOUR = 61;

describe.each(storeInTurn)('private messages whose webhooks are lost for a day, on %s', (_, where) => {
  it.each(ACCOUNTS)(
    'are caught within one poll on %s, and nothing comes twice',
    { timeout: 90_000 },
    async (platform, account) => {
      const bot = await startRunningApp({
        ...{ municipality: 'ludvika', instagram: true, at: '2026-03-25T09:00+01:00' },
        settings: await where(),
      });
      onTestFinished(() => bot.close());
      const control = (name: string, body: object) =>
        fetch(`${bot.graph.url}/_sim/${name}`, { method: 'POST', body: JSON.stringify(body) });
      const write = (author: string, text: string, byPage = false) =>
        control('messages', { op: 'write', page: account, author, text, byPage });
      const passed = async (minutes: number) => {
        bot.pass(minutes);
        await bot.idle();
      };
      /** On PGlite the bot is started anew for that, at another address. */
      const messages = () =>
        bot.query<{ text: string; own: boolean; versions: number }>(
          `SELECT v.text, c.own, c.version AS versions FROM comment c
         JOIN comment_version v ON v.comment = c.id AND v.number = c.version
         WHERE c.kind = 'message' ORDER BY c.external_id`,
        );
      const shown = () =>
        bot.connector
          .cards(CHANNEL)
          .map(({ messageId, card }) => ({ messageId, json: JSON.stringify(card) }))
          .filter(({ json }) => json.includes('privat meddelande'));

      await write('Bo Ek', 'Var får man parkera?');
      const { messageId } = await bot.card('privat meddelande');
      await control('webhooks', { hold: true });
      await passed(5);
      await write('Bo Ek', 'På torget.', true);
      await write('Eva Lind', 'När är det städdag?');
      await write('Eva Lind', 'Är det i morgon?');
      await write('Per Alm', 'Är badet öppet?');
      await passed(5);
      await write('Per Alm', 'Ja, till klockan sju.', true);
      await passed(23 * HOUR);
      // The answer that somebody gave in the inbox is seen, and only Eva waits.
      await bot.cardWhere(messageId, (json) => json.includes('Klar'));
      const card = await eventually(
        () => shown().find((one) => one.messageId !== messageId && one.json.includes('har skrivit 1 till')),
        'a card of its own for Eva, with both of her messages',
      );
      expect(card.json).toContain(platform);

      await control('webhooks', { copies: 2 });
      await eventually(() => bot.graph.state.pending.length === 0, 'the webhooks taken');
      await passed(HOUR);
      expect(await messages()).toEqual([
        { text: 'Var får man parkera?', own: false, versions: 1 },
        { text: 'På torget.', own: true, versions: 1 },
        { text: 'När är det städdag?', own: false, versions: 1 },
        { text: 'Är det i morgon?', own: false, versions: 1 },
        { text: 'Är badet öppet?', own: false, versions: 1 },
        { text: 'Ja, till klockan sju.', own: true, versions: 1 },
      ]);
      expect(await bot.query('SELECT 1 FROM ticket')).toHaveLength(2);
      expect(shown()).toHaveLength(2);
      expect(await bot.query(`SELECT 1 FROM journal WHERE kind = 'deadline-changed'`)).toEqual([]);
    },
  );
});
