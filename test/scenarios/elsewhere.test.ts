import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually, type RunningApp, startRunningApp, storeInTurn } from '../fakes/running-app.ts';
import { ANNA, CHANNEL } from '../fakes/teams-activities.ts';

describe.each(storeInTurn)('what is done on the platform and not here, on %s', (_name, where) => {
  let bot: RunningApp;
  beforeEach(async () => {
    bot = await startRunningApp({ municipality: 'ludvika', settings: await where() });
    bot.connector.setMember(ANNA.aadObjectId ?? '', { id: ANNA.id, name: ANNA.name });
  });
  afterEach(() => bot.close());

  const lines = () => JSON.stringify(bot.connector.messages(CHANNEL));
  const settled = async () => {
    await eventually(() => bot.graph.state.pending.length === 0, 'the webhooks taken');
    await bot.idle();
  };

  it('is asked about, once, where screening had put the comment before nobody, and registered as Ludvika says', async () => {
    const id = bot.comment('Vilken fin vinterbild!', 'Maja Ekdahl');
    await settled();
    expect(bot.cards()).toEqual([]);
    bot.graph.deed({ op: 'remove', id });
    await settled();
    const card = await bot.card('Den togs inte bort här. Var det ni?');
    expect(card.json).not.toContain('vinterbild');
    expect(card.verbs).toEqual(expect.arrayContaining(['own-act', 'not-our-act']));
    expect(await bot.query('SELECT count(*)::int AS n FROM registration')).toEqual([{ n: 0 }]);

    const never = await bot.press(card, 'own-act', { rule: 'LUD-17', reason: 'Politik.' });
    expect(never.json).toContain('ger inte rätt att ta bort');
    await bot.press(card, 'own-act', { rule: 'LUD-10', reason: 'Svordomar. Bo beslutade.' });
    const told = await bot.cardWhere(card.messageId, (json) => json.includes('SM 2026-1'));
    expect(told.json).toContain('Anna Lind uppger');
    expect(told.json).toContain('att kommunen tog bort den på Facebook enligt LUD-10');
    expect(told.json).not.toContain('Bo beslutade');
    expect(told.verbs).not.toContain('own-act');
    const again = await bot.press(card, 'own-act', { rule: 'LUD-10', reason: 'Igen.' });
    expect(again.json).not.toContain('SM 2026-2');
    expect(await bot.query(`SELECT rule, text FROM reason WHERE verb = 'own-act'`)).toEqual([
      { rule: 'LUD-10', text: 'Svordomar. Bo beslutade.' },
    ]);
    const history = await bot.press(told, 'history');
    for (const said of ['uppgav att kommunen gjorde det på Facebook, enligt LUD-10', 'Bo beslutade'])
      expect(history.json).toContain(said);
    expect(await bot.verify()).toMatchObject({ journal: { ok: true } });
  });

  it('is asked about in the thread of a card, and not when the bot did it', async () => {
    const id = bot.comment('Din jävla idiot, dra åt helvete.', 'Kim Testsson');
    const card = await bot.card('Kommentar att bedöma');
    bot.graph.deed({ op: 'hide', id });
    await settled();
    const asked = await bot.cardWhere(card.messageId, (json) => json.includes('Den doldes inte här.'));
    expect(lines()).toContain('Kommentaren är dold på plattformen, men inte härifrån.');
    expect(asked.verbs).toContain('remove');
    const denied = await bot.press(asked, 'not-our-act');
    expect(denied.json).toContain('att det inte var kommunen som dolde den.');
    await bot.press(denied, 'remove', { rule: 'LUD-10', reason: 'Svordomar.' });
    bot.pass(60);
    const gone = await bot.cardWhere(card.messageId, (json) => json.includes('Raderad'));
    expect(gone.json).not.toContain('Den togs inte bort här.');
    expect(lines()).not.toContain('är borttagen på plattformen, men inte härifrån');
  });
});
