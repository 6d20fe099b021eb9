import { afterEach, describe, expect, it } from 'vitest';
import { select } from '../../src/core/disclosure.ts';
import { openDatabase } from '../../src/store/open.ts';
import { requestsOn } from '../../src/store/requests.ts';
import { eventually, type RunningApp, startRunningApp, storeInTurn } from '../fakes/running-app.ts';
import { ANNA, CHANNEL, ERIK, type FakePerson, messageActivity } from '../fakes/teams-activities.ts';

const REGISTRAR: FakePerson = {
  id: '29:rut',
  name: 'Rut Registrator',
  aadObjectId: 'aaaaaaaa-0000-4000-8000-000000000003',
};
const OWN_CHAT = `a:personal-${REGISTRAR.aadObjectId}`;
const ASKED = 'Hej! Jag vill begära ut alla kommentarer om Kvarnbacken som ni tagit bort.';

describe.each(storeInTurn)('a request for documents that is made in a comment, on %s', (name, where) => {
  let bot: RunningApp;
  afterEach(() => bot.close());
  let settings: Awaited<ReturnType<typeof where>>;
  const start = async (registrars = [REGISTRAR.aadObjectId ?? '']) => {
    settings = await where();
    bot = await startRunningApp({ registrars, settings });
    for (const { aadObjectId = '', id, name } of [ANNA, ERIK, REGISTRAR])
      bot.connector.setMember(aadObjectId, { id, name });
  };
  const say = async (text: string, from: FakePerson, conversation: string, kind: 'channel' | 'personal') => {
    const { url: serviceUrl, appId } = bot.connector;
    await bot.activity(messageActivity({ serviceUrl, appId, conversation, kind, text, from }));
    await bot.idle();
    return JSON.stringify(bot.connector.messages(conversation).at(-1));
  };
  const ownChat = () => JSON.stringify(bot.connector.messages(OWN_CHAT));

  it('is marked, told to the registrar without its words, registered once with a press, and listed', async () => {
    await start();
    bot.comment(ASKED, 'Kim Testsson');
    const card = await bot.card('Kvarnbacken');
    expect(card.json).toContain('Fråga inte varför eller vem: till registratorn genast.');
    expect(card.verbs).toContain('request');
    await bot.idle();
    expect(ownChat()).toContain('Nr 1 · Begär att få ut handlingar');
    expect(ownChat()).not.toMatch(/Kvarnbacken|Kim Testsson/u);

    const own = JSON.stringify(bot.connector.cards(OWN_CHAT).at(-1)?.card);
    const data = JSON.parse(/\{"verb":"request"[^}]*\}/u.exec(own)?.[0] ?? '{}');
    await bot.pressWith(data, { from: REGISTRAR, conversation: OWN_CHAT, kind: 'personal' });
    await bot.idle();
    const registered = await bot.cardWhere(card.messageId, (json) => json.includes('SM 2026-1'));
    expect(registered.json).toContain('registratorn har begäran');
    expect(registered.verbs).not.toContain('request');
    expect((await bot.press(card, 'request')).json).toContain('SM 2026-1');
    const rows =
      await bot.query(`SELECT q.state, q.reference, q.comment = r.comment AS same, r.kind, r.direction, r.subject,
        q.received_at = c.created_at AS "asWritten", p.sender
      FROM request q JOIN registration r ON r.id = q.registration JOIN comment c ON c.id = q.comment
      JOIN registration_protected p ON p.registration = r.id`);
    expect(rows).toEqual([
      {
        ...{ state: 'received', reference: 'SM 2026-1', same: true, kind: 'request', direction: 'in' },
        ...{ subject: 'Begäran om att ta del av allmänna handlingar', asWritten: true, sender: null },
      },
    ]);
    expect(await bot.verify()).toMatchObject({ journal: { ok: true } });

    const listed = await say('begäran', REGISTRAR, OWN_CHAT, 'personal');
    for (const told of [
      'SM 2026-1',
      'inkommen',
      'Inget gallringsstopp än',
      'välj ut det som begärs',
      'filipstad',
    ])
      expect(listed).toContain(told);
    expect(await say('requests', ANNA, CHANNEL, 'channel')).toContain('SM 2026-1');
    expect(listed + (await say('begäran', ANNA, CHANNEL, 'channel'))).not.toMatch(/Kvarnbacken|Kim/u);
    expect(await say('begäran', ERIK, CHANNEL, 'channel')).toContain('registratorer och ansvariga');
    expect(await say('begäran', ERIK, 'a:erik', 'personal')).not.toContain('SM 2026-1');
  });

  it('counts what was selected and what must still be reviewed', async (context) => {
    if (name === 'PGlite') context.skip('kv cannot open the embedded store beside the bot');
    await start();
    bot.comment('Kvarnbacken är fin.', 'Bo Ek');
    bot.comment(ASKED, 'Kim Testsson');
    const card = await bot.card('begära ut');
    await bot.press(card, 'request');
    await bot.idle();
    bot.pass(5);
    const now = bot.now();
    const { DATA_DIR: dataDir, DATABASE_URL: databaseUrl = '' } = settings as Record<
      'DATA_DIR' | 'DATABASE_URL',
      string
    >;
    const database = await openDatabase({ dataDir, databaseUrl });
    const query = { from: now.subtract({ hours: 24 }), to: now, words: 'Kvarnbacken' };
    await requestsOn(database.kysely).changeRequest('filipstad', now, 'SM 2026-1', (request) =>
      select(request, { query, names: true, by: REGISTRAR.aadObjectId ?? '' }, now),
    );
    await database.close();
    const listed = await say('begäran filipstad', REGISTRAR, OWN_CHAT, 'personal');
    expect(listed).toMatch(/Urval: 2\. Granskade: 0\. Ej granskade som måste granskas: 0\./u);
    expect(listed).toContain('Gallringsstopp sedan');
    expect(listed).toContain('säg till när allt är granskat');
  });

  it('is told to the lead where no registrar is named', async () => {
    await start([]);
    bot.comment(ASKED, 'Kim Testsson');
    await bot.card('Kvarnbacken');
    const lines = () => JSON.stringify(bot.connector.messages(`a:personal-${ANNA.aadObjectId}`));
    const told = await eventually(() => lines() !== '[]' && lines(), 'a line to the lead');
    expect(told).toContain('Någon begär att få ut allmänna handlingar i en kommentar');
    expect(told).not.toMatch(/Kvarnbacken|Kim/u);
  });

  it('opens the ticket again when a closed comment is edited into one', async () => {
    await start();
    const id = bot.comment('När öppnar badhuset?', 'Kim Testsson');
    const card = await bot.card('badhuset');
    await bot.press(card, 'dismiss', { because: 'no-reply-needed' });
    await bot.idle();
    expect(await bot.query('SELECT state FROM ticket')).toEqual([{ state: 'closed' }]);
    bot.graph.deed({ op: 'edit', id, message: ASKED });
    const back = await bot.cardWhere(card.messageId, (json) => json.includes('Begär att få ut'));
    expect(back.verbs).toEqual(expect.arrayContaining(['request', 'reply']));
    await bot.idle();
    expect(ownChat()).toContain('Begär att få ut handlingar');
  });
});
