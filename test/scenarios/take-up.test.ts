import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lintCard } from '../cards/lint.ts';
import { eventually, type RunningApp, startRunningApp, storeInTurn } from '../fakes/running-app.ts';
import { ANNA, CHANNEL, ERIK } from '../fakes/teams-activities.ts';

describe.each(storeInTurn)('a comment that got no card, on %s', (_name, where) => {
  let bot: RunningApp;
  beforeEach(async () => {
    bot = await startRunningApp({ settings: await where() });
    for (const { aadObjectId = '', id, name } of [ANNA, ERIK])
      bot.connector.setMember(aadObjectId, { id, name });
  });
  afterEach(() => bot.close());

  const said = () => JSON.stringify(bot.connector.messages(CHANNEL).at(-1));
  const buttonsOf = (json: string, verb: string): Record<string, unknown>[] =>
    [...json.matchAll(new RegExp(`"data":(\\{"verb":"${verb}".*?\\})\\}(?=[,\\]])`, 'gu'))].map(([, data]) =>
      JSON.parse(data ?? ''),
    );
  const press = async (data: unknown, as: object = {}) => {
    const { json } = await bot.pressWith(data, { from: ANNA, conversation: CHANNEL, ...as });
    expect(lintCard(JSON.parse(json))).toEqual([]);
    return json;
  };
  const summary = async () => {
    await bot.say('sammanställning');
    await bot.idle();
    return said();
  };
  const write = async (...texts: string[]) => {
    for (const [index, text] of texts.entries()) bot.comment(text, `Maja Ekdahl ${index + 1}`);
    await eventually(() => bot.graph.state.pending.length === 0, 'the webhook taken');
    await bot.idle();
  };
  const link = async (author: string) => {
    const [row] = await bot.query<{ permalink: string }>(
      `SELECT permalink FROM comment WHERE author_name = '${author}'`,
    );
    return row?.permalink ?? '';
  };

  it('is taken up from the list with one press, and is a ticket like any other', async () => {
    await write('Vilken fin vinterbild!', 'Vilken fin vinterbild!');
    const [open] = buttonsOf(await summary(), 'list-unposted');
    const list = await press(open);
    expect(list).toContain('1–2 av 2');
    const [first] = buttonsOf(list, 'take-up');
    expect(buttonsOf(list, 'take-up')).toHaveLength(2);
    const after = await press(first);
    expect(after).toContain('Nr 1');
    expect(buttonsOf(after, 'take-up')).toHaveLength(1);
    const card = await bot.card('vinterbild');
    expect(card.json).toContain('Anna Lind tog upp den');
    for (const verb of ['reply', 'remove', 'dismiss']) expect(card.verbs).toContain(verb);
    expect(await bot.query('SELECT kind FROM journal WHERE ticket IS NOT NULL ORDER BY seq')).toMatchObject([
      { kind: 'comment-taken-up' },
      { kind: 'ticket-opened' },
    ]);

    // A colleague whose list is older changes nothing, and is shown whose it is.
    const late = await press(first, { from: ERIK });
    expect(late).toContain('Nr 1');
    expect(await bot.query('SELECT count(*)::int AS n FROM ticket')).toEqual([{ n: 1 }]);

    await bot.press(card, 'remove', { rule: 'FIL-18', reason: 'Ett personangrepp.' });
    const removed = await bot.cardWhere(card.messageId, (json) => json.includes('Raderad'));
    expect(removed.json).toContain('att ta bort enligt FIL-18');
    expect(await bot.verify()).toMatchObject({ journal: { ok: true } });
  });

  it('is taken up by its link, and what cannot be is said to be so', async () => {
    await write('Vilken fin vinterbild!', 'Vilken fin vinterbild!');
    await bot.say(`ta upp ${await link('Maja Ekdahl 1')}`);
    await bot.idle();
    expect(said()).toContain('vinterbild');
    expect(
      bot.connector
        .messages(CHANNEL)
        .map((one) => JSON.stringify(one))
        .join(),
    ).toContain('Nr 1: kortet kommer i kanalen.');
    await bot.say(`Ta upp: ${await link('Maja Ekdahl 1')}`);
    await bot.idle();
    expect(said()).toContain('Nr 1 finns redan i kanalen.');
    await bot.say('ta upp https://www.facebook.com/1/posts/999999999');
    await bot.idle();
    expect(said()).toContain('Jag hittar ingen kommentar');
    // The same words with another second are a question about the rules.
    await bot.say('ta bort kommentarer?');
    await bot.idle();
    expect(said()).not.toMatch(/kortet kommer|Jag hittar ingen/u);
  });

  it('is offered where it is found, and to moderators of its own town alone', async () => {
    await write('Vilken fin vinterbild!');
    await bot.say('sök vinterbild');
    await bot.idle();
    const [found] = buttonsOf(said(), 'take-up');
    const elsewhere = await press({ ...found, municipality: 'ludvika' });
    expect(elsewhere).toContain('Kortet hör inte till den här kanalen.');
    expect(await press({ ...found, comment: crypto.randomUUID() })).toContain('Den kan inte tas upp');
    bot.connector.setMember(ERIK.id, { id: ERIK.id, userRole: 'guest' });
    expect(await press(found, { from: ERIK })).toContain('Du saknar behörighet.');
    expect(await bot.query('SELECT count(*)::int AS n FROM ticket')).toEqual([{ n: 0 }]);
    expect(await press(found)).toContain('Nr 1: kortet kommer i kanalen.');
  });

  it('is listed by account, and in the order that somebody asks for', async () => {
    await write('Vilken fin vinterbild!', 'Vilken fin vinterbild!', 'Vilken fin vinterbild!');
    const [open] = buttonsOf(await summary(), 'list-unposted');
    const authors = (json: string) => [...json.matchAll(/Maja Ekdahl (\d)/gu)].map(([, number]) => number);
    expect(authors(await press(open))).toEqual(['3', '2', '1']);
    const likeliest = await press({ ...open, order: 'likeliest', account: '-' });
    expect(authors(likeliest).toSorted()).toEqual(['1', '2', '3']);
    const none = await press({ ...open, account: 'youtube:UC1' });
    expect(none).toContain('Det finns inga fler kommentarer utan kort.');
  });
});
