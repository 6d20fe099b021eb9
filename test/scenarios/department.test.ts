import { afterEach, describe, expect, it } from 'vitest';
import { samplePages } from '../../src/local/graph/seed.ts';
import { eventually, type RunningApp, startRunningApp, storeInTurn } from '../fakes/running-app.ts';
import {
  ANNA,
  CHANNEL,
  ERIK,
  installationActivity,
  messageActivity,
  pressActivity,
} from '../fakes/teams-activities.ts';

const CULTURE = '19:kultur@thread.tacv2';
const FOREIGN = '19:annan@thread.tacv2';
const account = samplePages().find(({ municipality }) => municipality === 'ludvika')?.instagram?.id ?? '';

describe.each(storeInTurn)('a department with a channel of its own, on %s', (_, where) => {
  let bot: RunningApp;
  afterEach(() => bot.close());
  const start = async (options: Parameters<typeof startRunningApp>[0] = {}) => {
    bot = await startRunningApp({
      everyTown: true,
      ...options,
      municipality: 'ludvika',
      instagram: true,
      settings: await where(),
      configure: (config) => ({
        ...config,
        accounts: Object.fromEntries(
          Object.entries(config.accounts).map(([id, town]) => [
            id,
            {
              ...town,
              accounts: town.accounts.map((one) =>
                one.account === account
                  ? { ...one, channel: 'kultur', responsible: ERIK.aadObjectId ?? '' }
                  : one,
              ),
            },
          ]),
        ),
      }),
    });
    for (const { aadObjectId = '', id, name } of [ANNA, ERIK])
      bot.connector.setMember(aadObjectId, { id, name });
  };
  const say = async (text: string, conversation: string, from = ANNA) => {
    const { url: serviceUrl, appId } = bot.connector;
    await bot.activity(messageActivity({ serviceUrl, appId, conversation, text, from }));
    await bot.idle();
    return bot.connector.messages(conversation).at(-1)?.text ?? '';
  };
  let written = 0;
  /** Somebody writes on the department's account. */
  const write = async (text: string) => {
    const externalId = `1790${++written}`;
    const comment = { municipality: 'ludvika', platform: 'instagram', account, externalId, text };
    const answer = await bot.intake({ ...comment, author: { id: '7' }, createdAt: '2026-04-02T13:00:00Z' });
    expect(answer.status).toBe(202);
    await bot.idle();
  };
  const shownIn = (conversation: string, text: string) =>
    bot.connector.cards(conversation).filter(({ card }) => JSON.stringify(card).includes(text)).length;

  it('gets the cards of its accounts, and the main channel those of the others', async () => {
    await start();
    expect(await say('koppla ludvika kultur', CULTURE)).toBe(
      'Klart. Ludvika använder nu den här kanalen för kontona under kultur.',
    );
    await write('När öppnar biblioteket?');
    bot.comment('När öppnar simhallen?');
    await bot.card('simhallen');
    expect([shownIn(CULTURE, 'biblioteket'), shownIn(CHANNEL, 'biblioteket')]).toEqual([1, 0]);
    expect([shownIn(CULTURE, 'simhallen'), shownIn(CHANNEL, 'simhallen')]).toEqual([0, 1]);
  });

  it('has its cards in the main channel until it is bound, and its open ones move then', async () => {
    await start();
    await write('När öppnar biblioteket?');
    await bot.card('biblioteket');
    bot.comment('När öppnar simhallen?');
    await bot.card('simhallen');
    await say('koppla ludvika kultur', CULTURE);
    await eventually(
      () => shownIn(CULTURE, 'biblioteket') === 1,
      'the card in the channel of the department',
    );
    await eventually(() => shownIn(CHANNEL, 'biblioteket') === 0, 'the main channel without it');
    expect([shownIn(CULTURE, 'simhallen'), shownIn(CHANNEL, 'simhallen')]).toEqual([0, 1]);
    // The main channel bound anew takes nothing from the department.
    await say('koppla ludvika', CHANNEL);
    expect([shownIn(CULTURE, 'biblioteket'), shownIn(CHANNEL, 'biblioteket')]).toEqual([1, 0]);
  });

  it('is not given the main channel’s cards, which wait, when the bot is installed anew there', async () => {
    await start({ bind: false });
    await say('koppla ludvika kultur', CULTURE);
    bot.comment('När öppnar simhallen?');
    await write('När öppnar biblioteket?');
    const { url: serviceUrl, appId } = bot.connector;
    await bot.activity(installationActivity({ serviceUrl, appId, conversation: CULTURE }));
    await bot.idle();
    expect([shownIn(CULTURE, 'biblioteket'), shownIn(CULTURE, 'simhallen')]).toEqual([1, 0]);
    await say('koppla ludvika', CHANNEL);
    expect([shownIn(CHANNEL, 'biblioteket'), shownIn(CHANNEL, 'simhallen')]).toEqual([0, 1]);
  });

  it('presses in its channel as in the main one, and in no channel that is not the municipality’s', async () => {
    await start();
    await say('koppla ludvika kultur', CULTURE);
    await write('När öppnar biblioteket?');
    const [card] = bot.connector.cards(CULTURE);
    const ids = /"ticket":"([^"]+)","version":(\d+)/u.exec(JSON.stringify(card?.card));
    const data = { verb: 'claim', ticket: ids?.[1], version: Number(ids?.[2]) };
    const press = async (conversation: string) => {
      const { url: serviceUrl, appId } = bot.connector;
      const messageId = card?.messageId ?? '';
      const pressed = { serviceUrl, appId, from: ERIK, conversation, messageId, data };
      return (await bot.activity(pressActivity(pressed))).text();
    };
    expect(await press(FOREIGN)).toContain('hör inte till den här kanalen');
    await say('koppla filipstad', FOREIGN);
    expect(await press(FOREIGN), 'another municipality’s').toContain('hör inte till den här kanalen');
    expect(await press(CULTURE)).toContain('release');
    await bot.idle();
    expect(shownIn(CULTURE, 'release')).toBe(1);
    expect(await bot.query(`SELECT body #>> '{claim,by}' AS by FROM ticket`)).toEqual([
      { by: ERIK.aadObjectId },
    ]);
  });

  it('reminds there, and whoever answers for the account before the rota', async () => {
    await start({ at: '2026-04-02T15:30+02:00', rota: [ANNA.aadObjectId ?? ''] });
    await say('koppla ludvika kultur', CULTURE);
    await write('När öppnar biblioteket?');
    bot.comment('När öppnar simhallen?');
    await bot.card('simhallen');
    bot.pass((4 * 24 + 23.75) * 60);
    /** Not told as the lead, to whom what nobody takes is escalated. */
    const reminded = (conversation: string, name: string) =>
      bot.connector.messages(conversation).some(({ thread, text }) => {
        const isReminder =
          text?.startsWith(`<at>${name}</at> Ingen har tagit`) && !text.includes('Tiden går ut');
        return thread !== null && isReminder;
      });
    await eventually(() => reminded(CULTURE, ERIK.name), 'Erik reminded in the department’s channel');
    await eventually(() => reminded(CHANNEL, ANNA.name), 'Anna reminded in the main channel');
    expect([reminded(CULTURE, ANNA.name), reminded(CHANNEL, ERIK.name)]).toEqual([false, false]);
  });

  it('is bound by its own name, by a lead, and in a channel that is nothing else', async () => {
    await start();
    expect(await say('koppla ludvika simhallen', CULTURE)).toBe(
      'Ludvika har ingen kanal med det namnet. Det finns: kultur.',
    );
    expect(await say('koppla filipstad kultur', CULTURE)).toBe(
      'Filipstad har bara en kanal. Skriv kommunens namn och inget mer.',
    );
    expect(await say('koppla ludvika kultur', CHANNEL)).toBe(
      'Kanalen används redan av Ludvika. Välj en annan kanal.',
    );
    expect(await say('koppla ludvika kultur', CULTURE, ERIK)).toContain('Du saknar behörighet');
    await say('koppla ludvika KULTUR', CULTURE);
    expect(await say('koppla ludvika', CULTURE)).toBe(
      'Kanalen används redan av Ludvika för kultur. Välj en annan kanal.',
    );
    expect(
      await bot.query(`SELECT municipality, name, conversation FROM channel ORDER BY municipality, name`),
    ).toEqual([
      { municipality: 'ludvika', name: '', conversation: CHANNEL },
      { municipality: 'ludvika', name: 'kultur', conversation: CULTURE },
    ]);
  });
});
