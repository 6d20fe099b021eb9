import { afterEach, describe, expect, it } from 'vitest';
import { type RunningApp, type ShownCard, startRunningApp, storeInTurn } from '../fakes/running-app.ts';
import { ANNA, CHANNEL, ERIK, type FakePerson, messageActivity } from '../fakes/teams-activities.ts';

const REGISTRAR: FakePerson = {
  id: '29:rut',
  name: 'Rut Registrator',
  aadObjectId: 'aaaaaaaa-0000-4000-8000-000000000003',
};
const HATE = 'Din jävla idiot till chef, dra åt helvete.';
const REASON = 'Personangrepp på en anställd.';

describe.each(storeInTurn)('what has been decided is found again, on %s', (_, where) => {
  let bot: RunningApp;
  afterEach(() => bot.close());
  const start = async (options: Parameters<typeof startRunningApp>[0] = {}) => {
    bot = await startRunningApp({
      registrars: [REGISTRAR.aadObjectId ?? ''],
      ...options,
      settings: await where(),
    });
    for (const { aadObjectId = '', id, name } of [ANNA, ERIK, REGISTRAR])
      bot.connector.setMember(aadObjectId, { id, name });
  };
  const inChannel = () => JSON.stringify(bot.connector.messages(CHANNEL));
  /** A citizen's comment that has been removed. */
  const removed = async (): Promise<ShownCard> => {
    bot.comment(HATE, 'Kim Testsson');
    const card = await bot.card('dra åt helvete');
    await bot.press(card, 'remove', { rule: 'FIL-20', reason: REASON });
    await bot.idle();
    bot.pass(11);
    await bot.idle();
    return bot.cardWhere(card.messageId, (json) => json.includes('Raderad'));
  };
  const say = async (text: string, from: FakePerson, conversation: string, kind: 'channel' | 'personal') => {
    const { url: serviceUrl, appId } = bot.connector;
    await bot.activity(messageActivity({ serviceUrl, appId, conversation, kind, text, from }));
    await bot.idle();
    return bot.connector.messages(conversation).at(-1);
  };

  it('an author asks why, and gets rule, quote, reason and reference in three presses', async () => {
    await start();
    const first = await removed();
    expect(first.json).not.toContain(REASON);
    bot.comment('Varför togs min kommentar bort?', 'Kim Testsson');
    const asked = await bot.card('Varför togs min kommentar bort');
    expect(asked.verbs).toContain('explain');
    expect(asked.json, 'the channel').not.toContain(REASON);
    // One press fills it in, the second opens the form, the third sends.
    const filled = await bot.press(asked, 'explain');
    const text = /"id":"text-removed"[^}]*?"value":"((?:[^"\\]|\\.)*)"/u.exec(filled.json)?.[1] ?? '';
    const said = JSON.parse(`"${text}"`) as string;
    expect(said).toContain('Vår regel FIL-20 säger: ”');
    expect(said).toContain(`Skäl: ${REASON}`);
    expect(said).toContain('ange nr 1.');
    expect(said).not.toMatch(/[{}]/u);
    await bot.press(filled, 'reply', { form: 'removed', 'text-removed': said });
    await bot.idle();
    expect(JSON.stringify(bot.graph.state.comments)).toContain('Vår regel FIL-20');
    expect(inChannel()).not.toContain(REASON);
  });

  it('does not offer it to an author of whom nothing was removed', async () => {
    await start();
    await removed();
    bot.comment('Varför togs min kommentar bort?', 'Någon Annan');
    expect((await bot.card('Varför togs min kommentar bort')).verbs).not.toContain('explain');
  });

  it('a closed ticket tells all that happened to the presser alone', async () => {
    await start();
    const card = await removed();
    expect(card.verbs).toContain('history');
    const before = inChannel();
    const { json } = await bot.press(card, 'history');
    for (const told of [
      HATE,
      'Kim Testsson',
      'Anna Lind beslutade att ta bort enligt FIL-20',
      REASON,
      'Raderad',
    ])
      expect(json).toContain(told);
    await bot.idle();
    bot.pass(1);
    await bot.idle();
    expect(inChannel()).toBe(before);
    expect(await bot.verify()).toMatchObject({ journal: { ok: true } });
  });

  it('is searched for in the channel without a word of it, and never elsewhere', async () => {
    await start({ everyTown: true });
    await removed();
    const answer = await say('sök idiot', ANNA, CHANNEL, 'channel');
    const list = JSON.stringify(answer);
    expect(list).toContain('Nr 1 · Facebook');
    expect(list).toContain('FIL-20');
    for (const hidden of [HATE, 'idiot', 'Kim', REASON]) expect(list).not.toContain(hidden);
    const data = JSON.parse(/\{"verb":"history"[^}]*\}/u.exec(list)?.[0] ?? '{}');
    const shown = await bot.pressWith(data, { from: ERIK });
    expect(shown.json).toContain(REASON);
    const back = JSON.parse(/\{"verb":"list-found"[^}]*\}/u.exec(shown.json)?.[0] ?? '{}');
    expect((await bot.pressWith(back, { from: ERIK })).json).toContain('Nr 1 · Facebook');
    const elsewhere = '19:annan@thread.tacv2';
    await say('koppla ludvika', ANNA, elsewhere, 'channel');
    expect(JSON.stringify(await say('sök idiot', ANNA, elsewhere, 'channel'))).toContain('Jag hittade inget');
    expect((await bot.pressWith(data, { from: ANNA, conversation: elsewhere })).json).not.toContain(REASON);
    expect((await bot.pressWith(back, { from: ANNA, conversation: elsewhere })).json).toContain(
      'Kortet hör inte till',
    );
  });

  const OWN_CHAT = `a:personal-${REGISTRAR.aadObjectId}`;
  const SECRET = 'Min granne Tolva Tolvasson 19121212-1212 på Storgatan 3 har sagt så.';
  /** Something sent to the registrar, and the data of the card that they get. */
  const secured = async (text: string, conversation = OWN_CHAT) => {
    bot.comment(text, 'Tolva Testsson');
    const json = (card: ShownCard) => card.json.includes('"register"');
    const card = await bot.card(text === SECRET ? 'Känslig' : text);
    expect(json(card)).toBe(true);
    await bot.press(card, 'register', { subject: 'Inlägg på kommunens sida', ground: 'none' });
    await bot.idle();
    const message = bot.connector.cards(conversation).at(-1);
    const shown = JSON.stringify(message?.card ?? null);
    const [, ticket = '', version = ''] = /"ticket":"([^"]+)","version":(\d+)/u.exec(shown) ?? [];
    const data = (verb: string, more = {}) => ({ verb, ticket, version: Number(version), ...more });
    return { shown, messageId: message?.messageId ?? '', data };
  };
  const pressAs = async (from: FakePerson, data: object, conversation = OWN_CHAT) =>
    (await bot.pressWith(data, { from, conversation, kind: 'personal' })).json;

  it('a registrar reads and numbers in their own chat, without being in the channel', async () => {
    await start();
    const { shown, data, messageId } = await secured(SECRET);
    expect(shown).toContain('Väntar på diarienummer');
    expect(shown, 'without a press').not.toContain('Tolva');
    expect(await pressAs(REGISTRAR, data('history'))).toContain('19121212-1212');
    expect(await bot.query(`SELECT by FROM journal WHERE kind = 'history-shown'`)).toEqual([
      { by: REGISTRAR.aadObjectId },
    ]);
    expect(await pressAs(REGISTRAR, data('register', { number: 'KS 2026/0412' }))).toContain(
      'Diarieförd KS 2026/0412',
    );
    await bot.idle();
    const now = JSON.stringify(
      bot.connector.cards(OWN_CHAT).find((one) => one.messageId === messageId)?.card,
    );
    expect(now).toContain('Diarieförd KS 2026/0412');
    expect(inChannel()).not.toContain('Tolva');
    expect(JSON.stringify(await say('sök KS 2026/0412', REGISTRAR, OWN_CHAT, 'personal'))).toContain('Nr 1');
    expect(JSON.stringify(await say('historik 1', REGISTRAR, OWN_CHAT, 'personal'))).toContain('Nr 1');
  });

  it('a registrar of several towns is not asked which, while one of them alone has a channel', async () => {
    await start({ everyTown: true });
    await secured('När öppnar simhallen?');
    const asked = async (words: string) => JSON.stringify(await say(words, REGISTRAR, OWN_CHAT, 'personal'));
    expect(await asked('sök 1')).toContain('Nr 1');
    expect(await asked('begäran')).not.toContain('Vilken kommun');
    expect(await asked('begäran Ludvika')).toContain('Ludvika');
  });

  it('nobody else presses or searches from a chat of their own, and a registrar does no more than register', async () => {
    const other = ERIK.aadObjectId ?? '';
    await start({
      everyTown: true,
      configure: (config) => {
        const { ludvika } = config.accounts;
        if (!ludvika) throw new Error('No Ludvika');
        return {
          ...config,
          accounts: { ...config.accounts, ludvika: { ...ludvika, registrars: [other] } },
        };
      },
    });
    const { data } = await secured('När öppnar simhallen?');
    const kept = await bot.query<{ body: object }>('SELECT body FROM ticket');
    for (const [who, person] of [
      ['a registrar of another municipality', ERIK],
      ['a lead, who presses in the channel', ANNA],
    ] as const)
      for (const asked of [data('history'), data('register', { number: 'KS 1' }), data('claim')])
        expect(await pressAs(person, asked, `a:personal-${person.aadObjectId}`), who).toContain(
          'Kortet hör inte till',
        );
    for (const verb of ['claim', 'remove', 'reply', 'dismiss', 'hide-now', 'block'])
      expect(await pressAs(REGISTRAR, data(verb)), verb).toContain('Du saknar behörighet');
    expect(JSON.stringify(await say('sök simhallen', ANNA, 'a:anna', 'personal'))).toContain('registrator');
    expect(JSON.stringify(await say('sök simhallen', ERIK, 'a:erik', 'personal'))).toContain(
      'Jag hittade inget',
    );
    // A group is nobody's own chat.
    const { url: serviceUrl, appId } = bot.connector;
    const group = {
      serviceUrl,
      appId,
      conversation: '19:grupp@unq',
      kind: 'groupChat',
      from: REGISTRAR,
    } as const;
    expect((await bot.pressWith(data('history'), group)).json).toContain('Kortet hör inte till');
    bot.connector.setMember(REGISTRAR.aadObjectId ?? '', null);
    bot.pass(10);
    expect(await bot.query('SELECT body FROM ticket')).toEqual(kept);
    expect(await bot.query('SELECT state FROM registration')).toEqual([{ state: 'secured' }]);
  });

  it('a registrar’s own channel gets what waits, in place of their chats', async () => {
    await start();
    const channel = '19:registrator@thread.tacv2';
    expect(JSON.stringify(await say('koppla filipstad registrator', ANNA, channel, 'channel'))).toContain(
      'Det som väntar på diarienummer',
    );
    const { shown, data } = await secured('När öppnar simhallen?', channel);
    expect(shown).toContain('Väntar på diarienummer');
    expect(shown).not.toContain('simhallen');
    expect(bot.connector.cards(OWN_CHAT)).toEqual([]);
    const where = { from: REGISTRAR, conversation: channel };
    expect((await bot.pressWith(data('history'), where)).json).toContain('simhallen');
    expect((await bot.pressWith(data('register', { number: 'KS 1' }), where)).json).toContain(
      'Diarieförd KS 1',
    );
  });
});
