// `npm run bench`: prints one table. Its goals are no tests: it exits 0 also when one is missed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { type PostgresServer, startPostgresServer } from '../fakes/postgres-server.ts';
import { measureBackfill } from './backfill.ts';
import { startChild } from './child.ts';
import { measureDisclosure } from './disclosure.ts';
import { measureDisposal } from './disposal.ts';
import { measureDue } from './due.ts';
import { type Line, spreadOf, tableOf } from './figures.ts';
import { measurePresses } from './presses.ts';
import { measureReady } from './ready.ts';
import { measureRecompute } from './recompute.ts';
import { measureRegister } from './register.ts';
import { measureRendering } from './rendering.ts';
import { measureScan } from './scan.ts';
import { measureScreening } from './screening.ts';
import { measureStorm } from './storm.ts';
import { startSurroundings, type Where } from './surroundings.ts';
import { measureWebhooks } from './webhooks.ts';

const USAGE = `npm run bench -- [--postgres embedded | --postgres URL] [--only due,screening,rendering,webhooks,presses,storm,ready,scan,recompute,disposal,disclosure,register,backfill]
--postgres: a server of the bench's own, or one at URL where it may create two databases; without it the embedded store. scan, recompute, disposal, disclosure and register are of PostgreSQL alone, ready of the embedded store; backfill has a server of its own without --postgres.`;

const PARTS = [
  'due',
  'screening',
  'rendering',
  'webhooks',
  'presses',
  'storm',
  'ready',
  'scan',
  'recompute',
  'disposal',
  'disclosure',
  'register',
  'backfill',
] as const;
type Part = (typeof PARTS)[number];
/** Tickets that presses close, and those that are claimed and released over and over; on each of the five pages. */
const CLOSED_PER_PAGE = 16;
const KEPT_PER_PAGE = 2;

interface Places {
  readonly bot: Where;
  readonly bare: Where;
  /** Of a server that only keeps. */
  readonly kept: Where;
  leave(): Promise<void>;
}

async function prepare(folder: string, postgres: string | undefined): Promise<Places> {
  const bot: Where = { dataDir: join(folder, 'bot') };
  const bare: Where = { dataDir: join(folder, 'bare') };
  const kept: Where = { dataDir: join(folder, 'kept') };
  if (postgres === undefined) return { bot, bare, kept, leave: async () => undefined };
  const own: PostgresServer | null = postgres === 'embedded' ? await startPostgresServer() : null;
  const client = new pg.Client({ connectionString: own?.url ?? postgres });
  await client.connect();
  const create = async (where: Where, name: string): Promise<Where> => {
    const database = `bench_${name}_${process.pid}`;
    await client.query(`CREATE DATABASE ${database}`);
    const url = new URL(own?.url ?? postgres);
    url.pathname = `/${database}`;
    return { ...where, databaseUrl: url.href };
  };
  return {
    bot: await create(bot, 'bot'),
    bare: await create(bare, 'bare'),
    kept: await create(kept, 'kept'),
    leave: async () => {
      for (const name of ['bot', 'bare', 'kept']) {
        await client.query(`DROP DATABASE IF EXISTS bench_${name}_${process.pid} WITH (FORCE)`);
      }
      await client.end();
      await own?.stop();
    },
  };
}

