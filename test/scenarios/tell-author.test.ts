import { describe, expect, it, onTestFinished } from 'vitest';
import { samplePages } from '../../src/local/graph/seed.ts';
import { eventually, type RunningApp, startRunningApp, storeInTurn } from '../fakes/running-app.ts';
import { ANNA } from '../fakes/teams-activities.ts';

const ludvika = samplePages().find(({ municipality }) => municipality === 'ludvika');
const CASES = storeInTurn.flatMap(([store, where]) =>
  [
    ['Facebook', ludvika?.id],
    ['Instagram', ludvika?.instagram?.id],
  ].map(([platform, account]) => [platform, store, where, account ?? ''] as const),
);

const TEXT = 'Vi har tagit bort din kommentar: ”{citat}”. Skäl: {orsak} Kontakta registrator och ange nr 1.';
const REASON = 'Du svär åt en anställd';
const removal = { rule: 'LUD-10', reason: REASON, tell: 'in-private', reply: TEXT };
const SENT = 'Skäl: Du svär åt en anställd. Kontakta registrator';

/** Ludvika, with what the author of a comment on that platform may be told. */
function town(platform: string, account: string, where: (typeof storeInTurn)[number][1]) {
  let bot!: RunningApp;
  const start = async (options: Parameters<typeof startRunningApp>[0] = {}) => {
    bot = await startRunningApp({
      ...{ municipality: 'ludvika', instagram: true, at: '2026-04-13T08:00:00Z', ...options },
      settings: await where(),
    });
    onTestFinished(() => bot.close());
    bot.connector.setMember(ANNA.aadObjectId ?? '', { id: ANNA.id, name: ANNA.name });
  };
  const write = async (text: string): Promise<string> => {
    if (platform === 'Facebook') return bot.comment(text, 'Kim Testsson');
    const body = JSON.stringify({ op: 'add', account, username: 'kim.testsson', text });
    const response = await fetch(`${bot.graph.url}/_sim/instagram`, { method: 'POST', body });
    return ((await response.json()) as { id: string }).id;
  };
  const written = async (text = 'Ni är ju för fan dumma i huvudet hela högen') => {
    const id = await write(text);
    return { id, card: await bot.card('Kommentar') };
  };
  /** How each act stands, in the order in which they were ordered. */
  const acts = async () => {
    const rows = await bot.query<{ kind: string; state: string }>(
      `SELECT kind, state FROM effect WHERE lane = 'comment' ORDER BY seq`,
    );
    return Object.fromEntries(rows.map(({ kind, state }) => [kind, state]));
  };
  const done = () => bot.graph.acts().map(({ act }) => act);
  const told = () => bot.graph.state.messages.filter(({ byPage }) => byPage).map(({ text }) => text);
  const refuses = (fault: object) =>
    bot.fault({ kind: 'refusal', path: '/messages', method: 'POST', ...fault });
  return {
    get bot() {
      return bot;
    },
    ...{ start, write, written, acts, done, told, refuses },
  };
}

