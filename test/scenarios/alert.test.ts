import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lintCard } from '../cards/lint.ts';
import { type RunningApp, startRunningApp, storeInTurn } from '../fakes/running-app.ts';
import { ANNA, ERIK } from '../fakes/teams-activities.ts';

const SARA = { id: '29:sara', name: 'Sara Nyström', aadObjectId: 'aaaaaaaa-0000-4000-8000-000000000009' };
const SATURDAY = '2026-04-04T22:00:00Z';
const ALARMING = 'Det brinner i Kvarnparken nu, ring någon!';
const chatOf = ({ aadObjectId = '' }: { aadObjectId?: string | undefined }) => `a:personal-${aadObjectId}`;

describe.each(storeInTurn)('a Saturday at midnight, on %s', (_name, where) => {
  let bot: RunningApp;
  beforeEach(async () => {
    bot = await startRunningApp({ duty: ERIK.aadObjectId ?? '', settings: await where(), at: SATURDAY });
    for (const { aadObjectId = '', id, name } of [ANNA, ERIK, SARA])
      bot.connector.setMember(aadObjectId, { id, name });
  });
  afterEach(() => bot.close());

  /** An alert looks for the card that it names, and then once more. */
  const alertTo = async (person: typeof ANNA) => {
    const alerts = () => bot.connector.cards(chatOf(person));
    await bot.hurry(() => alerts().length > 0, `an alert to ${person.name}`);
    return { json: JSON.stringify(alerts()[0]?.card) };
  };
  const confirm = async (by: typeof ANNA, json: string, conversation = chatOf(by)) => {
    const data = JSON.parse(/\{"verb":"confirm-alert"[^}]*\}/u.exec(json)?.[0] ?? 'null');
    return (await bot.pressWith(data, { from: by, conversation, kind: 'personal' })).json;
  };

  it('alerts whoever is on duty without a word of the text, and nobody else once they confirm', async () => {
    bot.comment(ALARMING, 'Kim Testsson');
    const { json } = await alertTo(ERIK);
    expect(lintCard(JSON.parse(json))).toEqual([]);
    expect(json).toContain('Kommentar som kan vara akut · Filipstad');
    expect(json).not.toMatch(/brinner|Kvarnparken|Kim/u);
    const done = await confirm(ERIK, json);
    expect(done).toContain('Erik Berg bekräftade larmet');
    expect(done).not.toContain('"verb":"confirm-alert"');
    const card = await bot.card('bekräftade larmet');
    expect(card.json).toContain('Jouren larmades');
    // The card is where it was: nothing of the private chat became it.
    expect(card.verbs).toContain('reply');
    bot.pass(30);
    await bot.idle();
    expect(bot.connector.cards(chatOf(ANNA))).toEqual([]);
    expect(await bot.query(`SELECT kind FROM journal WHERE kind LIKE 'alert%'`)).toEqual([
      { kind: 'alert-confirmed' },
    ]);
    expect(await bot.verify()).toMatchObject({ journal: { ok: true } });
  });

  it('alerts the lead when nobody has confirmed in a quarter of an hour', async () => {
    bot.comment(ALARMING, 'Kim Testsson');
    await alertTo(ERIK);
    bot.pass(14);
    await bot.idle();
    expect(bot.connector.cards(chatOf(ANNA))).toEqual([]);
    bot.pass(2);
    const { json } = await alertTo(ANNA);
    expect(json).toContain('Jouren har inte bekräftat larmet.');
    expect(json).not.toMatch(/brinner|Kim/u);
    expect(await confirm(ANNA, json)).toContain('Anna Lind bekräftade larmet');
    const card = await bot.card('Anna Lind bekräftade larmet');
    expect(card.json).toContain('Jouren bekräftade inte: nästa person larmades');
  });

  it('wakes nobody else when somebody has acted in the channel', async () => {
    bot.comment(ALARMING, 'Kim Testsson');
    await alertTo(ERIK);
    await bot.press(await bot.card('brinner'), 'claim', {}, ERIK);
    bot.pass(60);
    await bot.idle();
    expect(bot.connector.cards(chatOf(ANNA))).toEqual([]);
  });

  it('takes no confirmation from one who was not alerted, nor anything else in that chat', async () => {
    bot.comment(ALARMING, 'Kim Testsson');
    const { json } = await alertTo(ERIK);
    expect(await confirm(SARA, json)).toContain('Kortet hör inte till den här kanalen.');
    const data = JSON.parse(/\{"verb":"confirm-alert"[^}]*\}/u.exec(json)?.[0] ?? 'null');
    const forged = { ...data, verb: 'remove', rule: 'FIL-20', reason: 'Nej.' };
    const answer = await bot.pressWith(forged, { from: ERIK, conversation: chatOf(ERIK), kind: 'personal' });
    expect(answer.json).toContain('Kortet hör inte till den här kanalen.');
    expect(await bot.query('SELECT state FROM ticket')).toEqual([{ state: 'open' }]);
  });
});
