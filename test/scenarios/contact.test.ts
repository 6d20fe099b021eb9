import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually, startRunningApp, storeInTurn } from '../fakes/running-app.ts';
import { ANNA, CHANNEL } from '../fakes/teams-activities.ts';

/** A Wednesday and a Friday, 09.00 in Sweden. */
const WEDNESDAY = '2026-03-25T08:00:00Z';
const FRIDAY = '2026-03-27T08:00:00Z';
const A_DAY = 24 * 60;

describe.each(storeInTurn)('what is wrong with an account, on %s', (_, where) => {
  const start = async (at: string) => {
    const bot = await startRunningApp({ at, settings: await where() });
    onTestFinished(() => bot.close());
    await bot.idle();
    const told = () => bot.connector.messages(`a:personal-${ANNA.aadObjectId}`).map(({ text }) => text);
    const pass = async (minutes: number) => {
      bot.pass(minutes);
      await bot.idle();
    };
    const facebook = bot.graph.state.pages.find(({ id }) => id === bot.page);
    if (!facebook) throw new Error('no such page');
    return { bot, told, pass, facebook };
  };

  it('is told to the lead in their own chat once a week, and stands in each digest until it is cured', async () => {
    const { bot, told, pass, facebook } = await start(WEDNESDAY);
    facebook.tokenEndsAt = '2026-04-08T22:00:00Z';
    expect(told()).toEqual([]);
    // Asked again after a day: then the token has 13 days left.
    await pass(A_DAY);
    await eventually(() => told().length > 0, 'a warning');
    expect(told()[0]).toContain('Inloggningen slutar gälla tor 9 apr.');
    expect(told()[0]).toMatch(
      /^Något behöver ses över för att Kommentarsvakten ska nå kontona i Filipstad\./u,
    );
    expect(told()[0]).toContain('Kontakta IT-avdelningen.');
    await pass(A_DAY);
    await eventually(
      () =>
        JSON.stringify(bot.connector.cards(CHANNEL)).includes(
          'Facebook: Inloggningen slutar gälla tor 9 apr.',
        ),
      'a digest that says so',
    );
    expect(told()).toHaveLength(1);
    await pass(6 * A_DAY);
    await eventually(() => told().length > 1, 'a second warning');
    facebook.tokenEndsAt = null;
    await pass(A_DAY);
    await pass(7 * A_DAY);
    expect(told()).toHaveLength(2);
    expect(JSON.stringify(bot.connector.cards(CHANNEL).at(-1))).not.toContain('Inloggningen slutar');
  });

  it('is not told at the weekend, nor before the office opens', async () => {
    const { told, pass, facebook } = await start(FRIDAY);
    facebook.scopes = [];
    await pass(A_DAY + 60);
    await pass(A_DAY);
    expect(told()).toEqual([]);
    // Monday, 06.00 and then 10.00: the clocks have gone forward.
    await pass(19 * 60);
    expect(told()).toEqual([]);
    await pass(4 * 60);
    await eventually(() => told().length > 0, 'a warning on Monday');
    expect(told()[0]).toContain('Inloggningen saknar behörigheter: pages_show_list');
  });
});
