import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lintCard } from '../cards/lint.ts';
import { eventually, type RunningApp, startRunningApp, storeInTurn } from '../fakes/running-app.ts';
import { ANNA, CHANNEL, ERIK } from '../fakes/teams-activities.ts';

const INSULT = 'Din jävla idiot, dra åt helvete';
const MANY = 60;

describe.each(storeInTurn)('sixty comments on one post, on %s', { timeout: 90_000 }, (_name, where) => {
  let bot: RunningApp;
  beforeEach(async () => {
    bot = await startRunningApp({ settings: await where() });
    for (const { aadObjectId = '', id, name } of [ANNA, ERIK])
      bot.connector.setMember(aadObjectId, { id, name });
    for (let count = 1; count <= MANY; count += 1) bot.comment(`${INSULT}, nummer ${count}!`, `Kim ${count}`);
    await eventually(() => bot.graph.state.pending.length === 0, 'the webhooks taken', 40_000);
    await bot.hurry(() => storm().includes(`Många kommentarer på ett inlägg: ${MANY}`), 'one card for all');
  });
  afterEach(() => bot.close());

  const cards = () => bot.connector.cards(CHANNEL).map(({ card }) => JSON.stringify(card));
  const storm = () => cards().findLast((json) => json.includes('Många kommentarer på ett inlägg')) ?? '';
  const data = (json: string, step: string) =>
    JSON.parse(new RegExp(`\\{"verb":"storm","step":"${step}"[^}]*\\}`, 'u').exec(json)?.[0] ?? 'null');
  const press = async (step: string, inputs: object = {}, as: object = {}) => {
    const json = storm();
    const { json: answer } = await bot.pressWith(
      { ...data(json, step), ...inputs },
      { from: ANNA, conversation: CHANNEL, ...as },
    );
    expect(lintCard(JSON.parse(answer))).toEqual([]);
    return answer;
  };
  const states = async () => {
    const rows = await bot.query<{ state: string; n: number }>(
      'SELECT state, count(*)::int AS n FROM ticket GROUP BY state',
    );
    return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
  };
  const visible = () =>
    bot.graph.state.comments.filter(({ message, hidden }) => message.startsWith(INSULT) && !hidden);

  it('are one card beside those that came before, hidden with two presses and shown again with one', async () => {
    const single = cards().filter((json) => json.includes('idiot')).length;
    expect(single).toBeLessThan(30);
    expect(storm()).not.toMatch(/idiot|Kim/u);
    expect(lintCard(JSON.parse(storm()))).toEqual([]);
    expect(await states()).toEqual({ open: MANY });

    expect(await press('hide', { 'reason-FIL-20': ' ' })).toContain('Inget gjordes: fyll i varför.');
    const hidden = await press('hide', { 'reason-FIL-20': 'Personangrepp.' });
    expect(hidden).toContain(`Ångra ${MANY} borttagningar`);
    expect(await states()).toEqual({ removing: MANY });
    await bot.hurry(() => visible().length === 0, 'all of them hidden');
    expect(
      await bot.query(
        `SELECT count(*)::int AS n, count(DISTINCT ticket)::int AS each FROM journal WHERE kind = 'removal-ordered'`,
      ),
    ).toEqual([{ n: MANY, each: MANY }]);

    await bot.hurry(() => storm().includes('"step":"undo"'), 'the way back on the card');
    const undone = await press('undo');
    expect(undone).toContain(`Öppna: ${MANY}`);
    await bot.hurry(() => visible().length === MANY, 'all of them shown again');
    expect(await bot.verify()).toMatchObject({ journal: { ok: true } });
  });

  it('are taken, let stand or shown one by one, and counted as they are', async () => {
    const next = await press('open');
    expect(next).toMatch(/Nr \d+: kortet kommer i kanalen/u);
    await bot.hurry(
      () => cards().filter((json) => json.includes('idiot')).length > 0,
      'the card of that one',
    );
    const stood = await press('let-stand', { because: 'within-rules' });
    expect(stood).toContain('Alla är omhändertagna.');
    expect(await states()).toEqual({ closed: MANY - 1, open: 1 });
  });

  it('are hidden as they stood when the card was drawn: neither what has come since nor twice', async () => {
    const old = { ...data(storm(), 'hide'), 'reason-FIL-20': 'Personangrepp.' };
    bot.comment(`${INSULT}, och en till!`, 'Kim sist');
    await bot.hurry(() => storm().includes(`på ett inlägg: ${MANY + 1}`), 'the one that came since');
    const told = { from: ANNA, conversation: CHANNEL, id: 'same' };
    await bot.pressWith(old, told);
    expect(await states()).toEqual({ removing: MANY, open: 1 });
    await bot.pressWith(old, told);
    expect(await states()).toEqual({ removing: MANY, open: 1 });
    // What is taken one by one is not taken back with the others.
    await press('open');
    const card = await bot.card('och en till');
    await bot.press(card, 'remove', { rule: 'FIL-20', reason: 'Personangrepp.' });
    await bot.hurry(() => storm().includes('"step":"undo"'), 'the way back on the card');
    await press('undo');
    expect(await states()).toEqual({ open: MANY, removing: 1 });
  });

  it('are pressed by moderators of the channel alone, and not by one who comes second', async () => {
    bot.connector.setMember(ERIK.id, { id: ERIK.id, userRole: 'guest' });
    expect(await press('claim', {}, { from: ERIK })).toContain('Du saknar behörighet.');
    expect(await press('claim', { municipality: 'ludvika' })).toContain(
      'Kortet hör inte till den här kanalen.',
    );
    expect(await states()).toEqual({ open: MANY });
    const old = data(storm(), 'claim');
    await press('claim');
    expect(await states()).toEqual({ claimed: MANY });
    const again = await bot.pressWith(old, { from: ANNA, conversation: CHANNEL });
    expect(again.json).toContain('Inget gjordes: kommentarerna har ändrats');
  });
});

describe.each(storeInTurn)('what waits for nobody’s turn, on %s', { timeout: 60_000 }, (_name, where) => {
  it('has its own card in the midst of a storm', async () => {
    const bot = await startRunningApp({ settings: await where() });
    try {
      for (let count = 1; count <= 20; count += 1) bot.comment(`${INSULT}, nummer ${count}!`, `Kim ${count}`);
      bot.comment('Det brinner i Kvarnparken nu, ring någon!', 'Maja Ekdahl');
      await eventually(() => bot.graph.state.pending.length === 0, 'the webhooks taken', 40_000);
      const card = await bot.card('brinner i Kvarnparken');
      expect(card.verbs).toContain('reply');
      await bot.hurry(
        () =>
          bot.connector
            .cards(CHANNEL)
            .some(({ card: one }) => JSON.stringify(one).includes('på ett inlägg: 20')),
        'the others together',
      );
    } finally {
      await bot.close();
    }
  });
});
