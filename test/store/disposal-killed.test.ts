import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { disposalLogAt, loggedDisposals } from '../../src/app/disposal-log.ts';
import { childEnvironment } from '../fakes/child-environment.ts';
import { databases, makeDataFolder } from '../fakes/databases.ts';
import { confirmed, ruleOf, runAll, verified } from './disposal-town.ts';
import { openTown } from './town.ts';

const [, [, openPostgres]] = databases as [unknown, (typeof databases)[number]];
const COUNT = 400;
const KILLED_AFTER = 4;

describe('a disposal whose process is killed', () => {
  it('is gone on with where it was, and nothing is disposed of twice or half', async () => {
    const town = await openTown(openPostgres);
    onTestFinished(() => town.database.close());
    await town.archive(
      Array.from({ length: COUNT }, (_, index) => ({ externalId: `1_${index}`, text: `Hej ${index}` })),
    );
    const rule = ruleOf();
    const id = await confirmed(town, rule);
    const dataDir = makeDataFolder();
    const file = join(dataDir, 'disposals.jsonl');
    const { databaseUrl = '' } = town.database.options;
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'dispose-rows.ts'), databaseUrl, dataDir, file],
      { env: childEnvironment(), stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let lines = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      lines += chunk.toString().split('\n').length - 1;
      if (lines >= KILLED_AFTER) child.kill('SIGKILL');
    });
    await once(child, 'close');
    expect(child.signalCode).toBe('SIGKILL');
    const gone = async () =>
      (
        await town.rows<{ count: number }>(
          'SELECT count(*)::int AS count FROM comment_version WHERE text IS NULL',
        )
      )[0]?.count ?? 0;
    const half = await gone();
    expect(half % 20).toBe(0);
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(COUNT);
    expect(await verified(town)).toEqual({ sound: true, records: [] });
    await runAll(town, rule, { log: disposalLogAt(file), limit: 20 });
    expect(await gone()).toBe(COUNT);
    expect(await verified(town)).toEqual({ sound: true, records: [] });
    const [disposal] = await town.store.disposals('filipstad');
    expect(disposal).toMatchObject({ id, protocol: { disposed: { comment: COUNT }, batches: COUNT / 20 } });
    const { done, open } = await loggedDisposals(file);
    const known = await town.store.disposedBatches([...done, ...open]);
    const items = [...done, ...open].filter(({ batch }) => known.has(batch)).flatMap((one) => one.items);
    expect([items.length, new Set(items.map((item) => item.id)).size]).toEqual([COUNT, COUNT]);
  });
});