describe.each(CASES)('the author of what is removed on %s, on %s', (platform, _store, where, account) => {
  const the = town(platform ?? '', account, where);

  it('is told in private before the comment is hidden, in words that are kept', async () => {
    await the.start();
    const { id, card } = await the.written();
    expect(card.json).toContain('Meddela skribenten?');
    await the.bot.press(card, 'remove', removal);
    const hidden = await the.bot.cardWhere(card.messageId, (json) => json.includes('Dold '));
    expect(hidden.json).toContain('Skribenten meddelades privat');
    expect(the.done()).toEqual(['private-reply', 'hide']);
    expect(the.bot.graph.acts()[0]).toMatchObject({ on: id });
    expect(the.told()[0]).toContain(SENT);
    expect(the.told()[0]).toContain('svordomar');
    the.bot.pass(60);
    await the.bot.cardWhere(card.messageId, (json) => json.includes('Raderad'));
    expect(the.done()).toEqual(['private-reply', 'hide', 'delete']);
    expect(await the.bot.query(`SELECT kind, text FROM reply`)).toEqual([
      { kind: 'notice', text: the.told()[0] },
    ]);
    expect(await the.bot.query('SELECT state FROM ticket')).toEqual([{ state: 'closed' }]);
    expect(await the.bot.verify()).toMatchObject({ journal: { ok: true }, records: [] });
  });

  it('is told once: a second notice is not offered, and one that somebody sent by hand is said', async () => {
    await the.start();
    const { id, card } = await the.written();
    the.bot.graph.state.repliedPrivately.push(id);
    await the.bot.press(card, 'remove', removal);
    const hidden = await the.bot.cardWhere(card.messageId, (json) => json.includes('Dold '));
    await the.bot.cardWhere(card.messageId, (json) => json.includes('bara emot ett privat svar'));
    expect(the.done()).toEqual(['hide']);
    expect(hidden.verbs).toContain('drop-notice');
    const problem = await the.bot.query<{ id: string }>(
      `SELECT id FROM effect WHERE kind = 'reply-privately'`,
    );
    const now = await the.bot.cardWhere(card.messageId, (json) => json.includes('Skicka inget'));
    await the.bot.press(now, 'drop-notice', { effect: problem[0]?.id });
    the.bot.pass(60);
    await the.bot.cardWhere(card.messageId, (json) => json.includes('Raderad'));
    expect(await the.acts()).toEqual({
      ...{ 'reply-privately': 'cancelled', 'hide-comment': 'done', 'delete-comment': 'done' },
    });
    expect(await the.bot.query('SELECT state FROM ticket')).toEqual([{ state: 'closed' }]);
  });

  it('cannot be told of what is older than a week', async () => {
    await the.start();
    const { card } = await the.written();
    the.bot.pass(7 * 24 * 60);
    const refused = await the.bot.press(card, 'remove', removal);
    expect(refused.json).toContain('tar inte emot något privat svar');
    expect(refused.json).not.toContain('Ja, privat');
    expect(the.told()).toEqual([]);
  });

  it('has not been answered in private by it, who asks something there', async () => {
    await the.start();
    const question = { op: 'write', page: account, author: 'Kim Testsson', text: 'När öppnar badhuset?' };
    await fetch(`${the.bot.graph.url}/_sim/messages`, { method: 'POST', body: JSON.stringify(question) });
    const asked = await the.bot.card('privat meddelande');
    the.bot.pass(5);
    const { card } = await the.written();
    await the.bot.press(card, 'remove', removal);
    await the.bot.cardWhere(card.messageId, (json) => json.includes('Skribenten meddelades privat'));
    await eventually(() => the.bot.graph.state.pending.length === 0, 'the echo taken');
    await the.bot.idle();
    const tickets = await the.bot.query<{ state: string; answer: unknown }>(
      `SELECT t.state, t.body -> 'answer' AS answer FROM ticket t JOIN comment c ON c.id = t.comment AND c.kind = 'message'`,
    );
    expect(tickets).toEqual([{ state: 'open', answer: null }]);
    expect(asked.json).not.toContain('Kim');
  });
});