async function underLoad(places: Places, wants: (part: Part) => boolean): Promise<Line[]> {
  const bare = await startChild('./bare-store-main.ts', environmentOf(places.bare));
  const around = await startSurroundings(places.bot);
  const isEmbedded = places.bot.databaseUrl === undefined;
  const heldAtFirst = await around.bot.ask<number>('residentMb');
  try {
    const lines: Line[] = [];
    const tickets = await around.openTickets(KEPT_PER_PAGE + (wants('presses') ? CLOSED_PER_PAGE : 0));
    const kept = around.pages.length * KEPT_PER_PAGE;
    if (wants('presses'))
      lines.push(
        ...(await measurePresses(around, bare, tickets.slice(kept), { atMost: isEmbedded ? 150 : 100 })),
      );
    if (wants('webhooks')) {
      const keptAlone = await startChild('./kept-alone-main.ts', environmentOf(places.kept));
      lines.push(...(await measureWebhooks(around, bare, keptAlone)));
      await keptAlone.stop();
    }
    if (wants('storm')) lines.push(...(await measureStorm(around, bare, tickets.slice(0, kept))));
    const held = await around.bot.ask<number>('residentMb');
    // The embedded store holds its database in the bot's own process: its goal is none of the bot's.
    const heldGoal = (atMost: number) => (isEmbedded ? {} : { goal: { atMost } });
    lines.push({
      name: "The bot's memory when ready",
      unit: 'MB',
      figure: spreadOf([heldAtFirst]),
      ...heldGoal(300),
    });
    lines.push({
      name: "The bot's memory after it",
      unit: 'MB',
      figure: spreadOf([held]),
      baseline: { name: 'the store alone', figure: spreadOf([await bare.ask<number>('residentMb')]) },
      ...heldGoal(350),
    });
    return lines;
  } finally {
    await around.close();
    await bare.stop();
  }
}

const environmentOf = ({ dataDir, databaseUrl }: Where): Record<string, string> => ({
  DATA_DIR: dataDir,
  ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
});

/** What very many tickets or items cost, and what the register does: each in a database of its own. */
const MANY = [
  ['scan', measureScan],
  ['recompute', measureRecompute],
  ['disposal', measureDisposal],
  ['disclosure', measureDisclosure],
  ['register', measureRegister],
] as const;

async function measure(
  folder: string,
  postgres: string | undefined,
  parts: readonly string[],
): Promise<Line[]> {
  const wants = (part: Part) => parts.includes(part);
  const lines: Line[] = [];
  if (wants('due')) lines.push(...measureDue());
  if (wants('screening')) lines.push(...(await measureScreening()));
  if (wants('rendering')) lines.push(...measureRendering());
  if (wants('webhooks') || wants('presses') || wants('storm')) {
    const places = await prepare(folder, postgres);
    try {
      lines.push(...(await underLoad(places, wants)));
    } finally {
      await places.leave();
    }
  }
  for (const [part, measureMany] of MANY) {
    if (!wants(part) || postgres === undefined) continue;
    const places = await prepare(folder, postgres);
    try {
      lines.push(...(await measureMany(places.bot)));
    } finally {
      await places.leave();
    }
  }
  if (wants('backfill')) {
    const places = await prepare(folder, postgres ?? 'embedded');
    try {
      lines.push(...(await measureBackfill(places.bot, places.kept)));
    } finally {
      await places.leave();
    }
  }
  if (wants('ready') && postgres === undefined) lines.push(...(await measureReady(folder)));
  return lines;
}

const folder = mkdtempSync(join(tmpdir(), 'kommentarsvakten-bench-'));
const startedAt = performance.now();
try {
  const { values } = parseArgs({ options: { postgres: { type: 'string' }, only: { type: 'string' } } });
  const parts = values.only?.split(',') ?? PARTS;
  const stranger = parts.find((part) => !PARTS.some((known) => known === part));
  if (stranger !== undefined)
    throw new Error(`--only: expected some of ${PARTS.join(', ')}, got ${stranger}`);
  if (
    values.only !== undefined &&
    values.postgres === undefined &&
    MANY.some(([part]) => parts.includes(part))
  )
    throw new Error(`--only: ${MANY.map(([part]) => part).join(', ')} need --postgres`);
  console.log(
    `Store: ${values.postgres === undefined ? 'embedded' : 'PostgreSQL'}. Each figure: the median of its runs (smallest to largest).`,
  );
  console.log(tableOf(await measure(folder, values.postgres, parts)));
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
} catch (error) {
  const { message } = error as Error;
  const misused = message.startsWith('--') || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  console.error(misused ? `${message}\n${USAGE}` : error);
  process.exitCode = misused ? 2 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
