import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, type RunningApp, startRunningApp, storeInTurn } from '../fakes/running-app.ts';
import {
  CHANNEL,
  installationActivity,
  messageActivity,
  messageMenuActivity,
} from '../fakes/teams-activities.ts';

const TIMES = [1, 2, 3];
/** On a machine that does much else. */
const STARTS_WITHIN_MS = 90_000;
const WORDS = [
  ['a question', 'När får vi ta bort en kommentar?', 'personal'],
  ['a call for help', 'hjälp', 'personal'],
  ['a digest that is asked for', 'sammanställning', 'channel'],
  ['the channel’s binding', 'koppla filipstad', 'channel'],
  ['a switch of the trial mode', 'provläge på Filipstads kommun', 'channel'],
  ['a command that is refused', 'koppla atlantis', 'channel'],
] as const;
type Kind = (typeof WORDS)[number][2];
const idOf = (text: string): string => `m-${text.replaceAll(/\W/gu, '')}`;

describe.each(storeInTurn)('an activity that Teams repeats, on %s', (name, where) => {
  let bot: RunningApp;
  beforeAll(async () => {
    bot = await startRunningApp({ settings: await where() });
  }, STARTS_WITHIN_MS);
  afterAll(() => bot.close());

  const base = () => ({ serviceUrl: bot.connector.url, appId: bot.connector.appId });
  /** Each in a chat of its own, where that can be: Teams takes seven messages a second in one. */
  const chatOf = (id: string, kind: Kind) => (kind === 'channel' ? CHANNEL : `a:${id}`);
  const heard = (text: string, id: string, kind: Kind) =>
    messageActivity({ ...base(), text, id, kind, conversation: chatOf(id, kind) });
  const say = async (text: string, id: string, kind: Kind) =>
    (await bot.activity(heard(text, id, kind))).status;
  const answers = (id: string, kind: Kind) =>
    bot.connector.messages(chatOf(id, kind)).filter(({ thread }) => kind === 'personal' || thread === id)
      .length;

  it.each(WORDS)('%s is answered once', async (_, text, kind) => {
    const id = idOf(text);
    for (const time of TIMES) expect([time, await say(text, id, kind)]).toEqual([time, 200]);
    await Promise.all(TIMES.map(() => say(text, id, kind)));
    expect(answers(id, kind)).toBe(1);
  });

  it('comes three times at once, and is answered once', async () => {
    const all = await Promise.all(TIMES.map(() => say('hjälp', 'm-at-once', 'personal')));
    expect(all).toEqual([200, 200, 200]);
    expect(answers('m-at-once', 'personal')).toBe(1);
  });

  it('is another where only the words are the same', async () => {
    for (const time of TIMES) await say('hjälp', `m-other-${time}`, 'personal');
    expect(TIMES.map((time) => answers(`m-other-${time}`, 'personal'))).toEqual([1, 1, 1]);
  });

  it(
    'is an installation: the open cards are brought up to date once, where they stand',
    async () => {
      const about = (act: string, word: string) =>
        bot.connector.requests.filter((one) => one.act === act && JSON.stringify(one.body).includes(word))
          .length;
      bot.comment('Hej! När öppnar biblioteket på lördagar?');
      await eventually(() => about('post', 'biblioteket') === 1, 'the card posted', STARTS_WITHIN_MS);
      const installed = installationActivity({ ...base(), id: 'f-installed' });
      await bot.activity(installed);
      await eventually(() => about('update', 'biblioteket') === 1, 'the card redrawn', STARTS_WITHIN_MS);
      for (const _ of TIMES) await bot.activity(installed);
      // Cards go out oldest first: when this one stands there, the other would too.
      bot.comment('Hej! Var finns simhallen?');
      await eventually(() => about('post', 'simhallen') === 1, 'the next card posted', STARTS_WITHIN_MS);
      expect([about('post', 'biblioteket'), about('update', 'biblioteket')]).toEqual([1, 1]);
    },
    STARTS_WITHIN_MS,
  );

  it('is a question from a message’s menu: each answer is the same', async () => {
    const html = 'Får man svära?';
    const asked = messageMenuActivity({ ...base(), html, invoke: 'submitAction', id: 'f-asked' });
    const shown = await Promise.all(TIMES.map(async () => (await bot.activity(asked)).text()));
    expect(shown[0]).toContain('"task"');
    expect(new Set(shown).size).toBe(1);
  });

  it(
    'is known after a restart, by another replica, and in the journal',
    async () => {
      await bot.restart();
      for (const [, text, kind] of WORDS) expect(await say(text, idOf(text), kind)).toBe(200);
      if (name === 'PostgreSQL') {
        const other = await bot.replica();
        const headers = await bot.connector.headers();
        for (const [, text, kind] of WORDS) {
          const body = JSON.stringify(heard(text, idOf(text), kind));
          const { status } = await fetch(`${other.url}/api/messages`, { method: 'POST', headers, body });
          expect(status).toBe(200);
        }
        await other.close();
      }
      expect(WORDS.map(([, text, kind]) => answers(idOf(text), kind))).toEqual(WORDS.map(() => 1));
      const journalled = await bot.query(
        `SELECT kind, count(*)::int n FROM journal WHERE kind IN ('channel-bound', 'trial-mode-changed') GROUP BY kind ORDER BY kind`,
      );
      // The channel was bound when the bot was started for the test, too.
      expect(journalled).toEqual([
        { kind: 'channel-bound', n: 2 },
        { kind: 'trial-mode-changed', n: 1 },
      ]);
    },
    STARTS_WITHIN_MS,
  );
});
