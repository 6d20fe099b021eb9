import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  eventually,
  type RunningApp,
  type ShownCard,
  startRunningApp,
  storeInTurn,
} from '../fakes/running-app.ts';
import { CHANNEL, ERIK, TENANT } from '../fakes/teams-activities.ts';

/** A Thursday, 08.14 in Sweden: Filipstad's digest comes at 08.15. */
const BEFORE_THE_HOUR = '2026-03-26T07:14:00Z';

describe.each(storeInTurn)('the daily digest on %s', (store, where) => {
  let bot: RunningApp;
  const start = async (options: Parameters<typeof startRunningApp>[0] = {}) => {
    const running = await startRunningApp({ at: BEFORE_THE_HOUR, ...options, settings: await where() });
    onTestFinished(() => running.close());
    bot = running;
    // What is due at an hour is planned before it.
    await bot.idle();
  };

  const digests = () =>
    bot.connector.cards(CHANNEL).filter(({ summary }) => summary?.startsWith('Läget ') === true);
  const digest = async (count = 1): Promise<string> => {
    await eventually(() => digests().length >= count, `digest number ${count}`);
    return JSON.stringify(digests().at(-1)?.card);
  };
  const none = async (count = 0) => {
    await bot.idle();
    expect(digests()).toHaveLength(count);
  };
  const unsubscribe = () => {
    for (const page of bot.graph.state.pages) page.subscribedFields = [];
  };

  it('comes at its hour, once, says that nothing waits and when the platform was last reached', async () => {
    await start();
    await none();
    bot.pass(1);
    const said = await digest();
    expect(said).toContain('Läget tor 26 mars · Filipstad');
    expect(said).toContain('Inget väntar.');
    expect(said).toMatch(/Facebook: kontakt 08\.15\./u);
    expect(said).toContain('Sedan i går: 0 in, 0 till kanalen.');
    expect(said).toContain('Ingen jour är angiven. Larm utanför kontorstid når bara kanalen.');
    await none(1);
    bot.pass(5 * 60);
    await none(1);
    bot.pass(19 * 60);
    expect(await digest(2)).toContain('Läget fre 27 mars · Filipstad');
    // The next one is planned once this one is done.
    await bot.idle();
    const rows = await bot.query<{ state: string }>('SELECT state FROM digest ORDER BY day');
    expect(rows.map(({ state }) => state)).toEqual(['done', 'done', 'pending']);
    const [line] = await bot.query<{ data: Record<string, unknown> }>(
      `SELECT data FROM journal WHERE kind = 'digest-posted' ORDER BY seq LIMIT 1`,
    );
    expect(line?.data).toMatchObject({ day: '2026-03-26', overdue: 0, arrived: 0, repeated: false });
    expect(said).toContain(String(line?.data['head']).slice(0, 16));
    expect(await bot.verify()).toMatchObject({ journal: { ok: true } });
  });

  it.each([
    ['a Saturday', BEFORE_THE_HOUR, 49],
    ['långfredagen', '2026-04-02T06:14:00Z', 25],
    ['an evening', BEFORE_THE_HOUR, 9],
  ])('does not come on %s, also when one was missed', async (_, at, hours) => {
    await start({ at });
    bot.pass(hours * 60);
    await none();
    const [row] = await bot.query('SELECT state FROM digest ORDER BY day');
    expect(row).toEqual({ state: 'skipped' });
  });

  it('does not come on a half day that has closed, and comes before it does', async () => {
    const rulesDir = mkdtempSync(join(tmpdir(), 'rules-'));
    cpSync(join(import.meta.dirname, '..', '..', 'rules'), rulesDir, { recursive: true });
    const file = join(rulesDir, 'filipstad.yaml');
    const days = 'halfDays: [{ from: 2026-03-26, to: 2026-03-27, name: Halvdag, closes: "12:00" }]';
    writeFileSync(file, readFileSync(file, 'utf8').replace('halfDays: []', days));
    await start({ rulesDir });
    bot.pass(4 * 60);
    await none();
    bot.pass(23 * 60 + 30);
    expect(await digest()).toContain('Läget fre 27 mars');
    rmSync(rulesDir, { recursive: true });
  });

  it('tells on a Monday of the weekend, and shows how the answers went', async () => {
    await start({ at: '2026-03-27T07:20:00Z' });
    bot.pass(24 * 60);
    bot.comment('Vilken fin vinterbild!');
    bot.comment('Hej! När öppnar biblioteket på lördagar?');
    await bot.card('biblioteket');
    await bot.idle();
    expect(digests()).toEqual([]);
    bot.pass(47 * 60 - 5);
    const said = await digest();
    expect(said).toContain('Läget mån 30 mars · Filipstad');
    expect(said).toContain('I helgen: 2 in, 1 till kanalen, 0 av dem akuta eller känsliga.');
    expect(said).toContain('Sedan fre 27 mars 08.15: 2 in, 1 till kanalen.');
    expect(said).toContain('Svar i tid de senaste 30 arbetsdagarna');
    expect(said).toContain('Sammanlagt: inget skulle besvaras');
    // An empty chart would say less than the line above it.
    expect(said).not.toContain('Chart');
  });

  it('comes late after a stop, as today’s, and not two for the days that were missed', async () => {
    await start();
    bot.pass(24 * 60 + 120);
    const said = await digest();
    expect(said).toContain('Läget fre 27 mars');
    await none(1);
    const rows = await bot.query('SELECT day, state FROM digest ORDER BY day');
    expect(rows).toEqual([
      { day: '2026-03-26', state: 'skipped' },
      { day: '2026-03-27', state: 'done' },
      { day: '2026-03-30', state: 'pending' },
    ]);
  });

  it('says when nothing reaches us from a platform, since when and whom to turn to', async () => {
    await start();
    bot.comment('Fin bild!');
    await eventually(() => bot.graph.state.pending.length === 0, 'the webhook taken');
    unsubscribe();
    bot.pass(1);
    expect(await digest()).toContain(
      'Ingen kontakt med Facebook sedan 08.14. Kontrollera sidan för hand. Kontakta IT-avdelningen.',
    );
  });

  it('lists what waits with a link to its card, and neither texts nor citizens’ names', async () => {
    await start({ at: '2026-03-25T07:20:00Z' });
    bot.comment('Hej! När öppnar biblioteket på lördagar?', 'Maja Ekdahl');
    const { messageId } = await bot.card('biblioteket');
    bot.pass(24 * 60 - 5);
    const said = await digest();
    expect(said).toContain('Senast i dag 1 · Ingen har tagit 1 ·');
    expect(said).toContain('Senast i dag: 1');
    // It stands in the worst of its lists alone.
    expect(said).not.toContain('Ingen har tagit: ');
    expect(said.split('"text":"Nr 1 · Kommentar som verkar behöva svar"')).toHaveLength(2);
    expect(said).toContain(
      `https://teams.microsoft.com/l/message/${encodeURIComponent(CHANNEL)}/${messageId}?tenantId=`,
    );
    for (const secret of ['biblioteket', 'Maja', 'Ekdahl']) expect(said).not.toContain(secret);
  });

  /** The data of the card's button with that verb. */
  const buttonOf = (json: string, verb: string): object | null => {
    const [data] = new RegExp(`\\{"verb":"${verb}"[^}]*\\}`, 'u').exec(json) ?? [];
    return data === undefined ? null : JSON.parse(data);
  };
  const press = (data: object | null, where = {}): Promise<ShownCard> =>
    bot.pressWith(data, { messageId: digests()[0]?.messageId ?? '', ...where });
  const numbersIn = (json: string): number[] =>
    [...json.matchAll(/"text":"Nr (\d+) ·/gu)].map(([, number]) => Number(number));

  it('shows the comments without a card to the one who asks, in pages, and to no guest', async () => {
    await start({ at: '2026-03-25T07:20:00Z' });
    for (let count = 1; count <= 12; count += 1)
      bot.comment('Vilken fin vinterbild!', `Maja Ekdahl ${count}`);
    await eventually(() => bot.graph.state.pending.length === 0, 'the webhook taken');
    await bot.idle();
    bot.pass(24 * 60 - 5);
    const said = await digest();
    expect(said).toContain('Visa övriga 12');
    expect(said).not.toContain('vinterbild');
    const data = buttonOf(said, 'list-unposted');
    const first = await press(data);
    expect(first.json).toContain('Kom in men fick inget kort: 1–10 av 12');
    expect(first.json).toContain('Maja Ekdahl 12 skriver: Vilken fin vinterbild!');
    const more = buttonOf(first.json, 'list-unposted');
    const second = await press(more);
    expect(second.json).toContain('Kom in men fick inget kort: 11–12 av 12');
    const names = [...`${first.json}${second.json}`.matchAll(/Maja Ekdahl (\d+) skriver/gu)].map(
      ([, name]) => name,
    );
    expect(new Set(names).size).toBe(12);
    expect(second.json).not.toContain('Visa fler');
    const back = await press(buttonOf(second.json, 'show-digest'));
    expect(back.json).toContain('Sedan i går: 12 in, 0 till kanalen.');
    expect(JSON.stringify(bot.connector.messages(CHANNEL))).not.toContain('vinterbild');
    bot.connector.setMember(ERIK.id, { id: ERIK.id, userRole: 'guest' });
    for (const asked of [data, more, buttonOf(second.json, 'show-digest')]) {
      const refused = await press(asked, { from: ERIK });
      expect(refused.json).toContain('Du saknar behörighet.');
      expect(refused.json).not.toMatch(/vinterbild|Läget/u);
    }
    for (const bad of [
      ...[{ since: 'i går' }, { until: '-100000-01-01T00:00:00Z' }, { until: '2020-01-01T00:00:00Z' }],
      ...[{ more: 1 }, { municipality: 'ludvika' }, { after: "' OR 1=1" }, { after: 12 }],
    ]) {
      expect((await press({ ...data, ...bad })).json).toContain('Kortet hör inte till den här kanalen.');
    }
    const nowhere = await press({ ...data, after: crypto.randomUUID() });
    expect(nowhere.json).toContain('Det finns inga fler kommentarer utan kort.');
  });

  it('reaches eighteen that are due today, each once, what is urgent first', {
    timeout: 120_000,
  }, async () => {
    await start({ at: '2026-03-25T07:20:00Z' });
    // On one post they would be one card.
    const posts = bot.graph.state.posts.filter(({ page }) => page === bot.page);
    for (let count = 1; count < 18; count += 1)
      bot.graph.deed({
        ...{ op: 'add', page: bot.page, author: 'Kim Testsson', anonymous: false, photo: false },
        ...{ post: posts[count % posts.length]?.id, message: `Hej! När öppnar badhus ${count} på lördagar?` },
      });
    bot.comment('Det luktar gas på Storgatan, kom genast!', 'Maja Ekdahl');
    await eventually(() => bot.connector.cards(CHANNEL).length === 18, 'every card', 60_000);
    bot.pass(24 * 60 - 5);
    const said = await digest();
    expect(said).toContain('Brådskande 1 · Försenade 0 · Senast i dag 18 · Ingen har tagit 18 ·');
    expect(said).toContain('Senast i dag: 18, varav 1 redan nämnda');
    const first = /"text":"Nr \d+ · ([^"]*)"/u.exec(said)?.[1];
    expect(first).toBe('Kommentar som kan vara akut');
    const lines = buttonOf(said, 'list-waiting');
    const rest = await press(lines);
    expect(rest.json).toContain(' av 18"');
    const numbers = [...numbersIn(said), ...numbersIn(rest.json)];
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 18 }, (_, index) => index + 1));
    expect(buttonOf(rest.json, 'list-waiting')).toBeNull();
    expect(rest.json).not.toMatch(/badhus|gas|Maja/u);
    for (const bad of [
      ...[{ municipality: 'eslov' }, { list: 'all' }, { number: -1 }, { number: 1e10 }, { number: '1' }],
      ...[{ at: '' }, { now: '1999-01-01T00:00:00Z' }, { verb: 'list-all' }],
    ]) {
      expect((await press({ ...lines, ...bad })).json).toContain('Kortet hör inte till den här kanalen.');
    }
    const elsewhere = { conversation: { id: 'a:erik', conversationType: 'personal', tenantId: TENANT } };
    expect((await press(lines, { ...elsewhere, from: ERIK })).json).toContain('Kortet hör inte till');
    expect((await press(lines, elsewhere)).json).toContain('Rad ');
  });

  it('is given with the share answered in time to the one who asks for it, in the bound channel alone', async () => {
    await start({ bind: false });
    await bot.say('sammanställning');
    await eventually(
      () => bot.connector.messages(CHANNEL).at(-1)?.text?.includes('inte kopplad till någon kommun'),
      'the answer that the channel is not bound',
    );
    await bot.say('koppla filipstad');
    await bot.say('sammanställning');
    const said = await digest();
    expect(said).toContain('Sammanlagt: inget skulle besvaras');
    await none(1);
  });

  /** What a worker has begun is another's when its lease ends, which the database's clock says. */
  const endLease = () => bot.query(`UPDATE digest SET lease_until = now() WHERE state = 'started'`);

  it('comes again, and says so, when nobody knows whether it came: a worker that was killed', async () => {
    await start();
    const [row] = await bot.query<{ state: string }>(
      `UPDATE digest SET state = 'started', attempts = 1, due_at = due_at, lease_until = now() + interval '1 h'
       RETURNING state`,
    );
    expect(row?.state).toBe('started');
    bot.pass(1);
    await none();
    await endLease();
    expect(await digest()).toContain('Sammanställningen kan komma för andra gången i dag.');
    await none(1);
  });

  it('comes again, and says so, when Teams’ answer to it was lost', async () => {
    await start();
    bot.connector.respondWith({
      when: ({ act, body }) => act === 'post' && String(body['summary']).startsWith('Läget'),
      instead: 'lose',
      times: 1,
    });
    bot.pass(1);
    expect(await digest()).not.toContain('för andra gången');
    await none(1);
    await endLease();
    expect(await digest(2)).toContain('Sammanställningen kan komma för andra gången i dag.');
    await none(2);
  });

  it('waits as long as Teams asks, and posts once', async () => {
    await start();
    bot.connector.respondWith({
      when: ({ act, body }) => act === 'post' && String(body['summary']).startsWith('Läget'),
      status: 429,
      headers: { 'retry-after': '60' },
      times: 1,
    });
    bot.pass(1);
    await none();
    bot.pass(0.5);
    await none();
    bot.pass(0.5);
    expect(await digest()).not.toContain('för andra gången');
    await none(1);
  });

  it('comes once although two bots run', async ({ skip }) => {
    if (store !== 'PostgreSQL') skip('one bot alone can have the embedded store open');
    await start();
    const others = await Promise.all([bot.replica(), bot.replica()]);
    try {
      // Each plans anew when it begins; between forgetting and planning the hour must not pass.
      await Promise.all(others.map((other) => other.idle()));
      bot.pass(1);
      await digest();
      await none(1);
      bot.pass(24 * 60);
      await digest(2);
      await none(2);
    } finally {
      await Promise.all(others.map((other) => other.close()));
    }
  });
});
