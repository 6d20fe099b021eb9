import type pg from 'pg';
import { openStore } from '../../src/app/open-store.ts';
import { type Line, quantile, spreadOf } from './figures.ts';
import { NOW, openManyTickets } from './open-tickets.ts';
import type { Where } from './surroundings.ts';

const TICKETS = 1_000_000;
/** So many batches are measured in each run. */
const BATCHES = 100;
const RUNS = 3;
const BATCH = 100;
/** One instant in twenty has come: 50,000 reminders are due, and 30,000 of them are handed out. */
const MINUTES = 1000;
const DUE = NOW.add({ minutes: MINUTES / 20 - 1 });
const NONE_DUE = NOW.subtract({ minutes: 1 });
const LEASE_MS = 10 * 60_000;
const TOWNS = ['angelholm', 'eslov', 'filipstad', 'ludvika', 'vallentuna'];

/** What a batch of due reminders costs with a million tickets open, and a look that finds none due; beside a bare table. */
export async function measureScan(where: Where): Promise<Line[]> {
  await using opened = new AsyncDisposableStack();
  const { database, store } = await openStore(where, opened);
  await store.declareAccounts(
    TOWNS.map((municipality) => ({
      municipality,
      platform: 'facebook',
      account: '1',
      name: municipality,
      trial: false,
    })),
  );
  const wanted = { count: TICKETS, municipalities: TOWNS, minutes: MINUTES, clock: '', whole: false };
  await openManyTickets(database.pool, wanted);
  await makeBare(database.pool);
  const claim = async (now: Temporal.Instant) => (await store.claimEffects(now, BATCH, LEASE_MS)).length;
  const claimBare = (now: Temporal.Instant) => claimFromBare(database.pool, now);
  const runs: Record<'due' | 'bareDue' | 'none' | 'bareNone', number>[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    runs.push({
      none: await p95(0, () => claim(NONE_DUE)),
      bareNone: await p95(0, () => claimBare(NONE_DUE)),
      due: await p95(BATCH, () => claim(DUE)),
      bareDue: await p95(BATCH, () => claimBare(DUE)),
    });
  }
  const spread = (key: keyof (typeof runs)[number]) => spreadOf(runs.map((run) => run[key]));
  return [
    {
      name: '1,000,000 open tickets: 100 due reminders claimed, p95',
      unit: 'ms',
      figure: spread('due'),
      baseline: { name: 'a bare queue table', figure: spread('bareDue') },
      goal: { atMost: 20 },
    },
    {
      name: '1,000,000 open tickets: none due, p95',
      unit: 'ms',
      figure: spread('none'),
      baseline: { name: 'a bare queue table', figure: spread('bareNone') },
    },
  ];
}

async function p95(expected: number, claim: () => Promise<number>): Promise<number> {
  const tookMs: number[] = [];
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const startedAt = performance.now();
    const claimed = await claim();
    tookMs.push(performance.now() - startedAt);
    if (claimed !== expected) throw new Error(`A batch held ${claimed} instead of ${expected}`);
  }
  return quantile(tookMs, 0.95);
}

async function makeBare(pool: pg.Pool): Promise<void> {
  await pool.query(`CREATE TABLE bench_queue (id bigint PRIMARY KEY, due_at timestamptz NOT NULL,
    state text NOT NULL DEFAULT 'pending', lease_until timestamptz, body text NOT NULL)`);
  await pool.query(
    `INSERT INTO bench_queue (id, due_at, body)
     SELECT n, $2::timestamptz + (n % $3) * interval '1 min', repeat('x', 150) FROM generate_series(1, $1::int) n`,
    [TICKETS, NOW, MINUTES],
  );
  await pool.query(`CREATE INDEX ON bench_queue (due_at) WHERE state = 'pending'`);
  await pool.query('ANALYZE bench_queue');
}

async function claimFromBare(pool: pg.Pool, now: Temporal.Instant): Promise<number> {
  const { rows } = await pool.query(
    `UPDATE bench_queue SET state = 'started', lease_until = now() + $3 * interval '1 ms'
     WHERE id IN (SELECT id FROM bench_queue WHERE state = 'pending' AND due_at <= $1 ORDER BY due_at LIMIT $2
       FOR UPDATE SKIP LOCKED)
     RETURNING *`,
    [now, BATCH, LEASE_MS],
  );
  return rows.length;
}
