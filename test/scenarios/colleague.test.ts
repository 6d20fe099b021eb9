import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { addHistory } from '../../src/cli/history.ts';
import type { Config } from '../../src/config/config.ts';
import { lintCard } from '../cards/lint.ts';
import { runKvHere } from '../fakes/kv.ts';
import { type RunningApp, type ShownCard, startRunningApp, storeInTurn } from '../fakes/running-app.ts';
import { ANNA, CHANNEL, ERIK, type FakePerson, messageActivity } from '../fakes/teams-activities.ts';

const idOf = ({ aadObjectId = '' }: FakePerson) => aadObjectId;
const person = (number: number, name: string): FakePerson => ({
  id: `29:${number}`,
  name,
  aadObjectId: `aaaaaaaa-0000-4000-8000-00000000000${number}`,
});
const SARA = person(3, 'Sara Nyström');
const GUEST = person(4, 'Gun Gäst');
const OUTSIDER = person(5, 'Otto Utanför');
const QUESTION = 'Hej! När öppnar biblioteket på lördagar?';
const SECRET = 'Min granne Tolva Tolvasson 19121212-1212 på Storgatan 3 har sagt så.';
const ASKED = 'Är det <b>klockan</b> tio i sommar?';
const ANSWER = 'Ja, 10.00–14.00 till och med den 31 augusti.';

