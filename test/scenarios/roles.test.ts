import { afterEach, describe, expect, it } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { samplePages } from '../../src/local/graph/seed.ts';
import { eventually, type RunningApp, startRunningApp, storeInTurn } from '../fakes/running-app.ts';
import { ANNA, CHANNEL, ERIK, type FakePerson, messageActivity } from '../fakes/teams-activities.ts';

const SARA = { id: '29:sara', name: 'Sara Nyström', aadObjectId: 'aaaaaaaa-0000-4000-8000-000000000009' };
const LIBRARY = '19:biblioteket@thread.tacv2';
/** Any other page that the simulated Facebook has. */
const account = samplePages().find(({ municipality }) => municipality === 'ludvika')?.id ?? '';
const ALARMING = 'Det brinner i Kvarnparken nu, ring någon!';

const idOf = ({ aadObjectId = '' }: FakePerson) => aadObjectId;
const chatOf = (person: FakePerson) => `a:personal-${idOf(person)}`;

type Town = Config['accounts'][string];

describe.each(storeInTurn)('who may what, on %s', (_, where) => {
  let bot: RunningApp;
  afterEach(() => bot.close());
  /** What an installer has written of Eslöv beside the usual. */
  const start = async (
    town: Partial<Town>,
    own: Partial<Town['accounts'][number]> = {},
    options: Parameters<typeof startRunningApp>[0] = {},
  ) => {
    bot = await startRunningApp({
      ...options,
      municipality: 'eslov',
      settings: await where(),
      configure: (config) => {
        const usual = config.accounts['eslov'];
        if (!usual) throw new Error('Eslöv is missing');
        const library: Town['accounts'][number] = {
          ...{ platform: 'facebook', account, name: 'Eslövs bibliotek' },
          ...{ token: 'env:X', trial: false },
        };
        const eslov = { ...usual, ...town, accounts: [...usual.accounts, { ...library, ...own }] };
        return { ...config, accounts: { eslov } };
      },
    });
    for (const one of [ANNA, ERIK, SARA]) bot.connector.setMember(idOf(one), { id: one.id, name: one.name });
  };
  /** The answer in the channel, or in the person's own chat. */
  const say = async (text: string, from: FakePerson, conversation = chatOf(from)) => {
    const { url: serviceUrl, appId } = bot.connector;
    const kind = conversation === chatOf(from) ? 'personal' : 'channel';
    await bot.activity(messageActivity({ serviceUrl, appId, conversation, kind, text, from }));
    await bot.idle();
    const { text: words, card } = bot.connector.messages(conversation).at(-1) ?? {};
    return words ?? JSON.stringify(card);
  };
  /** Somebody writes on the library's page. */
  const write = (message: string) => {
    const post = bot.graph.state.posts.find(({ page }) => page === account)?.id;
    const by = { author: 'Kim Testsson', anonymous: false, photo: false };
    bot.graph.deed({ op: 'add', page: account, post, message, ...by });
  };
  /** Mentions in the thread of a channel, with what follows. */
  const mentionsIn = (conversation: string) =>
    bot.connector
      .messages(conversation)
      .flatMap(({ thread, text = '' }) =>
        thread === null || text === null ? [] : (/^<at>([^<]*)<\/at>/u.exec(text)?.[1] ?? []),
      );

  describe('a department with people of its own', () => {
    const library = { channel: 'biblioteket', leads: [idOf(ERIK)], rota: [idOf(SARA)] };

    it('is led by its own lead, who leads nothing else, as the municipality’s leads it not', async () => {
      await start({}, { ...library, trial: true });
      expect(await say('koppla eslöv biblioteket', ANNA, LIBRARY)).toBe(
        'Bara den som leder kontona under biblioteket får koppla den kanalen. IT ser vem det är i kontofilen.',
      );
      expect(await say('koppla eslöv biblioteket', ERIK, LIBRARY)).toContain('använder nu den här kanalen');
      expect(await say('koppla eslöv', ERIK, '19:annan@thread.tacv2')).toContain('Du saknar behörighet');
      expect(await say('provläge av Eslövs bibliotek', ANNA, LIBRARY)).toContain('Bara den som leder kontot');
      expect(await say('provläge på Eslövs kommun', ERIK, CHANNEL)).toContain('Bara den som leder kontot');
      expect(await say('provläge av Eslövs bibliotek', ERIK, LIBRARY)).not.toContain('Bara den');
      expect(await say('provläge på Eslövs kommun', ANNA, CHANNEL)).not.toContain('Bara den');
      expect(await bot.query('SELECT name, trial FROM account ORDER BY name')).toEqual([
        { name: 'Eslövs bibliotek', trial: false },
        { name: 'Eslövs kommun', trial: true },
      ]);
    });

    it('lets a lead do on its tickets what only leads do, and no lead of others’', async () => {
      await start({}, library);
      write('När öppnar biblioteket?');
      bot.comment('När öppnar simhallen?');
      const refuses = async (text: string, by: FakePerson) =>
        (await bot.press(await bot.card(text), 'secrecy', {}, by)).json.includes('Du saknar behörighet');
      expect([await refuses('biblioteket', ANNA), await refuses('biblioteket', ERIK)]).toEqual([true, false]);
      expect([await refuses('simhallen', ANNA), await refuses('simhallen', ERIK)]).toEqual([false, true]);
    });

    it('reminds whoever is next on its own rota, and escalates to its own lead', async () => {
      await start({ rota: [idOf(ANNA)] }, library, { at: '2026-04-02T15:30+02:00' });
      await say('koppla eslöv biblioteket', ERIK, LIBRARY);
      write('När öppnar biblioteket?');
      await eventually(() => bot.connector.cards(LIBRARY).length > 0, 'the card in the library’s channel');
      bot.comment('När öppnar simhallen?');
      await bot.card('simhallen');
      bot.pass((4 * 24 + 23.75) * 60);
      await eventually(
        () =>
          [LIBRARY, CHANNEL].every((each) =>
            bot.connector.messages(each).some(({ text }) => text?.includes('<at>')),
          ),
        'a reminder in each channel',
      );
      bot.pass(24 * 60);
      await eventually(() => mentionsIn(LIBRARY).includes(ERIK.name), 'Erik told as the lead');
      await bot.idle();
      expect(new Set(mentionsIn(LIBRARY))).toEqual(new Set([SARA.name, ERIK.name]));
      expect(new Set(mentionsIn(CHANNEL))).toEqual(new Set([ANNA.name]));
    });
  });

  it('reads in the digest what waits, the gravest first, by post, and who sees to it', async () => {
    await start({ rota: [idOf(ANNA)] }, { rota: [idOf(SARA)] }, { at: '2026-04-01T07:20:00Z' });
    bot.comment('Hej! När öppnar simhallen?');
    const first = await bot.card('simhallen');
    await bot.press(first, 'claim', {}, ANNA);
    bot.comment('Vad kostar det i badhuset för barn?');
    await bot.card('badhuset');
    write('Hej! När öppnar biblioteket?');
    const taken = await bot.press(await bot.card('biblioteket'), 'claim', {}, SARA);
    await bot.press(taken, 'release', {}, SARA);
    bot.comment(ALARMING);
    await bot.card('Kvarnparken');
    bot.pass(24 * 60 - 5);
    const digests = () =>
      bot.connector.cards(CHANNEL).filter(({ summary }) => summary?.startsWith('Läget tor 2 apr') === true);
    await eventually(() => digests().length === 1, 'the digest of the next day');
    const said = JSON.stringify(digests()[0]?.card);
    const lines = [
      ...said.matchAll(
        /"text":"((?:Nr \d+|\d under samma inlägg|(?:Bråd|Försen|Senast i dag|Ingen har tagit)[^"]*: \d+)[^"]*)"/gu,
      ),
    ];
    expect(lines.map(([, text = '']) => text.replace(/ · .*|: ”.*/u, ''))).toEqual([
      ...['Brådskande: 1', 'Nr 4'],
      ...['Senast i dag: 4, varav 1 redan nämnda', '2 under samma inlägg', 'Nr 1', 'Nr 2', 'Nr 3'],
    ]);
    const { messageId } = await bot.card('Kvarnparken');
    expect(said).toContain(`/${messageId}?tenantId=`);
    expect(said).toMatch(/Eslövs bibliotek[^"]*ingen har den · Sara Nyström ser till den/u);
    expect(said).toContain('Anna Lind har den');
    expect(said).not.toMatch(/simhallen|badhuset|Kvarnparken/u);
  });

  it('wakes the backup while whoever is on duty is away, and nobody who is', async () => {
    const away = [{ from: Temporal.PlainDate.from('2026-04-03'), to: Temporal.PlainDate.from('2026-04-05') }];
    await start(
      { duty: idOf(ERIK), dutyBackup: idOf(SARA), people: { [idOf(ERIK)]: { away } } },
      {},
      { at: '2026-04-05T20:00:00Z' },
    );
    bot.comment(ALARMING);
    await bot.hurry(() => bot.connector.cards(chatOf(SARA)).length > 0, 'an alert to Sara');
    const { card } = bot.connector.cards(chatOf(SARA))[0] ?? {};
    const data = JSON.parse(/\{"verb":"confirm-alert"[^}]*\}/u.exec(JSON.stringify(card))?.[0] ?? 'null');
    expect(bot.connector.cards(chatOf(ERIK))).toEqual([]);
    // The day after, when Erik is back, it is still Sara who was told.
    bot.pass(10);
    const confirmed = { from: SARA, conversation: chatOf(SARA), kind: 'personal' } as const;
    const forged = { from: ERIK, conversation: chatOf(ERIK), kind: 'personal' } as const;
    expect((await bot.pressWith(data, forged)).json).not.toContain('bekräftade');
    expect((await bot.pressWith(data, confirmed)).json).toContain('Sara Nyström bekräftade larmet');
  });

  describe('a person’s language', () => {
    it('is that of their own alerts and answers, while the channel keeps its own', async () => {
      await start({ duty: idOf(ERIK), people: { [idOf(ERIK)]: { language: 'en' } } });
      bot.comment(ALARMING);
      await bot.hurry(() => bot.connector.cards(chatOf(ERIK)).length > 0, 'an alert to Erik');
      const alert = JSON.stringify(bot.connector.cards(chatOf(ERIK))[0]?.card);
      expect(alert).toContain('"lang":"en"');
      expect(alert).toContain('Comment that may be urgent');
      const shown = await bot.card('Kvarnparken');
      expect(shown.json).toContain('"lang":"sv"');
      const data = JSON.parse(/\{"verb":"confirm-alert"[^}]*\}/u.exec(alert)?.[0] ?? 'null');
      const own = { from: ERIK, conversation: chatOf(ERIK), kind: 'personal' } as const;
      expect((await bot.pressWith(data, own)).json).toContain('"lang":"en"');
      await bot.press(shown, 'claim', {}, ERIK);
      expect((await bot.card('Kvarnparken')).json).toContain('"lang":"sv"');
      expect(await say('mina', ERIK)).toContain('"lang":"en"');
      expect(await say('sammanställning', ERIK)).toContain('How things stand');
      expect(await say('sammanställning', ERIK, CHANNEL)).toContain('Läget ');
    });

    it('is chosen in their own chat, kept, and taken back there', async () => {
      await start({});
      expect(await say('språk engelska', ERIK), 'nobody we know').toContain(
        'which municipality you work for',
      );
      expect(await say('språk engelska', ANNA, CHANNEL)).toContain('Kanalen har kommunens språk');
      expect(await say('språk engelska', ANNA)).toContain('Done. What I write to you alone is in English');
      expect(await say('hjälp', ANNA)).toContain('"lang":"en"');
      await bot.restart();
      expect(await say('language', ANNA)).toContain('What I write to you alone is in English.');
      expect(await say('hjälp', ANNA, CHANNEL)).toContain('"lang":"sv"');
      expect(await say('Language: Swedish, please', ANNA)).toContain('Klart. Det jag skriver till dig ensam');
      expect(await say('hjälp', ANNA)).toContain('"lang":"sv"');
      expect(await bot.query('SELECT municipality, id, language FROM person')).toEqual([
        { municipality: 'eslov', id: idOf(ANNA), language: 'sv' },
      ]);
    });

    it('is that of the card that is for them alone, and not of the channel’s', async () => {
      await start({ people: { [idOf(ERIK)]: { language: 'en' } } });
      bot.comment('Min granne Kim på Storgatan 4 har fått cancer och går hos psykiatrin.');
      const card = await bot.card('"verb":"show"');
      await bot.press(card, 'show', {}, ERIK);
      await bot.press(card, 'show', {}, ANNA);
      await bot.hurry(
        () => [ERIK, ANNA].every((each) => bot.connector.cards(chatOf(each)).length > 0),
        'a card for each',
      );
      const langOf = (each: FakePerson) =>
        /"lang":"(..)"/u.exec(JSON.stringify(bot.connector.cards(chatOf(each))[0]?.card))?.[1];
      expect([langOf(ERIK), langOf(ANNA)]).toEqual(['en', 'sv']);
    });
  });
});
