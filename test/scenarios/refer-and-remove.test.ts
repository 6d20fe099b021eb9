import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningApp, startRunningApp, storeInTurn } from '../fakes/running-app.ts';
import { ANNA } from '../fakes/teams-activities.ts';

const CASE = 'Hej, jag undrar över mitt bygglovsärende på Storgatan 3, diarienummer 44. Vad händer?';
const REFERRAL = 'Hej! Kontakta vårt Kontaktcenter, så hjälper de dig vidare.';

describe.each(storeInTurn)('somebody who is referred on and removed, on %s', (_name, where) => {
  let bot: RunningApp;
  beforeEach(async () => {
    bot = await startRunningApp({ municipality: 'vallentuna', settings: await where() });
    bot.connector.setMember(ANNA.aadObjectId ?? '', { id: ANNA.id, name: ANNA.name });
  });
  afterEach(() => bot.close());

  /** How each act stands: reply, hiding, deletion. */
  const acts = async () => {
    const rows = await bot.query<{ kind: string; state: string }>(
      `SELECT kind, state FROM effect WHERE lane = 'comment'`,
    );
    const kinds = ['reply-to-comment', 'hide-comment', 'delete-comment'];
    return kinds.map((kind) => rows.find((row) => row.kind === kind)?.state);
  };
  const removal = { rule: 'VAL-08', reason: 'Ett personärende.' };

  it('is answered, hidden and deleted in that order, by one press', async () => {
    bot.comment(CASE, 'Kim Testsson');
    const card = await bot.card('Kommentar');
    await bot.press(card, 'remove', { ...removal, reply: REFERRAL });
    await bot.cardWhere(card.messageId, (json) => json.includes('Dold '));
    expect(await acts()).toEqual(['done', 'done', 'pending']);
    expect(bot.graph.state.comments.some(({ message }) => message === REFERRAL)).toBe(true);
    bot.pass(60);
    const gone = await bot.cardWhere(card.messageId, (json) => json.includes('Raderad'));
    for (const told of ['skrev ett svar', 'att ta bort enligt VAL-08']) expect(gone.json).toContain(told);
    expect(await bot.query('SELECT state FROM ticket')).toEqual([{ state: 'closed' }]);
    expect(await bot.verify()).toMatchObject({ journal: { ok: true } });
  });

  it('is not hidden while the reply has not come through', async () => {
    bot.fault({ kind: 'permission', method: 'POST', path: '/comments' });
    bot.comment(CASE, 'Kim Testsson');
    const card = await bot.card('Kommentar');
    await bot.press(card, 'remove', { ...removal, reply: REFERRAL });
    await bot.idle();
    bot.pass(60);
    await bot.idle();
    expect(await acts()).toEqual(['failed', 'pending', 'pending']);
  });

  it('may be removed after an answer has closed the ticket', async () => {
    bot.comment(CASE, 'Kim Testsson');
    const card = await bot.card('Kommentar');
    await bot.press(card, 'reply', { form: 'x', 'text-x': REFERRAL });
    const closed = await bot.cardWhere(card.messageId, (json) => json.includes('Klar'));
    expect(closed.verbs).toContain('remove');
    await bot.press(closed, 'remove', removal);
    bot.pass(60);
    await bot.cardWhere(card.messageId, (json) => json.includes('Raderad'));
    expect(await bot.query('SELECT state FROM ticket')).toEqual([{ state: 'closed' }]);
  });
});
