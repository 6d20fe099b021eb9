import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { addDisposal } from '../../src/cli/disposal.ts';
import { createPostgresDatabase, makeDataFolder } from '../fakes/databases.ts';
import { runKvHere } from '../fakes/kv.ts';
import { type RunningApp, startRunningApp } from '../fakes/running-app.ts';
import { tablesWith } from '../store/disposal-town.ts';
import type { Town } from '../store/town.ts';

const [ANNA, BO, CILLA] = [1, 2, 3].map((n) => `aaaaaaaa-0000-4000-8000-00000000000${n}`);
const DISPOSAL = `disposal:
  - id: GALLRA-1
    type: comment
    after: { months: 12 }
    from: arrival
    decision: { board: Kommunstyrelsen, paragraph: "§ 12", date: 2026-03-17, number: "KS 2026/100" }
    plan: "4.2"
`;
const MINUTES_A_DAY = 24 * 60;

/** What the town's people do, from the command line beside a running bot. */
describe('disposal beside a running bot', () => {
  let bot: RunningApp;
  afterEach(() => bot.close());

  const begin = async () => {
    const folder = makeDataFolder();
    const rules = join(folder, 'rules');
    cpSync(join(import.meta.dirname, '..', '..', 'rules'), rules, { recursive: true });
    const file = join(rules, 'filipstad.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('disposal: []\n', DISPOSAL));
    const accounts = join(folder, 'accounts.yaml');
    writeFileSync(accounts, `filipstad:\n  leads: [${ANNA}]\n  registrars: [${BO}, ${CILLA}]\n`);
    const settings = { DATABASE_URL: await createPostgresDatabase(), DATA_DIR: folder };
    const at = '2025-06-02T09:00:00+02:00';
    bot = await startRunningApp({ settings, at, rulesDir: rules });
    const kv = (command: string, ...more: string[]) =>
      runKvHere(
        addDisposal,
        ['disposal', ...command.split(' '), '--municipality', 'filipstad', '--rules', rules, ...more],
        { ...settings, ACCOUNTS_FILE: accounts },
      );
    return { folder, kv, url: settings.DATABASE_URL };
  };

  it('takes what two have confirmed, and leaves what is held and what is open', async () => {
    const { folder, kv, url } = await begin();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    onTestFinished(() => client.end());
    bot.comment('Fri-kommentar: tack för fin information', 'Fri Friberg');
    bot.comment('Hållen-kommentar: tack för fin information', 'Hållen Hallberg');
    bot.comment('Öppen-kommentar: Det är ju för jävligt hur ni sköter vägarna!', 'Öppen Öberg');
    await bot.card('Öppen-kommentar');
    await bot.idle();
    await bot.query(`WITH h AS (INSERT INTO hold (municipality, id, because, query, placed_by, placed_at)
        VALUES ('filipstad', gen_random_uuid(), 'request', '{}', '${BO}', now()) RETURNING id)
      INSERT INTO hold_comment SELECT 'filipstad', h.id, v.comment FROM h, comment_version v WHERE v.text LIKE 'Hållen%'`);
    bot.pass(500 * MINUTES_A_DAY);

    const planned = await kv('plan');
    expect(planned.lines).toMatchObject([
      { rule: 'GALLRA-1', decision: { number: 'KS 2026/100' }, blocked: { hold: 1, 'open-ticket': 1 } },
    ]);
    const [proposal] = (await kv('propose', '--by', ANNA ?? '')).lines as {
      proposal: string;
      free: number;
    }[];
    const id = proposal?.proposal ?? '';
    const own = await kv(`confirm ${id}`, '--by', ANNA ?? '');
    expect([own.code, own.stderr]).toEqual([
      1,
      expect.stringContaining('whoever proposed it may not confirm it'),
    ]);
    await expect(kv(`confirm ${id}`, '--by', 'Någon Annan')).rejects.toThrow('expected a lead or registrar');
    expect((await kv(`confirm ${id}`, '--by', BO ?? '')).lines).toMatchObject([{ stillNeeded: 1 }]);
    expect((await kv(`confirm ${id}`, '--by', CILLA ?? '')).lines).toMatchObject([{ stillNeeded: 0 }]);

    await bot.idle();
    expect(await bot.query(`SELECT state FROM disposal`)).toEqual([{ state: 'done' }]);

    const rows: Town['rows'] = async (query, values) => (await client.query(query, values)).rows as never[];
    const found = (words: string) => tablesWith({ rows }, words);
    expect([await found('Fri-kommentar'), await found('Fri Friberg')]).toEqual([[], []]);
    expect(await found('Hållen-kommentar')).toContain('comment_version');
    expect(await found('Öppen-kommentar')).toContain('comment_version');
    expect(readFileSync(join(folder, 'disposals.jsonl'), 'utf8')).not.toMatch(/Fri/u);

    const pdf = join(folder, 'protokoll.pdf');
    const { lines } = await kv(`protocol ${id}`, '--out', pdf);
    expect(lines).toMatchObject([
      {
        schema: 'kommentarsvakten/gallringsprotokoll/1',
        proposedBy: ANNA,
        readBack: { left: 0 },
        stayed: {},
      },
    ]);
    expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-');
    expect(
      await bot.query(`SELECT reference, kind, subject FROM registration WHERE kind = 'disposal'`),
    ).toMatchObject([{ kind: 'disposal', subject: 'Gallringsprotokoll' }]);
    expect(await bot.verify()).toMatchObject({ journal: { ok: true }, missingNumbers: [], records: [] });
    expect((await kv('log')).lines).toMatchObject([
      { proposal: id, state: 'done', confirmedBy: [BO, CILLA] },
    ]);
    // What the platform lists again is not archived again.
    await bot.restart();
    await bot.idle();
    expect(await found('Fri-kommentar')).toEqual([]);
  });
});
