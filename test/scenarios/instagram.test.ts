import { describe, expect, it, onTestFinished } from 'vitest';
import { samplePages } from '../../src/local/graph/seed.ts';
import { eventually, type RunningApp, startRunningApp, storeInTurn } from '../fakes/running-app.ts';

const account = samplePages().find(({ municipality }) => municipality === 'ludvika')?.instagram?.id ?? '';

describe.each(storeInTurn)('an Instagram account of Ludvika, on %s', (_, where) => {
  let bot: RunningApp;
  /** A Monday morning. */
  const start = async () => {
    bot = await startRunningApp({
      ...{ municipality: 'ludvika', instagram: true, at: '2026-04-13T08:00:00Z' },
      settings: await where(),
    });
    onTestFinished(() => bot.close());
  };
  const deed = async (given: object) => {
    const body = JSON.stringify(given);
    const response = await fetch(`${bot.graph.url}/_sim/instagram`, { method: 'POST', body });
    expect(response.status).toBe(200);
    return (await response.json()) as { id: string };
  };
  const told = () => eventually(() => bot.graph.state.pending.length === 0, 'the webhooks taken');

  it('has the deadline of a late comment counted from when it was written, once Instagram has said so', async () => {
    await start();
    bot.fault({ kind: 'transient', method: 'GET' });
    await deed({ op: 'add', account, text: 'När öppnar isbanan?', createdAt: '2026-04-10T13:00:00Z' });
    const first = await bot.card('isbanan');
    await bot.idle();
    bot.pass(11);
    await bot.cardWhere(first.messageId, (json) => json.includes('Under ert inlägg'));
    await bot.idle();
    const [ticket] = await bot.query<{ body: Record<string, string>; created_at: Temporal.Instant }>(
      'SELECT t.body, c.created_at FROM ticket t JOIN comment c ON c.id = t.comment',
    );
    expect(ticket?.created_at.toString()).toBe('2026-04-10T13:00:00Z');
    const moved = await bot.query<{ data: Record<string, string> }>(
      `SELECT data FROM journal WHERE kind = 'deadline-changed'`,
    );
    expect(moved).toHaveLength(1);
    expect(moved[0]?.data['from']).toMatch(/^2026-04-14T/u);
    expect(moved[0]?.data['to']).toMatch(/^2026-04-13T/u);
    expect(ticket?.body['dueAt']).toBe(moved[0]?.data['to']);
    expect(
      await bot.query('SELECT 1 FROM comment_version v JOIN comment c ON c.id = v.comment AND NOT c.own'),
    ).toHaveLength(1);
    expect(await bot.verify()).toMatchObject({ journal: { ok: true }, records: [] });
  });

  it('has one card for a mention, with the words that only Instagram knows', async () => {
    await start();
    const { id: media } = await deed({ op: 'publish', account, owner: 'granne', caption: 'Utsikt' });
    await deed({ op: 'add', account, media, text: '@ludvikakommun När öppnar isbanan igen?' });
    const card = await bot.card('öppnar isbanan igen');
    expect(card.json).not.toContain('ändrad');
    await bot.press(card, 'reply', { form: 'a', 'text-a': 'Den öppnar på lördag.' });
    await eventually(() => bot.graph.acts().some(({ act }) => act === 'reply'), 'the reply published');
    expect(bot.graph.acts()).toMatchObject([{ act: 'reply', text: expect.stringContaining('Den öppnar') }]);
    expect(await bot.query('SELECT 1 FROM ticket')).toHaveLength(1);
  });

  it('is told of the same twice, in either envelope, and has one card; what is taken away is seen at the next listing', async () => {
    await start();
    await fetch(`${bot.graph.url}/_sim/webhooks`, { method: 'POST', body: '{"copies":2}' });
    await deed({ op: 'tell', envelope: 'flat', spelling: 'comment_id' });
    const { id } = await deed({ op: 'add', account, text: 'När öppnar isbanan?' });
    await bot.card('isbanan');
    await told();
    await bot.idle();
    expect(await bot.query('SELECT 1 FROM ticket')).toHaveLength(1);
    await deed({ op: 'remove', id });
    bot.pass(61);
    await bot.idle();
    const [comment] = await bot.query<{ visibility: string }>(
      `SELECT visibility FROM comment WHERE external_id = '${id}'`,
    );
    expect(comment?.visibility).toBe('gone');
  });
});
