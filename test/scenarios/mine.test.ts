import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { samplePages } from '../../src/local/graph/seed.ts';
import { lintCard } from '../cards/lint.ts';
import { eventually, type RunningApp, startRunningApp, storeInTurn } from '../fakes/running-app.ts';
import { ANNA, CHANNEL, ERIK, type FakePerson, messageActivity } from '../fakes/teams-activities.ts';

const idOf = ({ aadObjectId = '' }: FakePerson) => aadObjectId;
const GUEST: FakePerson = {
  id: '29:gast',
  name: 'Gäst',
  aadObjectId: 'aaaaaaaa-0000-4000-8000-000000000009',
};
const LUDVIKA = '19:ludvika@thread.tacv2';
const QUESTION = 'Hej! När öppnar biblioteket på lördagar?';
const SECRET = 'Min granne Tolva Tolvasson 19121212-1212 på Storgatan 3 har sagt så.';
const POLITICAL = 'Rösta på Centerpartiet i höst! Hur tänker ni om skolan?';

describe.each(storeInTurn)('what is one’s own, on %s', (_, where) => {
  let bot: RunningApp;
  afterEach(() => bot.close());
  const start = async (options: Parameters<typeof startRunningApp>[0] = {}) => {
    bot = await startRunningApp({ everyTown: true, ...options, settings: await where() });
    for (const { aadObjectId = '', id, name } of [ANNA, ERIK])
      bot.connector.setMember(aadObjectId, { id, name });
    bot.connector.setMember(GUEST.id, { id: GUEST.id, name: GUEST.name, userRole: 'guest' });
  };
  const say = async (
    text: string,
    { from = ANNA, conversation = CHANNEL, kind = 'channel' as 'channel' | 'personal' | 'groupChat' } = {},
  ) => {
    const { url: serviceUrl, appId } = bot.connector;
    const heard = () => bot.connector.messages(conversation).length;
    // Teams takes so many messages a second; what found no room was not answered.
    for (const before = heard(); heard() === before; await pause(100)) {
      await bot.activity(messageActivity({ serviceUrl, appId, conversation, kind, text, from }));
      await bot.idle();
    }
    const answer = bot.connector.messages(conversation).at(-1);
    if (answer?.card) expect(lintCard(answer.card)).toEqual([]);
    return JSON.stringify(answer);
  };
  const inPerson = (text: string, from = ANNA) =>
    say(text, { from, conversation: `a:own-${idOf(from)}`, kind: 'personal' });
  const inLudvika = async (message: string) => {
    const page = samplePages().find(({ municipality }) => municipality === 'ludvika')?.id ?? '';
    bot.graph.deed({ op: 'add', page, author: 'Kim Testsson', message, anonymous: false, photo: false });
    await bot.idle();
  };

  it('in the channel is its municipality’s, for all to read: no text, no author, of what is secret the number', async () => {
    await start();
    expect(await say('mina')).toContain(
      'Du har inte tagit något kort, och inget väntar på dig. Skriv samman',
    );
    bot.comment(QUESTION, 'Maja Ekdahl');
    const card = await bot.card('biblioteket');
    await bot.press(card, 'claim');
    bot.comment(SECRET, 'Tolva Testsson');
    await bot.press(await bot.card('Känslig'), 'claim');
    await bot.idle();
    const said = await say('Visa mina kort, tack!');
    expect(said).toContain('Att göra för Anna Lind · Filipstad');
    expect(said).toContain('Tagna: 2');
    expect(said).toMatch(/"text":"Nr 1"[^\]]*" · Facebook · svara senast [^"]* · Tagen"/u);
    expect(said).toMatch(/"text":"Nr 2"[^\]]*\}\]/u);
    expect(/"text":"Nr 2"[^\]]*/u.exec(said)?.[0], 'the number alone').not.toContain(' · ');
    expect(said).toContain(`/${card.messageId}?tenantId=`);
    for (const hidden of ['bibliotek', 'Maja', 'Ekdahl', 'Tolva', 'Storgatan', 'Känslig', 'Ludvika'])
      expect(said, hidden).not.toContain(hidden);
    const show = JSON.parse(/\{"verb":"history"[^}]*\}/u.exec(said)?.[0] ?? '{}');
    const shown = await bot.pressWith(show);
    expect(shown.json).toContain('tog den');
    expect(await say('mina', { from: ERIK })).toContain('Du har inte tagit något kort');
    expect(await say('mina ludvika')).toContain('Den här kanalen visar bara Filipstad.');
    expect(await say('mina', { from: GUEST })).toContain('Du saknar behörighet.');
  });

  it('in one’s own chat is of every town that one works for, each line with its town', async () => {
    await start();
    expect(await inPerson('mina', ERIK)).toContain('Jag vet inte vilken kommun du arbetar för.');
    bot.comment(QUESTION, 'Maja Ekdahl');
    await bot.press(await bot.card('biblioteket'), 'claim', {}, ERIK);
    await bot.idle();
    const one = await inPerson('vad har jag?', ERIK);
    expect(one).toContain('Att göra för Erik Berg · Filipstad');
    expect(one).toMatch(/" · Facebook · svara senast/u);
    await say('koppla ludvika', { conversation: LUDVIKA });
    await inLudvika('Hej! När öppnar simhallen på lördagar?');
    const ludvika = await eventually(
      () => bot.connector.cards(LUDVIKA).find((card) => JSON.stringify(card).includes('simhallen')),
      'the card in Ludvika',
    );
    const [, ticket = '', version = ''] =
      /"ticket":"([^"]+)","version":(\d+)/u.exec(JSON.stringify(ludvika.card)) ?? [];
    const on = { from: ERIK, conversation: LUDVIKA, messageId: ludvika.messageId };
    const claimed = await bot.pressWith({ verb: 'claim', ticket, version: Number(version) }, on);
    await bot.idle();
    expect(claimed.json).toContain('Erik Berg har den');
    const both = await inPerson('mina', ERIK);
    expect(both).toContain('Tagna: 2');
    expect(both).toContain('" · Filipstad · Facebook · ');
    expect(both).toContain('" · Ludvika · Facebook · ');
    expect(both, 'pressing does nothing there').not.toContain('"verb"');
    for (const hidden of ['bibliotek', 'simhall', 'Maja', 'Kim']) expect(both, hidden).not.toContain(hidden);
    const named = await inPerson('mina Ludvika', ERIK);
    expect(named).toContain('Tagna: 1');
    expect(named).toContain('Att göra för Erik Berg · Ludvika');
    expect(await inPerson('mina Eslöv', ERIK)).toContain('Du har inte arbetat med Eslöv här.');
    const group = { from: ERIK, conversation: '19:grupp@unq', kind: 'groupChat' } as const;
    expect(await say('mina', group), 'read by others').toContain('inte kopplad till någon kommun');
    expect(await inPerson('mina', GUEST)).toContain('Gäster har inga kort här.');
  });

  it('is also what a colleague proposes and what nobody has taken, for whose week it is', async () => {
    await start({ municipality: 'vallentuna', rota: [idOf(ERIK)] });
    bot.comment(POLITICAL);
    const card = await bot.card('Centerpartiet');
    await bot.press(card, 'remove', { rule: 'VAL-19', reason: 'Uppmanar att rösta på ett parti.' });
    bot.comment(QUESTION);
    await bot.card('biblioteket');
    await bot.idle();
    const eriks = await say('mina', { from: ERIK });
    expect(eriks).toContain('Kollegors förslag att granska: 1');
    expect(eriks).toContain('Väntar på godkännande');
    expect(eriks).toContain('Ingen har tagit: 1');
    expect(eriks).toContain(' · Ny"');
    expect(eriks).not.toMatch(/Centerpartiet|bibliotek|Uppmanar/u);
    const annas = await say('mina');
    expect(annas, 'her own proposal, and not her week').toContain('Du har inte tagit något kort');
  });

  it('is what nobody has taken of the account that one answers for, and then not whose week it is', async () => {
    await start({
      rota: [idOf(ERIK)],
      configure: (config) => ({
        ...config,
        accounts: Object.fromEntries(
          Object.entries(config.accounts).map(([id, town]) => [
            id,
            { ...town, accounts: town.accounts.map((one) => ({ ...one, responsible: idOf(ANNA) })) },
          ]),
        ),
      }),
    });
    bot.comment(QUESTION);
    await bot.card('biblioteket');
    expect(await say('mina')).toContain('Ingen har tagit: 1');
    expect(await say('mina', { from: ERIK })).toContain('Du har inte tagit något kort');
  });

  it('is none of a registrar’s to review', async () => {
    await start({ municipality: 'vallentuna', registrars: [idOf(ERIK)] });
    bot.comment(POLITICAL);
    const card = await bot.card('Centerpartiet');
    await bot.press(card, 'remove', { rule: 'VAL-19', reason: 'Uppmanar att rösta på ett parti.' });
    await bot.idle();
    expect(await inPerson('mina', ERIK)).toContain('Du har inte tagit något kort');
  });
});
