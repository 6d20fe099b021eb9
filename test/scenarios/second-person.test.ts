import { afterEach, describe, expect, it } from 'vitest';
import { lintCard } from '../cards/lint.ts';
import { type RunningApp, type ShownCard, startRunningApp, storeInTurn } from '../fakes/running-app.ts';
import { ANNA, CHANNEL, ERIK, type FakePerson } from '../fakes/teams-activities.ts';

const REGISTRAR: FakePerson = {
  id: '29:rut',
  name: 'Rut Registrator',
  aadObjectId: 'aaaaaaaa-0000-4000-8000-000000000003',
};
const TEXT = 'Rösta på Centerpartiet i höst! Hur tänker ni om skolan?';
const WHY = 'Uppmanar att rösta på ett parti.';
const NO = 'Frågan om skolan är ingen partireklam.';

describe.each(storeInTurn)('a removal that takes two, on %s', (_, where) => {
  let bot: RunningApp;
  afterEach(() => bot.close());
  const start = async (options: Parameters<typeof startRunningApp>[0] = {}) => {
    bot = await startRunningApp({
      municipality: 'vallentuna',
      registrars: [REGISTRAR.aadObjectId ?? ''],
      ...options,
      settings: await where(),
    });
    for (const { aadObjectId = '', id, name } of [ANNA, ERIK, REGISTRAR])
      bot.connector.setMember(aadObjectId, { id, name });
  };
  const onPage = (id: string) => bot.graph.state.comments.find((one) => one.id === id);
  const inChannel = () => JSON.stringify(bot.connector.messages(CHANNEL));
  const newest = (card: ShownCard, text: string) =>
    bot.cardWhere(card.messageId, (json) => json.includes(text));
  /** What the presser alone is shown, with the message that they pressed on. */
  const review = async (card: ShownCard, by: FakePerson): Promise<ShownCard> => {
    const shown = await bot.press(card, 'review', {}, by);
    expect(lintCard(JSON.parse(shown.json))).toEqual([]);
    return { ...shown, messageId: card.messageId };
  };
  const propose = async (card: ShownCard, rule: string, reason: string): Promise<ShownCard> => {
    await bot.press(card, 'remove', { rule, reason });
    await bot.idle();
    // The card is sent once more a second after a press.
    bot.pass(1);
    await bot.idle();
    return newest(card, '"verb":"review"');
  };

  it('is proposed, refused with a reason, proposed anew and approved, and each sees what they decide on', async () => {
    await start();
    const id = bot.comment(TEXT);
    const waiting = await propose(await bot.card('Centerpartiet'), 'VAL-19', WHY);
    expect(waiting.json).toContain('Anna Lind föreslog');
    expect(waiting.json).toContain(`Skäl: ”${WHY}”`);

    const before = inChannel();
    const first = await review(waiting, ERIK);
    for (const told of [
      'Centerpartiet',
      'Anna Lind föreslog',
      'Politisk debatt eller kommentarer som tydligt har en politisk agenda',
      `Skäl: ”${WHY}”`,
      'Inga tidigare förslag eller beslut enligt VAL-19 i Vallentuna.',
    ])
      expect(first.json).toContain(told);
    expect(first.verbs).toEqual(['approve', 'decline', 'take-over', 'history']);
    await bot.idle();
    bot.pass(1);
    await bot.idle();
    expect(inChannel(), 'a review is nobody else’s').toBe(before);

    // Anna reads her own proposal, and can do nothing about it but take it back.
    expect((await review(waiting, ANNA)).verbs).toEqual(['undo', 'history']);
    for (const verb of ['approve', 'decline', 'take-over'])
      expect((await bot.press(first, verb, { reason: NO }, ANNA)).json).toContain(
        'Det var du som föreslog borttagningen.',
      );
    const stranger = (await bot.press(first, 'approve', {}, REGISTRAR)).json;
    expect(stranger).toContain('Du saknar behörighet.');
    expect(stranger, 'no review').not.toContain('Om borttagningen godkänns');

    const empty = await bot.press(first, 'decline', { reason: ' ' }, ERIK);
    expect(empty.json).toContain('Skriv varför.');
    expect(empty.verbs).toContain('decline');
    await bot.press(first, 'decline', { reason: NO }, ERIK);
    await bot.idle();
    const open = await newest(waiting, 'nekade');
    expect(open.json).toContain(`Skäl: ”${NO}”`);
    expect(open.verbs).toContain('remove');
    const line = bot.connector
      .messages(CHANNEL)
      .map((one) => JSON.stringify(one))
      .find((one) => one.includes('Förslaget att ta bort nekades'));
    expect(line).toContain('<at>Anna Lind</at>');
    expect(line).not.toContain(NO);
    expect(onPage(id)).toMatchObject({ hidden: false });

    const again = await propose(open, 'VAL-19', WHY);
    expect((await bot.press(first, 'approve', {}, ERIK)).json, 'of the first proposal').toContain(
      'Inget gjordes.',
    );
    const second = await review(again, ERIK);
    expect(second.json).toContain('Tidigare förslag och beslut enligt VAL-19 i Vallentuna: 1. De senaste:');
    expect(second.json).toContain(`nr 1: förslaget nekades. Skäl: ”${NO}”`);
    await bot.press(second, 'approve', {}, ERIK);
    await newest(again, 'Dold ');
    bot.pass(11);
    const done = await newest(again, 'Raderad ');
    expect(onPage(id)).toBeUndefined();

    const { json } = await bot.press(done, 'history');
    expect(json).toContain('Erik Berg nekade förslaget att ta bort.');
    expect(json).toContain(`Skäl: ”${NO}”`);
    expect(await bot.query(`SELECT verb, by FROM reason ORDER BY at`)).toEqual([
      { verb: 'remove', by: ANNA.aadObjectId },
      { verb: 'decline', by: ERIK.aadObjectId },
      { verb: 'remove', by: ANNA.aadObjectId },
    ]);
    expect(await bot.verify()).toMatchObject({ journal: { ok: true } });
  });

  it('is taken over by a colleague, who lets the comment stand, and is told of so under the next like it', async () => {
    await start();
    bot.comment(TEXT);
    const waiting = await propose(await bot.card('Centerpartiet'), 'VAL-19', WHY);
    expect((await bot.press(waiting, 'undo', {}, ERIK)).json).toContain('Bara Anna Lind kan ta tillbaka');
    await bot.press(await review(waiting, ERIK), 'take-over', {}, ERIK);
    await bot.idle();
    const taken = await newest(waiting, 'Erik Berg har den');
    await bot.press(taken, 'dismiss', { because: 'within-rules' }, ERIK);
    await bot.idle();
    bot.comment('Rösta på Moderaterna i höst! Hur tänker ni om vägarna?', 'Bo Ek');
    const next = await propose(await bot.card('Moderaterna'), 'VAL-19', WHY);
    const shown = await review(next, ERIK);
    expect(shown.json).toContain('nr 1: en kollega tog över, och förslaget föll');
    for (const other of ['Centerpartiet', 'Kim']) expect(shown.json).not.toContain(other);
  });

  it('of a secret comment is read by the presser alone, and it is journalled who read', async () => {
    await start({ municipality: 'ludvika' });
    bot.comment('Min granne Tolva Tolvasson 19121212-1212 på Storgatan 3 har sagt så.', 'Tolva Testsson');
    const waiting = await propose(await bot.card('Känslig'), 'LUD-07', 'Ett rykte om Tolva.');
    const shown = await review(waiting, ERIK);
    expect(shown.json).toContain('19121212-1212');
    expect(shown.json).toContain('Ett rykte om Tolva.');
    expect((await bot.press(shown, 'decline', { reason: '' }, ERIK)).json).not.toContain('Tolva');
    expect((await bot.press(waiting, 'review', {}, REGISTRAR)).json).not.toContain('Tolva');
    await bot.press(shown, 'decline', { reason: 'Tolva är inget rykte.' }, ERIK);
    await bot.idle();
    expect(inChannel()).not.toContain('Tolva');
    expect(await bot.query(`SELECT by FROM journal WHERE kind = 'text-shown'`)).toEqual([
      { by: ERIK.aadObjectId },
    ]);
  });
});
