import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually, type RunningApp, startRunningApp, storeInTurn } from '../fakes/running-app.ts';

/** Longer than Meta tries to deliver a webhook. */
const HOURS = 40;

describe.each(storeInTurn)('a Page whose webhooks are lost, on %s', (_, where) => {
  let bot: RunningApp;
  const start = async (options: Parameters<typeof startRunningApp>[0] = {}) => {
    const running = await startRunningApp({
      everyTown: true,
      at: '2026-04-13T08:00:00Z',
      ...options,
      settings: await where(),
    });
    onTestFinished(() => running.close());
    bot = running;
    await bot.idle();
  };
  const comments = () =>
    bot.query<{ id: string; own: boolean; kind: string; visibility: string; text: string; version: number }>(
      `SELECT external_id AS id, own, kind, visibility, text, version FROM comment c
       JOIN comment_version v ON v.comment = c.id AND v.number = c.version ORDER BY c.created_at, c.external_id`,
    );
  /** Nothing is delivered from now on. */
  const silence = () => fetch(`${bot.graph.url}/_sim/webhooks`, { method: 'POST', body: '{"hold":true}' });
  const passed = async (minutes: number) => {
    bot.pass(minutes);
    await bot.idle();
  };

  it('is listed within one poll: what is new, edited, hidden and taken away, each once', async () => {
    await start();
    const edited = bot.comment('När öppnar simhallen?');
    const hidden = bot.comment('Ser ni över belysningen på Kyrkogatan?');
    const removed = bot.comment('Kan jag få svar på min fråga?');
    const before = await bot.card('belysningen');
    await bot.card('svar på min fråga');
    await bot.idle();
    await silence();
    bot.graph.deed({ op: 'edit', id: edited, message: 'När öppnar simhallen på söndag?' });
    bot.graph.deed({ op: 'hide', id: hidden });
    bot.graph.deed({ op: 'remove', id: removed });
    const added = bot.comment('Vem ansvarar för snöröjningen på Storgatan?');
    await passed(HOURS * 60);
    await bot.card('på söndag');
    await bot.card('snöröjningen');
    const stood = (await comments()).filter(({ own }) => !own);
    expect(stood.map(({ id, text, visibility, version }) => [id, text, visibility, version])).toEqual([
      [edited, 'När öppnar simhallen på söndag?', 'visible', 2],
      [hidden, 'Ser ni över belysningen på Kyrkogatan?', 'hidden', 1],
      [removed, 'Kan jag få svar på min fråga?', 'gone', 1],
      [added, 'Vem ansvarar för snöröjningen på Storgatan?', 'visible', 1],
    ]);
    await passed(31);
    await passed(24 * 60);
    expect((await comments()).filter(({ own }) => !own)).toEqual(stood);
    expect(before.ticket).not.toBe('');
    const unheard = await bot.query<{ data: Record<string, unknown> }>(
      `SELECT data FROM journal WHERE kind = 'account-unheard'`,
    );
    expect(unheard.length).toBeGreaterThan(0);
    expect(await bot.verify()).toMatchObject({ journal: { ok: true }, records: [] });
  });

  it('is told of by the webhooks later, and nothing comes twice', async () => {
    await start();
    await silence();
    bot.comment('Var kan jag läsa protokollet?');
    await passed(31);
    await bot.card('protokollet');
    await fetch(`${bot.graph.url}/_sim/webhooks`, { method: 'POST', body: '{"copies":2}' });
    await eventually(() => bot.graph.state.pending.length === 0, 'the webhooks taken');
    await bot.idle();
    expect((await comments()).filter(({ own }) => !own)).toHaveLength(1);
    expect(bot.connector.cards('').length + (await bot.query('SELECT 1 FROM ticket')).length).toBe(1);
  });

  it('has its own posts known from the first minute, as what comments answer', async () => {
    await start();
    bot.comment('När öppnar biblioteket igen efter jul?');
    expect((await bot.card('öppnar biblioteket')).json).toContain('Under ert inlägg');
    const posts = (await comments()).filter(({ kind }) => kind === 'post');
    expect(posts.map(({ own }) => own)).toEqual(bot.graph.state.posts.map(() => true));
  });
});