describe.each(storeInTurn)('a colleague, on %s', (_, where) => {
  let bot: RunningApp;
  let settings: Partial<Config['settings']>;
  afterEach(() => bot.close());
  const start = async (options: Parameters<typeof startRunningApp>[0] = {}) => {
    settings = await where();
    bot = await startRunningApp({ at: '2026-04-02T08:00:00Z', ...options, settings });
    for (const { id, name, ...one } of [ANNA, ERIK, SARA, OUTSIDER])
      bot.connector.setMember(idOf({ id, name, ...one }), { id, name });
    bot.connector.setMember(GUEST.id, { id: GUEST.id, name: GUEST.name, userRole: 'guest' });
    bot.connector.setRoster([SARA, ANNA, ERIK, { ...GUEST, userRole: 'guest' }], 2);
  };
  /** What the presser alone is shown, with the message that they pressed on. */
  const press = async (card: ShownCard, verb: string, inputs = {}, by: FakePerson = ANNA) => {
    const shown = await bot.press(card, verb, inputs, by);
    expect(lintCard(JSON.parse(shown.json))).toEqual([]);
    return { ...shown, messageId: card.messageId };
  };
  /** The card in the channel when it says so. */
  const standing = async (card: ShownCard, says: string | RegExp): Promise<ShownCard> => {
    const found = () =>
      bot
        .cards()
        .find(({ messageId, json }) => messageId === card.messageId && new RegExp(says, 'u').test(json));
    await bot.hurry(found, `the card that says ${says}`);
    return found() as ShownCard;
  };
  /** What has been said under the card. */
  const under = (card: ShownCard) =>
    bot.connector
      .messages(CHANNEL)
      .flatMap(({ thread, text }) => (thread === card.messageId && text !== null ? [text] : []));
  const said = async (card: ShownCard, words: string): Promise<string> => {
    const found = () => under(card).findLast((text) => text.includes(words));
    await bot.hurry(found, `a line that says ${words}`);
    return found() ?? '';
  };
  const chatOf = (who: FakePerson) =>
    JSON.stringify(bot.connector.messages(`a:personal-${idOf(who)}`).map(({ card, text }) => card ?? text));
  const inThread = async (card: ShownCard, text: string, from: FakePerson) => {
    const { url: serviceUrl, appId } = bot.connector;
    // Teams takes so many messages a second: an answer that finds no room is lost.
    await pause(2_000);
    const before = under(card).length;
    await bot.activity(messageActivity({ serviceUrl, appId, thread: card.messageId, text, from }));
    await bot.idle();
    return under(card).slice(before).join('\n');
  };
  const kinds = () =>
    bot.query<{ kind: string; by: string }>(
      `SELECT kind, by FROM journal WHERE kind IN ('colleague-asked', 'colleague-answered', 'note-made', 'ticket-assigned') ORDER BY seq`,
    );
  const questionOn = ({ json }: ShownCard) => /"about":"([^"]+)"/u.exec(json)?.[1] ?? '';

  it('is asked in the thread with the deadline, answers on the card, and nothing of it is sent', async () => {
    await start();
    bot.comment(QUESTION);
    const card = await bot.card('biblioteket');
    const [due] = await bot.query<{ due: string }>(`SELECT body ->> 'dueAt' AS due FROM ticket`);

    const form = await press(card, 'ask-colleague');
    for (const told of ['Fråga kollega', 'Erik Berg', 'Sara Nyström', idOf(ERIK)])
      expect(form.json).toContain(told);
    for (const nobody of ['Anna Lind', 'Gun Gäst', 'Otto']) expect(form.json).not.toContain(nobody);
    const empty = await press(form, 'ask-colleague', { person: idOf(ERIK), question: ' ' });
    expect(empty.json).toContain('Skriv vad du vill fråga.');
    for (const wrong of [GUEST, OUTSIDER, ANNA]) {
      const { json } = await press(form, 'ask-colleague', { person: idOf(wrong), question: ASKED });
      expect(json).toContain('Den personen kan inte väljas här.');
      expect(json, 'what was typed is kept').toContain('klockan');
    }
    expect(
      (await press(form, 'ask-colleague', { person: idOf(ERIK), question: ASKED }, GUEST)).json,
    ).toContain('Du saknar behörighet.');
    await press(form, 'ask-colleague', { person: idOf(ERIK), question: ASKED });
    const twice = await press(form, 'ask-colleague', { person: idOf(ERIK), question: ASKED });
    expect(twice.json).toContain('Erik Berg har redan en fråga på kortet att svara på.');

    const waiting = await standing(card, 'Internt underlag, skickas inte');
    expect(waiting.json).toMatch(
      /Anna Lind frågade Erik Berg [\d.]+: ”Är det <b>klockan<\/b> tio i sommar\?”/u,
    );
    expect(waiting.json).toContain('"text":"Ny"');
    const line = await said(card, 'Anna Lind frågar');
    expect(under(card)).toEqual([line]);
    expect(line).toContain('<at>Erik Berg</at> Anna Lind frågar: ”Är det &lt;b&gt;klockan&lt;/b&gt; tio');
    expect(line).toContain('” Svara senast tis 7 apr 16.00');
    expect(line).toContain('skickas inte');
    expect(line).not.toContain('bibliotek');
    expect(await bot.query(`SELECT body ->> 'dueAt' AS due FROM ticket`)).toEqual([due]);
    expect(
      await bot.query(`SELECT body ->> 'state' AS state, body ->> 'claim' AS claim FROM ticket`),
    ).toEqual([{ state: 'open', claim: null }]);

    const data = { about: questionOn(waiting), answer: ANSWER };
    expect((await press(waiting, 'answer-colleague', data, GUEST)).json).toContain('Du saknar behörighet.');
    expect((await press(waiting, 'answer-colleague', { ...data, answer: '' }, ERIK)).json).toContain(
      'Skriv svaret.',
    );
    await press(waiting, 'answer-colleague', data, ERIK);
    expect((await press(waiting, 'answer-colleague', data, ERIK)).json).toContain(
      'Frågan är redan besvarad.',
    );
    const answered = await standing(card, /Erik Berg svarade [\d.]+: ”Ja, 10\.00–14\.00/u);
    expect(answered.verbs).not.toContain('answer-colleague');
    expect(await said(card, 'Din fråga är besvarad.')).toContain('<at>Anna Lind</at>');
    const replyForm = JSON.parse(answered.json).actions.find(
      ({ title }: { title: string }) => title === 'Svara',
    );
    expect(JSON.stringify(replyForm)).toContain('text-answer');
    for (const internal of [ANSWER, 'klockan']) expect(JSON.stringify(replyForm)).not.toContain(internal);

    await bot.press(answered, 'reply', {
      form: 'answer',
      'text-answer': 'Hej! Biblioteket öppnar klockan tio.',
    });
    const done = await bot.cardWhere(card.messageId, (json) => json.includes('"Klar"'));
    expect(done.json).not.toContain('Internt underlag');
    expect(bot.graph.state.comments.map(({ message }) => message).join()).not.toContain(ANSWER);
    const { json } = await bot.press(done, 'history');
    for (const told of ['Anna Lind frågade Erik Berg:', 'svarade på en kollegas fråga', `”${ANSWER}”`])
      expect(json).toContain(told);
    expect(
      JSON.stringify(await bot.query('SELECT data FROM journal UNION ALL SELECT params FROM effect')),
    ).not.toMatch(/klockan|augusti|Erik Berg/u);
    expect(await bot.verify()).toMatchObject({ journal: { ok: true } });
    // The embedded store is the bot's alone while it runs.
    const { DATABASE_URL } = settings;
    if (DATABASE_URL === undefined) return;
    const kv = ['history', '--municipality', 'filipstad', '--ticket', '1'];
    const { lines } = await runKvHere(addHistory, kv, { DATABASE_URL });
    expect(lines.filter((line) => JSON.stringify(line).includes('"kind":"colleague-'))).toMatchObject([
      { kind: 'colleague-asked', name: 'Anna Lind', verb: 'ask-colleague', reason: ASKED, rule: null },
      { kind: 'colleague-answered', name: 'Erik Berg', verb: 'answer-colleague', reason: ANSWER },
    ]);
  });

  it('answers in the thread, where their words are the answer and nobody else’s are', async () => {
    await start();
    bot.comment(QUESTION);
    const card = await bot.card('biblioteket');
    await press(card, 'ask-colleague', { person: idOf(ERIK), question: ASKED });
    await bot.idle();
    await said(card, 'Anna Lind frågar');
    const { url: serviceUrl, appId } = bot.connector;
    const own = { conversation: 'a:erik', kind: 'personal', from: ERIK } as const;
    await bot.activity(messageActivity({ serviceUrl, appId, ...own, text: 'mina' }));
    expect(JSON.stringify(bot.connector.cards(own.conversation))).toContain(
      'Kollegors frågor att svara på: 1',
    );
    expect(await inThread(card, 'Ta upp det med biblioteket', SARA)).not.toContain('internt underlag');
    expect(await inThread(card, `Ta upp det med biblioteket. ${ANSWER}`, ERIK)).toContain(
      'Tack. Svaret står nu på kortet som internt underlag (nr 1).',
    );
    await standing(card, `Ta upp det med biblioteket. ${ANSWER}`);
    const thanks = () => under(card).filter((text) => text.includes('Tack. Svaret står nu')).length;
    await inThread(card, ANSWER, ERIK);
    expect(thanks(), 'nothing is asked any more').toBe(1);
    expect(await kinds()).toEqual([
      { kind: 'colleague-asked', by: idOf(ANNA) },
      { kind: 'colleague-answered', by: idOf(ERIK) },
    ]);
  });

  it('reads what is asked about a secret comment alone', async () => {
    await start({ municipality: 'ludvika' });
    bot.comment(SECRET, 'Tolva Testsson');
    const card = await bot.card('Känslig');
    const asks = 'Bor Tolva kvar på Storgatan?';
    expect((await press(card, 'ask-colleague')).json).toContain('frågan står inte i kanalen');
    await press(card, 'ask-colleague', { person: idOf(ERIK), question: asks });
    const waiting = await standing(card, 'Orden visas inte');
    await press(
      waiting,
      'answer-colleague',
      { about: questionOn(waiting), answer: 'Tolva har flyttat.' },
      ERIK,
    );
    await standing(card, 'Erik Berg svarade');
    await said(card, 'Din fråga är besvarad.');
    const channel = JSON.stringify(bot.connector.messages(CHANNEL));
    expect(channel).toContain('Anna Lind har en fråga till dig.');
    expect(channel).toContain('Orden visas inte i kanalen. Tryck på Visa för mig.');
    expect(channel).not.toMatch(/Tolva|Storgatan/u);
    await press(card, 'show', {}, ERIK);
    await bot.hurry(() => chatOf(ERIK) !== '[]', 'the text in his own chat');
    for (const told of ['19121212-1212', asks, 'Tolva har flyttat.']) expect(chatOf(ERIK)).toContain(told);
  });

  it('is given the comment, and told in their own chat without a word of it', async () => {
    await start();
    bot.comment(QUESTION);
    const card = await bot.card('biblioteket');
    const form = await press(card, 'assign');
    expect(form.json).toContain('Vem ska ta den?');
    for (const wrong of [GUEST, OUTSIDER])
      expect((await press(card, 'assign', { person: idOf(wrong) })).json).toContain(
        'Den personen kan inte väljas här.',
      );
    expect((await press(card, 'assign', { person: idOf(ERIK) }, GUEST)).json).toContain(
      'Du saknar behörighet.',
    );
    await press(form, 'assign', { person: idOf(ERIK) });
    const given = await standing(card, 'Erik Berg har den');
    await bot.hurry(() => chatOf(ERIK) !== '[]', 'that he is told');
    expect((await press(form, 'assign', { person: idOf(SARA) })).json, 'a second press').toContain(
      'Inget gjordes.',
    );
    // It is Erik's: whoever gave it away cannot take it back while he has it.
    expect((await press(given, 'assign', { person: idOf(SARA) })).json).toContain('hann före');
    expect(chatOf(ERIK)).toContain('Anna Lind gav dig en kommentar · Filipstad.');
    expect(chatOf(ERIK)).toContain('Svara senast tis 7 apr 16.00');
    expect(chatOf(ERIK)).toContain(`/${card.messageId}?tenantId=`);
    expect(chatOf(ERIK)).not.toMatch(/bibliotek|Kim/u);
    await press(given, 'assign', { person: idOf(SARA) }, ERIK);
    const last = await standing(card, 'Sara Nyström har den');
    await bot.hurry(() => chatOf(SARA) !== '[]', 'that she is told');
    expect(chatOf(SARA)).toContain('Erik Berg gav dig en kommentar');
    const { json } = await bot.press(last, 'history');
    expect(json).toContain('Anna Lind gav den till Erik Berg.');
    expect((await kinds()).map(({ kind }) => kind)).toEqual(['ticket-assigned', 'ticket-assigned']);
  });

  it('reads a note on the card, made once however often it is sent', async () => {
    await start();
    bot.comment(QUESTION);
    const card = await bot.card('biblioteket');
    const form = await press(card, 'note', {}, SARA);
    expect(form.json).toContain('"after":0');
    const data = { note: 'Ring bibliotekschefen först.', after: 0 };
    await press(form, 'note', data, SARA);
    const twice = await press(form, 'note', data, SARA);
    expect(twice.json).toContain('Inget gjordes.');
    expect(twice.json, 'may be sent again, by who wants to').toContain('"after":1');
    await standing(card, /Sara Nyström antecknade [\d.]+: ”Ring bibliotekschefen först\.”/u);
    expect(await kinds()).toEqual([{ kind: 'note-made', by: idOf(SARA) }]);
  });

  it('cannot be chosen while Teams does not say who is there, and is asked again then', async () => {
    await start();
    bot.comment(QUESTION);
    const card = await bot.card('biblioteket');
    const mend = bot.connector.respondWith({ when: ({ act }) => act === 'roster', status: 500 });
    const shown = await press(card, 'ask-colleague');
    expect(shown.json).toContain('Det går inte att läsa vilka andra som är i kanalen just nu.');
    expect(shown.verbs).toEqual(['history']);
    mend();
    expect((await press(card, 'ask-colleague')).json).toContain('Erik Berg');
  });
});
