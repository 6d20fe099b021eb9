import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lintCard } from '../cards/lint.ts';
import { type RunningApp, startRunningApp, storeInTurn } from '../fakes/running-app.ts';
import { ANNA, CHANNEL } from '../fakes/teams-activities.ts';

const INSULT = 'Din jävla idiot, dra åt helvete.';

describe.each(storeInTurn)('earlier decisions on an account, on %s', (_name, where) => {
  let bot: RunningApp;
  beforeEach(async () => {
    bot = await startRunningApp({ settings: await where() });
    bot.connector.setMember(ANNA.aadObjectId ?? '', { id: ANNA.id, name: ANNA.name });
  });
  afterEach(() => bot.close());

  /** The card of the comment that was written as the one of that number. */
  const written = (text: string, author: string, number: number) => {
    bot.comment(text, author);
    return bot.card(new RegExp(`Nr ${number} ·`, 'u'));
  };

  it('are shown to the presser alone, without the person’s words, and journalled', async () => {
    const first = await written(INSULT, 'Kim Testsson', 1);
    expect(first.verbs).not.toContain('author-record');
    await bot.press(first, 'remove', { rule: 'FIL-20', reason: 'Ett personangrepp.' });
    const undone = await written(`${INSULT} Nej!`, 'Kim Testsson', 2);
    await bot.press(undone, 'remove', { rule: 'FIL-20', reason: 'Ett personangrepp.' });
    await bot.press(await bot.cardWhere(undone.messageId, (json) => json.includes('Dold ')), 'undo');
    await bot.idle();
    const stranger = await written(`${INSULT} Jo!`, 'Bo Ek', 3);
    expect(stranger.verbs).not.toContain('author-record');

    const card = await written('När öppnar badhuset?', 'Kim Testsson', 4);
    expect(card.verbs).toContain('author-record');
    const { json } = await bot.press(card, 'author-record');
    expect(lintCard(JSON.parse(json))).toEqual([]);
    expect(json).toContain('Nr 4 · Tidigare beslut om kontot');
    expect(json).toContain('Visar 1 av 1.');
    expect(json).toMatch(/Nr 1 · (borttagen|borttagning beslutad)/u);
    expect(json).toContain('FIL-20: ”');
    expect(json).not.toMatch(/idiot|Nr 2|Nr 3|badhuset/u);
    expect(await bot.query(`SELECT by, data FROM journal WHERE kind = 'author-record-shown'`)).toEqual([
      { by: ANNA.aadObjectId, data: { breaches: 1 } },
    ]);
    expect(JSON.stringify(bot.connector.messages(CHANNEL))).not.toContain('Visar 1 av 1.');
  });
});
