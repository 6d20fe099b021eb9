import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { openStore } from '../../src/app/open-store.ts';
import { childEnvironment } from '../fakes/child-environment.ts';
import { type Line, quantile, spreadOf } from './figures.ts';
import { FIRST_CAME, fillRecord } from './many-items.ts';
import { staff } from './presses.ts';
import { type Pressing, startPressing } from './storm.ts';
import { type Pressable, type Surroundings, startSurroundings, type Where } from './surroundings.ts';

const TOWN = 'ludvika';
/** So many versions, one in a hundred with a picture; fewer for a first look. */
const COUNT = Number(process.env['KV_BENCH_DISCLOSURE'] ?? 100_000);
const SHARE = COUNT / 100_000;
const PER_PAGE = 3;
const CALM_MS = 5000;
const KV = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');
/** Said by the program at its end: the most memory that it held, in kB. */
const TELL_MEMORY = `data:text/javascript,process.on('exit',()=>process.stderr.write('held '+process.resourceUsage().maxRSS))`;
/** Of which what is given out is made. */
const TABLES = [
  ...[
    'comment',
    'comment_version',
    'attachment',
    'ticket',
    'reason',
    'reply',
    'effect',
    'registration',
    'journal',
  ],
];

/**
 * `kv export` of a hundred thousand items beside a bot in whose channels staff press; the same rows by COPY, for comparison.
 * The bot's own process is another: what it must share is the machine and the database.
 */
export async function measureDisclosure(where: Where): Promise<Line[]> {
  const around = await startSurroundings(where);
  try {
    const tickets = await around.openTickets(PER_PAGE);
    await using opened = new AsyncDisposableStack();
    const { database, store } = await openStore(where, opened);
    await fillRecord(database.pool, store, { town: TOWN, items: COUNT });
    return await measureBeside(where, around, database.pool, tickets);
  } finally {
    await around.close();
  }
}

async function measureBeside(
  where: Where,
  around: Surroundings,
  pool: pg.Pool,
  tickets: readonly Pressable[],
): Promise<Line[]> {
  const copyMs = await copyRows(pool);
  const elsewhere = tickets.filter(({ conversation }) => !conversation.includes(TOWN));
  const free = elsewhere.map((card, index): Pressing => ({ card, by: staff(200 + index), verb: 'claim' }));
  const calm = startPressing(around, free);
  await pause(CALM_MS);
  const before = await calm.stop();
  const alone = await exported(where);
  const pressing = startPressing(around, free);
  const beside = await exported(where);
  const during = await pressing.stop();
  if (beside.sha256 !== alone.sha256) throw new Error('The package is not the same when it is built again');
  const one = (value: number) => spreadOf([value]);
  const p95 = (values: readonly number[]) => one(quantile(values, 0.95));
  const all = beside.selected.toLocaleString('en');
  return [
    {
      name: `${all} items given out beside a bot`,
      unit: 'ms',
      figure: one(beside.tookMs),
      baseline: { name: 'COPY of the same rows', figure: one(copyMs) },
      goal: { atMost: 180_000 * SHARE },
    },
    { name: '  with nobody pressing', unit: 'ms', figure: one(alone.tookMs) },
    { name: '  the most memory held', unit: 'MB', figure: one(beside.heldMb), goal: { atMost: 400 } },
    { name: '  the package', unit: 'MB', figure: one(beside.bytes / 1e6) },
    {
      name: '  a press meanwhile, p95',
      unit: 'ms',
      figure: p95(during),
      baseline: { name: 'before it, p95', figure: p95(before) },
      goal: { atMost: 150 },
    },
    { name: '  the longest press', unit: 'ms', figure: one(Math.max(...during)) },
  ];
}

/** To this process, as `kv` reads them. */
async function copyRows(pool: pg.Pool): Promise<number> {
  const startedAt = performance.now();
  for (const table of TABLES)
    await pool.query(
      `COPY (SELECT * FROM ${table} WHERE municipality = '${TOWN}') TO STDOUT (FORMAT binary)`,
    );
  return performance.now() - startedAt;
}

interface Exported {
  readonly tookMs: number;
  readonly heldMb: number;
  readonly bytes: number;
  readonly selected: number;
  readonly sha256: string;
}

/** From the command's start to its end. */
async function exported({ databaseUrl = '', dataDir }: Where): Promise<Exported> {
  const out = join(dataDir, 'utlamnande.zip');
  const last = FIRST_CAME.add({ hours: 24 * 360 });
  const days = [FIRST_CAME.toString().slice(0, 10), last.toString().slice(0, 10)];
  const nodeArgs = process.env['BENCH_EXPORT_ARGS']?.split(' ') ?? [];
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    [
      ...[...nodeArgs, '--import', TELL_MEMORY, KV, 'export', '--municipality', TOWN, '--out', out],
      ...['--from', days[0] ?? '', '--to', days[1] ?? ''],
    ],
    { env: { ...childEnvironment(), DATABASE_URL: databaseUrl, DATA_DIR: dataDir } },
  );
  const [said, told] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  const tookMs = performance.now() - startedAt;
  const held = /held (\d+)/u.exec(told)?.[1];
  if (child.exitCode !== 0 || held === undefined) throw new Error(`kv export: ${said} ${told}`);
  const { selected, sha256 } = JSON.parse(said) as { selected: number; sha256: string };
  const { size: bytes } = statSync(out);
  rmSync(out);
  return { tookMs, heldMb: (Number(held) * 1024) / 1e6, bytes, selected, sha256 };
}
