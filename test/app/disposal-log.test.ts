import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { disposalLogAt, loggedDisposals } from '../../src/app/disposal-log.ts';
import { openStore } from '../../src/app/open-store.ts';
import type { LoggedBatch } from '../../src/ports/disposal.ts';
import { openDatabase } from '../../src/store/open.ts';
import { copyEmbeddedTemplate, makeDataFolder } from '../fakes/databases.ts';
import { confirmed, placeHold, plant, ruleOf, runAll, tablesWith, verified } from '../store/disposal-town.ts';
import { openTown } from '../store/town.ts';

const batch = (id: number): LoggedBatch => ({
  municipality: 'filipstad',
  batch: `01900000-0000-7000-8000-00000000000${id}`,
  disposal: '01900000-0000-7000-8000-000000000010',
  type: 'comment',
  leaves: [],
  items: [{ of: 'comment', id: '01900000-0000-7000-8000-000000000020', versions: 2 }],
});

describe('the log of what has been disposed of', () => {
  const fileOf = () => join(makeDataFolder(), 'new', 'disposals.jsonl');

  it('tells what was ended, and what was begun', async () => {
    const file = fileOf();
    expect(await loggedDisposals(file)).toEqual({ done: [], open: [] });
    const log = disposalLogAt(file);
    await log.intent(batch(1));
    await log.done(batch(1).batch, { seq: 7, hash: 'abc' });
    await log.intent(batch(2));
    expect(await loggedDisposals(file)).toEqual({ done: [batch(1)], open: [batch(2)] });
  });

  it('passes over a line that a crash broke off, and goes on behind it', async () => {
    const file = fileOf();
    const log = disposalLogAt(file);
    await log.intent(batch(1));
    await log.done(batch(1).batch, null);
    appendFileSync(file, '{"kind":"intent","munic');
    expect(await loggedDisposals(file)).toEqual({ done: [batch(1)], open: [] });
    await log.intent(batch(2));
    await log.done(batch(2).batch, null);
    expect((await loggedDisposals(file)).done).toEqual([batch(1), batch(2)]);
  });

  it('stops whoever reads it at a line that has been changed', async () => {
    const file = fileOf();
    await disposalLogAt(file).intent(batch(1));
    writeFileSync(file, readFileSync(file, 'utf8').replace('filipstad', 'ludvika'));
    await expect(loggedDisposals(file)).rejects.toThrow(`DISPOSAL_LOG: ${file}, line 1: expected`);
  });
});

describe('a database that is restored from an older copy', () => {
  it('has what was disposed of since disposed of again before anybody sees it, but for what is on hold', async () => {
    const dataDir = copyEmbeddedTemplate();
    const file = join(dataDir, 'disposals.jsonl');
    const town = await openTown(async () => {
      return { ...(await openDatabase({ dataDir })), options: { dataDir } };
    });
    const [, held] = [await plant(town, 'free'), await plant(town, 'held since')];
    await town.database.close();
    cpSync(join(dataDir, 'db'), join(dataDir, 'old'), { recursive: true });

    await using opened = new AsyncDisposableStack();
    const now = await openStore({ dataDir }, opened);
    const rule = ruleOf();
    await confirmed(now, rule);
    await runAll(now, rule, { log: disposalLogAt(file), limit: 1 });
    expect(readFileSync(file, 'utf8')).not.toMatch(/Planterad/u);
    await opened.disposeAsync();

    rmSync(join(dataDir, 'db'), { recursive: true });
    cpSync(join(dataDir, 'old'), join(dataDir, 'db'), { recursive: true });
    const before = await openedWithout(dataDir);
    await placeHold(before.town, held);
    await before.close();
    await using again = new AsyncDisposableStack();
    const restored = await openStore({ dataDir }, again);
    expect(restored.replayed).toEqual({ replayed: 1, held: 1 });
    const rows = async (query: string) => (await restored.database.pool.query(query)).rows;
    expect(await rows(`SELECT external_id AS name FROM comment WHERE disposed_at IS NOT NULL`)).toEqual([
      { name: 'free' },
    ]);
    await rows(`UPDATE hold SET released_at = now(), released_by = 'x'`);
    await again.disposeAsync();

    await using third = new AsyncDisposableStack();
    const freed = await openStore({ dataDir }, third);
    expect(freed.replayed).toEqual({ replayed: 1, held: 0 });
    expect(
      await tablesWith({
        rows: async (query, values) => (await freed.database.pool.query(query, values)).rows as never[],
      }),
    ).toEqual([]);
    expect(await verified(freed)).toEqual({ sound: true, records: [] });
  });
});

/** The database as it came from the copy, before a start has looked at the log. */
async function openedWithout(dataDir: string) {
  const database = await openDatabase<unknown>({ dataDir });
  const rows = async (query: string, values?: unknown[]) =>
    (await database.pool.query(query, values)).rows as never[];
  return { town: { rows } as unknown as Parameters<typeof placeHold>[0], close: () => database.close() };
}
