import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually, type RunningApp, startRunningApp, storeInTurn } from '../fakes/running-app.ts';
import { ANNA, CHANNEL, ERIK } from '../fakes/teams-activities.ts';

const HARMLESS = 'Vilken fin vinterbild från torget!';

describe.each(storeInTurn)('a report from the public, on %s', (_name, where) => {
  let bot: RunningApp;
  beforeEach(async () => {
    bot = await startRunningApp({
      municipality: 'ludvika',
      settings: await where(),
      at: '2026-03-26T09:00+01:00',
    });
    for (const { aadObjectId = '', id, name } of [ANNA, ERIK])
      bot.connector.setMember(aadObjectId, { id, name });
  });
  afterEach(() => bot.close());

  const written = async (text: string) => {
    bot.comment(text, 'Maja Ekdahl');
    await eventually(() => bot.graph.state.pending.length === 0, 'the webhook taken');
    await bot.idle();
    const [row] = await bot.query<{ id: string; permalink: string }>(
      `SELECT c.id, c.permalink FROM comment c JOIN comment_version v ON v.comment = c.id WHERE v.text = '${text}'`,
    );
    if (row === undefined) throw new Error(`Nobody archived ${text}`);
    return row;
  };
  const message = async (text: string) => {
    const known = bot.cards().map(({ messageId }) => messageId);
    const sent = await fetch(`${bot.graph.url}/_sim/messages`, {
      method: 'POST',
      body: JSON.stringify({ op: 'write', page: bot.page, author: 'Kim Testsson', text }),
    });
    const { person } = (await sent.json()) as { person: { id: string } };
    const card = await eventually(
      () =>
        bot
          .cards()
          .find(({ messageId, json }) => !known.includes(messageId) && json.includes('· privat meddelande')),
      'a card of the message',
    );
    await bot.idle();
    return { person: person.id, card: await bot.cardWhere(card.messageId, () => true) };
  };
  const sentTo = (person: string) =>
    bot.graph.state.messages.filter((one) => one.byPage && one.person.id === person).map(({ text }) => text);
  const everything = () =>
    JSON.stringify(bot.connector.cards(CHANNEL)) + JSON.stringify(bot.connector.messages(CHANNEL));

  it('is matched by its link, thanked with its number, and answered when it has been decided', async () => {
    const { permalink } = await written(HARMLESS);
    expect(bot.cards()).toEqual([]);
    const { person, card } = await message(`Hej! Den här borde ni ta bort: ${permalink}. Mvh Kim`);
    const reported = await bot.card('vinterbild');
    expect(reported.json).toContain('Anmäld i ett privat meddelande');
    expect(reported.json).toContain(': nr 1.');
    expect(card.json).toContain('Anmäler nr 2, som inte är bedömd än.');
    expect(card.json).toContain('Din anmälan har nummer 1.');

    const thanks = 'Hej, och tack! Din anmälan har nummer 1. Vi återkommer senast {dag}.';
    await bot.press(card, 'reply', { form: 'report', 'text-report': thanks, 'return-report': '2026-03-27' });
    await bot.cardWhere(card.messageId, (json) => json.includes('Svaret skickades'));
    expect(sentTo(person)).toHaveLength(1);
    expect(sentTo(person)[0]).toContain('nummer 1');

    await bot.press(reported, 'remove', { rule: 'LUD-04', reason: 'Förtal mot en namngiven person.' });
    await bot.cardWhere(reported.messageId, (json) => json.includes('Dold'));
    bot.pass(11);
    const decided = await bot.cardWhere(card.messageId, (json) =>
      json.includes('Anmäler nr 2: bedömd, och syns inte längre.'),
    );
    await eventually(() => everything().includes('Det som anmäldes är bedömt.'), 'a line in the thread');
    expect(decided.json).toContain('Nu har vi bedömt kommentaren som du anmälde (nummer 1)');
    const now = await bot.cardWhere(card.messageId, () => true);
    await bot.press(now, 'reply', { form: 'report-gone', 'text-report-gone': 'Kommentaren är borta. Tack!' });
    await bot.cardWhere(card.messageId, (json) => json.includes('Klar'));
    expect(sentTo(person).at(-1)).toBe('Kommentaren är borta. Tack!');

    expect(everything()).not.toMatch(/Kim.Testsson|Mvh|borde ni ta bort/iu);
    expect(everything()).not.toContain(person);
    expect(await bot.verify()).toMatchObject({ journal: { ok: true }, records: [] });
  });

  it('is answered after the card was closed with thanks, whatever was decided', async () => {
    const { permalink } = await written(HARMLESS);
    const { person, card } = await message(`Är det här verkligen okej? ${permalink}`);
    await bot.press(card, 'reply', { form: 'message', 'text-message': 'Tack för att du säger till.' });
    await bot.cardWhere(card.messageId, (json) => json.includes('Klar'));
    await bot.press(await bot.card('vinterbild'), 'dismiss', { because: 'within-rules' });
    const again = await bot.cardWhere(card.messageId, (json) => json.includes('ligger kvar'));
    expect(again.verbs).toContain('reply');
    await bot.idle();
    const now = await bot.cardWhere(card.messageId, () => true);
    await bot.press(now, 'reply', { form: 'report-stands', 'text-report-stands': 'Den ligger kvar.' });
    await bot.cardWhere(card.messageId, (json) => json.includes('Klar'));
    expect(sentTo(person).at(-1)).toBe('Den ligger kvar.');
    // It has been judged: another report of it gives nobody that work again, and is answered at once.
    const later = await message(`Hej, titta på ${permalink}`);
    expect(later.card.json).toContain('bedömd, och ligger kvar.');
    expect(await bot.query(`SELECT state FROM ticket ORDER BY number`)).toEqual([
      { state: 'closed' },
      { state: 'closed' },
      { state: 'open' },
    ]);
  });

  it('is matched by the words that it quotes, and by staff where it names nothing', async () => {
    await written(HARMLESS);
    const quoted = await message(`Någon skrev ”fin vinterbild från torget”, det är ju hot.`);
    expect(quoted.card.json).toContain('Anmäler nr');
    await bot.press(quoted.card, 'dismiss', { because: 'no-reply-needed' });

    await written('Grattis till nya biblioteket på Storgatan!');
    const vague = await message('Det står något olämpligt under bilden av biblioteket.');
    expect(vague.card.json).not.toContain('Anmäler nr');
    const form = await bot.press(vague.card, 'report');
    expect(form.json).toContain('Vilken kommentar anmäls?');
    const refused = await bot.press(vague.card, 'report', { what: 'rådjuret i skogen' });
    expect(refused.json).toContain('Jag hittar ingen kommentar som passar, eller flera.');
    expect(refused.json).toContain('rådjuret i skogen');
    const linked = await bot.press(vague.card, 'report', { what: 'nya biblioteket' });
    expect(linked.json).toMatch(/Anmäler nr \d+, som inte är bedömd än\./u);
    expect((await bot.card('Grattis till nya')).json).toContain('Anmäld i ett privat meddelande');
    // The same again changes nothing.
    await bot.press(vague.card, 'report', { what: 'nya biblioteket' });
    expect(
      await bot.query(
        `SELECT jsonb_array_length(body -> 'reports') AS n FROM ticket WHERE body -> 'reports' <> '[]'`,
      ),
    ).toEqual([{ n: 1 }, { n: 1 }]);
  });

  it('is noted by staff who were told it otherwise, and by nobody else', async () => {
    const { permalink } = await written(HARMLESS);
    const lines = () => JSON.stringify(bot.connector.messages(CHANNEL));
    bot.connector.setMember(ERIK.id, { id: ERIK.id, userRole: 'guest' });
    await bot.say(`anmälan ${permalink}`, ERIK);
    await bot.idle();
    expect(await bot.query('SELECT count(*)::int AS n FROM ticket')).toEqual([{ n: 0 }]);
    await bot.say(`anmälan: ${permalink}`);
    await bot.idle();
    expect(lines()).toContain('Nr 1: anmälan är noterad.');
    const card = await bot.card('vinterbild');
    expect(card.json).toMatch(/Anmäld [^|]+ Anna Lind noterade det\./u);
    await bot.say('anmälan https://www.facebook.com/1/posts/999999999');
    await bot.idle();
    expect(lines()).toContain('Jag hittar ingen kommentar');
    // Without a comment it is a question.
    await bot.say('anmälan av kommentarer, hur gör man?');
    await bot.idle();
    expect(await bot.query('SELECT count(*)::int AS n FROM ticket')).toEqual([{ n: 1 }]);
  });

  it('is told of by another system, once, which can thank with its number', async () => {
    const { permalink } = await written(HARMLESS);
    const told = { municipality: 'ludvika', externalId: '<1@ludvika.example>', text: `Se ${permalink} !` };
    const send = async (body: object) => {
      const answer = await bot.send('/api/reports', JSON.stringify(body));
      return { status: answer.status, ...((await answer.json()) as object) };
    };
    expect(await send(told)).toEqual({ status: 200, outcome: 'noted', number: 1 });
    expect(await send(told)).toEqual({ status: 200, outcome: 'noted', number: 1 });
    expect((await bot.card('vinterbild')).json).toContain('utanför Teams, till exempel i ett mejl.');
    expect(await send({ ...told, text: 'Något är hemskt.' })).toMatchObject({ status: 404 });
    expect(await send({ ...told, municipality: 'ludvik a' })).toMatchObject({ status: 400 });
    expect(await bot.query(`SELECT jsonb_array_length(body -> 'reports') AS n FROM ticket`)).toEqual([
      { n: 1 },
    ]);
  });
});
