import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { openStore } from '../../src/app/open-store.ts';
import type { Files } from '../../src/app/sources.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { readUnreached, standingBot } from '../fakes/standing-bot.ts';
import { type Line, quantile, spreadOf } from './figures.ts';
import { NOW, openManyTickets, ticketNumber } from './open-tickets.ts';
import type { Where } from './surroundings.ts';

const TOWN = 'filipstad';
const TICKETS = 100_000;
/** As `src/app/jobs.ts` gives it to the loop. */
const SLICE = 50;
const PRESS_EVERY_MS = 100;
const CALM_MS = 10_000;
/** Tickets that are claimed and released in turn, by a person each. */
const PRESSED = 20;

/**
 * A hundred thousand open tickets of one municipality whose clock has changed, in the slices and with the turns of the event
 * loop that the bot gives them; and how long presses of the same municipality, in the same process, wait meanwhile.
 */
export async function measureRecompute(where: Where): Promise<Line[]> {
  await using opened = new AsyncDisposableStack();
  const { database, store } = await openStore(where, opened);
  await store.declareAccounts([
    { municipality: TOWN, platform: 'facebook', account: '1', name: TOWN, trial: false },
  ]);
  const wanted = { count: TICKETS, municipalities: [TOWN], minutes: 1000, clock: 'before', whole: true };
  await openManyTickets(database.pool, wanted);
  const checked = readUnreached({});
  const engineUnder = async (policies: Policies): Promise<Engine> => {
    const files = { ...checked.files, policies };
    return (await standingBot({ ...checked, files }, { store, clock: { now: () => NOW } })).engine;
  };
  const { policies } = checked.files;
  const everyOne = await engineUnder(policies);
  const free = Array.from({ length: PRESSED }, (_, index): Pressing => {
    // Last to be computed anew, so that they wait for it as long as any.
    const ticket = ticketNumber(TICKETS - index * (TICKETS / PRESSED));
    return { ticket, version: 1, by: `person-${index}`, verb: 'claim' };
  });
  await pressFor(everyOne, free, CALM_MS / 5);
  const calm = await pressFor(everyOne, free, CALM_MS);
  const bareMs = await updateBare(database.pool);
  const all = await followed(everyOne, free);
  const few = await followed(await engineUnder(withClosedDay(policies)), free);
  const one = (value: number) => spreadOf([value]);
  return [
    {
      name: `100,000 open tickets followed, of which a closed day moves one in thirty`,
      unit: 'ms',
      figure: one(few.tookMs),
      goal: { atMost: 45_000 },
    },
    {
      name: '  when every deadline moves',
      unit: 'ms',
      figure: one(all.tookMs),
      baseline: { name: 'bare rows updated in such slices', figure: one(bareMs) },
      goal: { atMost: 45_000 },
    },
    {
      name: 'Press during it: decided and read back, p95',
      unit: 'ms',
      figure: one(quantile(all.during, 0.95)),
      baseline: { name: 'before it, p95', figure: one(quantile(calm, 0.95)) },
    },
    {
      name: 'Press during it: decided and read back, longest',
      unit: 'ms',
      figure: one(Math.max(...all.during)),
      baseline: { name: 'before it', figure: one(Math.max(...calm)) },
    },
  ];
}

/** Until no ticket is left, in the slices and with the turns of the event loop that the bot gives them. */
async function followed(engine: Engine, free: Pressing[]): Promise<{ tookMs: number; during: number[] }> {
  const pressing = startPressing(engine, free);
  const startedAt = performance.now();
  let computed = 0;
  for (let done = 1; done > 0; ) {
    done = await engine.followClocks(SLICE);
    computed += done;
    await new Promise((resolve) => setImmediate(resolve));
  }
  const tookMs = performance.now() - startedAt;
  const during = await pressing.stop();
  if (computed !== TICKETS) throw new Error(`${computed} tickets were followed instead of ${TICKETS}`);
  return { tookMs, during };
}

/** The same rules with one more day off, on which one in thirty of the tickets was due. */
function withClosedDay(policies: Policies): Policies {
  const day = { from: '2026-11-18', to: '2026-11-18', name: 'Klämdag' };
  return new Map(
    [...policies].map(([id, policy]) => [
      id,
      { ...policy, clockVersion: 'after', clock: { ...policy.clock, closedDays: [day] } },
    ]),
  );
}

type Policies = Files['policies'];

interface Pressing {
  readonly ticket: string;
  readonly version: number;
  readonly by: string;
  readonly verb: 'claim' | 'release';
}

/** @returns how long each press took in milliseconds, counted from when it was due */
async function pressFor(engine: Engine, free: Pressing[], ms: number): Promise<number[]> {
  const pressing = startPressing(engine, free);
  await pause(ms);
  return pressing.stop();
}

function startPressing(engine: Engine, free: Pressing[]) {
  const tookMs: number[] = [];
  const underWay: Promise<void>[] = [];
  const failures: unknown[] = [];
  let stopped = false;
  const pressNext = async (dueAt: number) => {
    let next = free.shift();
    while (!next) {
      await pause(1);
      next = free.shift();
    }
    const { ticket, version, by, verb } = next;
    const pressed = await engine.press({
      key: `press:${crypto.randomUUID()}`,
      municipality: TOWN,
      by: { id: by, role: 'communicator' },
      data: { verb, ticket, version },
      on: null,
    });
    tookMs.push(performance.now() - dueAt);
    if (!pressed || pressed.decision?.refusal) throw new Error(`A press of ${verb} was refused`);
    free.push({
      ...next,
      version: pressed.view.ticket.version,
      verb: verb === 'claim' ? 'release' : 'claim',
    });
  };
  const going = (async () => {
    for (let dueAt = performance.now(); !stopped; dueAt += PRESS_EVERY_MS) {
      await pause(Math.max(0, dueAt - performance.now()));
      underWay.push(pressNext(dueAt).catch((error: unknown) => void failures.push(error)));
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      await going;
      await Promise.all(underWay);
      if (failures.length > 0) throw failures[0];
      return tookMs;
    },
  };
}

/** Rows about as long as a ticket, in as many transactions. @returns how long it took in milliseconds */
async function updateBare(pool: pg.Pool): Promise<number> {
  await pool.query(
    'CREATE TABLE bench_ticket (id int PRIMARY KEY, clock text NOT NULL, due_at timestamptz NOT NULL, body jsonb NOT NULL)',
  );
  await pool.query(
    `INSERT INTO bench_ticket SELECT n, 'before', $2, t.body
     FROM generate_series(1, $1::int) n, (SELECT body FROM ticket LIMIT 1) t`,
    [TICKETS, NOW],
  );
  const startedAt = performance.now();
  for (let first = 1; first <= TICKETS; first += SLICE) {
    await pool.query(
      `UPDATE bench_ticket SET clock = 'after', due_at = $3, body = body || jsonb_build_object('clock', 'after')
       WHERE id BETWEEN $1 AND $2`,
      [first, first + SLICE - 1, NOW],
    );
  }
  const tookMs = performance.now() - startedAt;
  await pool.query('DROP TABLE bench_ticket');
  return tookMs;
}