describe.each(storeInTurn)('the author of what is removed, on %s', (_, where) => {
  const the = town('Facebook', ludvika?.id ?? '', where);

  it('is not told a second time when the answer was lost, and the removal goes on', async () => {
    await the.start();
    the.bot.fault({ kind: 'lost-answer', path: '/messages', method: 'POST' });
    const { card } = await the.written();
    await the.bot.press(card, 'remove', removal);
    await the.bot.cardWhere(card.messageId, (json) => json.includes('Dold '));
    const open = await the.bot.cardWhere(card.messageId, (json) => json.includes('Oklart om skribenten'));
    the.bot.pass(60);
    await the.bot.cardWhere(card.messageId, (json) => json.includes('Raderad'));
    expect(the.done()).toEqual(['private-reply', 'hide', 'delete']);
    expect(the.told()).toHaveLength(1);
    expect(await the.acts()).toMatchObject({ 'reply-privately': 'unknown' });
    expect(open.verbs).toContain('retry');
  });

  it('is known to have been told when whoever tries again hears so from the platform', async () => {
    await the.start();
    the.bot.fault({ kind: 'lost-answer', path: '/messages', method: 'POST' });
    const { card } = await the.written();
    await the.bot.press(card, 'remove', removal);
    const open = await the.bot.cardWhere(
      card.messageId,
      (json) => json.includes('Dold ') && json.includes('Oklart om skribenten'),
    );
    const [problem] = await the.bot.query<{ id: string }>(
      `SELECT id FROM effect WHERE kind = 'reply-privately'`,
    );
    await the.bot.press(open, 'retry', { effect: problem?.id });
    await the.bot.cardWhere(card.messageId, (json) =>
      json.includes('Skribenten har meddelats privat, enligt'),
    );
    expect(the.told()).toHaveLength(1);
  });

  it('keeps nothing secret standing, whatever the platform says of the notice', async () => {
    await the.start();
    // Graph says so of the whole account as a rule; here of one courtesy.
    the.refuses({ kind: 'paused', times: 20 });
    await the.write('Anna Testsson på Storgatan 3 är sjukskriven för depression, 850709-9805');
    const card = await the.bot.card('Kommentar');
    await the.bot.press(card, 'remove', {
      ...{ rule: 'LUD-12', reason: 'Sekretess.', tell: 'in-private' },
      reply: 'Vi har tagit bort din kommentar. Kontakta registrator.',
    });
    await eventually(() => the.done().includes('delete'), 'the deletion');
    await the.bot.cardWhere(card.messageId, (json) => json.includes('Skribenten kunde inte meddelas'));
    await the.bot.cardWhere(card.messageId, (json) => json.includes('Raderad'));
    expect(the.told()).toEqual([]);
    expect(await the.acts()).toEqual({ 'reply-privately': 'failed', 'delete-comment': 'done' });
    // A person says what becomes of it.
    expect(await the.bot.query('SELECT state FROM ticket')).toEqual([{ state: 'removing' }]);
  });

  it('is told before what is secret goes, without the reason that was typed', async () => {
    await the.start();
    await the.write('Anna Testsson på Storgatan 3 är sjukskriven för depression, 850709-9805');
    const card = await the.bot.card('Kommentar');
    const secret = { ...removal, rule: 'LUD-12', reason: 'Anna är sjuk.' };
    const refused = await the.bot.press(card, 'remove', secret);
    expect(refused.json).toContain('Fyll i {orsak}');
    const now = await the.bot.cardWhere(card.messageId, () => true);
    await the.bot.press(now, 'remove', { ...secret, reply: 'Vi tog bort din kommentar enligt {regel}.' });
    await eventually(() => the.done().includes('delete'), 'the deletion');
    expect(the.done()).toEqual(['private-reply', 'delete']);
    expect(the.told()).toEqual(['Vi tog bort din kommentar enligt LUD-12.']);
  });

  it('is told nothing of a comment that is gone by then', async () => {
    await the.start();
    const { id, card } = await the.written();
    const { state } = the.bot.graph;
    state.comments = state.comments.filter((each) => each.id !== id);
    await the.bot.press(card, 'remove', removal);
    await the.bot.idle();
    expect(await the.acts()).toMatchObject({ 'reply-privately': 'cancelled' });
    expect(the.told()).toEqual([]);
  });

  it('is told nothing while the account is only tried', async () => {
    await the.start({ trial: true });
    const { card } = await the.written();
    await the.bot.press(card, 'remove', removal);
    await the.bot.cardWhere(card.messageId, (json) => json.includes('Provläge: skribenten meddelades inte'));
    expect(the.told()).toEqual([]);
  });

  it('is told nothing when the removal is undone before it could be sent', async () => {
    await the.start();
    the.refuses({ kind: 'transient', times: 20 });
    const { card } = await the.written();
    await the.bot.press(card, 'remove', removal);
    const hidden = await the.bot.cardWhere(card.messageId, (json) => json.includes('Dold '));
    await the.bot.press(hidden, 'undo');
    await the.bot.idle();
    expect(await the.acts()).toMatchObject({ 'reply-privately': 'cancelled', 'delete-comment': 'cancelled' });
    expect(the.told()).toEqual([]);
  });
});
