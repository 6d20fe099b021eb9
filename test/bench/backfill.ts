import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { AccountsFile } from '../../src/config/accounts-file.ts';
import { type FakeConnector, startFakeConnector } from '../fakes/fake-connector.ts';
import {
  type SimulatedAccount,
  type SimulatedPlatforms,
  startPlatforms,
} from '../fakes/simulated-platforms.ts';
import { ANNA, messageActivity } from '../fakes/teams-activities.ts';
import { type Child, startChild } from './child.ts';
import { QUESTION, TEXTS } from './comments.ts';
import { type Line, quantile, spreadOf } from './figures.ts';
import { staff } from './presses.ts';
import { SECRETS } from './secrets.ts';
import { type Pressing, startPressing } from './storm.ts';
import { botEnvironment, cardsIn, type Pressable, presser, staffed, type Where } from './surroundings.ts';

const TOWN = 'ludvika';
/** Where staff press meanwhile: nothing is backfilled there. */
const ELSEWHERE = 'filipstad';
const PER_ACCOUNT = 2500;
/** One in so many answers the comment before it. */
const ONE_IN = 10;
const WRITERS = 8;
const TICKETS = 10;
const CALM_MS = 5000;
const IDLE_MS = 60_000;
const WITHIN_MS = 300_000;

/** A bot that runs, and where it listens. */
interface Running {
  readonly bot: Child;
  readonly url: string;
}

/**
 * 10,000 comments that stand on four accounts when they are connected, listed into PostgreSQL while staff of another
 * town press; and what the same four accounts cost when nothing is written, at their default intervals.
 */
export async function measureBackfill(where: Where, idleWhere: Where): Promise<Line[]> {
  const platforms = await startPlatforms(SECRETS);
  const connector = await startFakeConnector();
  const start = async (at: Where, towns: readonly string[]): Promise<Running> => {
    const accounts = accountsOf(platforms, towns);
    const environment = { ...SECRETS, ...platforms.environment, ...botEnvironment(at, connector, accounts) };
    const bot = await startChild('./bot-main.ts', environment);
    return { bot, url: String(bot.ready) };
  };
  try {
    const idle = await measureIdle((towns) => start(idleWhere, towns));
    const tickets = await openTickets(await start(where, [ELSEWHERE]), platforms, connector);
    await fill(platforms.accounts.filter(({ municipality }) => municipality === TOWN));
    return [
      ...(await measureListing(await start(where, [ELSEWHERE, TOWN]), where, connector, tickets)),
      ...idle,
    ];
  } finally {
    await Promise.all([platforms.stop(), connector.close()]);
  }
}

const accountsOf = ({ accounts }: SimulatedPlatforms, towns: readonly string[]): AccountsFile =>
  Object.fromEntries(
    [ELSEWHERE, TOWN].map((town) => [
      town,
      staffed(
        accounts
          .filter(({ municipality }) => municipality === town && towns.includes(town))
          .map(({ setting }) => setting),
      ),
    ]),
  );

/** Binds both channels, and has cards posted in the other town's; the bot is stopped then. */
async function openTickets(
  { bot, url }: Running,
  platforms: SimulatedPlatforms,
  connector: FakeConnector,
): Promise<Pressable[]> {
  const conversation = `19:${ELSEWHERE}@thread.tacv2`;
  const where = { serviceUrl: connector.url, appId: connector.appId, from: ANNA };
  const headers = await connector.headers();
  for (const town of [ELSEWHERE, TOWN]) {
    const said = { ...where, text: `koppla ${town}`, conversation: `19:${town}@thread.tacv2` };
    const body = JSON.stringify(messageActivity(said));
    const bound = await fetch(`${url}/api/messages`, { method: 'POST', headers, body });
    if (!bound.ok) throw new Error(`The channel of ${town} was not bound: HTTP ${bound.status}`);
  }
  await platforms.subscribe(url);
  const page = platforms.accounts.find(({ municipality }) => municipality === ELSEWHERE);
  for (let count = 0; count < TICKETS; count += 1) await page?.write(QUESTION, { author: `Kim ${count}` });
  await until(async () => cardsIn(connector, conversation).length >= TICKETS, 'the cards');
  await bot.stop();
  return cardsIn(connector, conversation);
}

/** Lets citizens write on each account. */
async function fill(accounts: readonly SimulatedAccount[]): Promise<void> {
  for (const account of accounts) await account.deliver?.('held');
  await Promise.all(
    accounts.map(async (account) => {
      let left = PER_ACCOUNT;
      const write = async () => {
        let before: string | undefined;
        while (left > 0) {
          const number = left;
          left -= 1;
          const parent = number % ONE_IN === 0 ? before : undefined;
          const text = `${TEXTS[number % TEXTS.length]} (${number})`;
          const id = await account.write(text, { author: `Kim Testsson ${number % 300}`, parent });
          if (parent === undefined) before = id;
        }
      };
      await Promise.all(Array.from({ length: WRITERS }, write));
    }),
  );
}

/** From the bot's readiness until everything is archived; presses before are those of the same bot when it is done. */
async function measureListing(
  { bot, url }: Running,
  where: Where,
  connector: FakeConnector,
  tickets: readonly Pressable[],
): Promise<Line[]> {
  const client = new pg.Client({ connectionString: where.databaseUrl });
  await client.connect();
  const count = async (query: string): Promise<number> => (await client.query(query)).rows[0].count;
  const archived = () =>
    count(`SELECT count(*)::int FROM comment WHERE municipality = '${TOWN}' AND kind = 'comment'`);
  const waiting = () => count('SELECT count(*)::int FROM comment_version WHERE screened_at IS NULL');
  try {
    const around = { press: presser(url, connector, await connector.headers()) };
    const free = tickets.map((card, index): Pressing => ({ card, by: staff(index), verb: 'claim' }));
    const startedAt = performance.now();
    const busyBefore = await bot.ask<number>('busyMs');
    const pressing = startPressing(around, free);
    await until(async () => (await archived()) >= 4 * PER_ACCOUNT, 'everything archived');
    const tookMs = performance.now() - startedAt;
    const busy = (await bot.ask<number>('busyMs')) - busyBefore;
    const during = await pressing.stop();
    await until(async () => (await waiting()) === 0, 'everything screened');
    const screenedMs = performance.now() - startedAt;
    await pause(CALM_MS);
    const calm = startPressing(around, free);
    await pause(CALM_MS);
    const calmMs = await calm.stop();
    return linesOf({ tookMs, busy, screenedMs, during, calmMs, held: await bot.ask<number>('residentMb') });
  } finally {
    await client.end();
    await bot.stop();
  }
}

function linesOf(of: {
  readonly tookMs: number;
  readonly busy: number;
  readonly screenedMs: number;
  readonly during: readonly number[];
  readonly calmMs: readonly number[];
  readonly held: number;
}): Line[] {
  const calmP95 = quantile(of.calmMs, 0.95);
  const one = (value: number) => spreadOf([value]);
  const baseline = { name: 'after it, p95', figure: one(calmP95) };
  return [
    { name: '10,000 backfilled: archived', unit: 'ms', figure: one(of.tookMs), goal: { atMost: 20_000 } },
    { name: '10,000 backfilled: the bot is busy for', unit: 'ms', figure: one(of.busy) },
    { name: '10,000 backfilled: all screened', unit: 'ms', figure: one(of.screenedMs) },
    { name: 'Press during it: answered, p95', unit: 'ms', figure: one(quantile(of.during, 0.95)), baseline },
    {
      name: 'Press during it: later by, largest',
      unit: 'ms',
      figure: one(Math.max(...of.during) - calmP95),
      goal: { atMost: 100 },
    },
    { name: "The bot's memory after it", unit: 'MB', figure: one(of.held) },
  ];
}

/** What four accounts on which nothing happens cost, beside none. */
async function measureIdle(start: (towns: readonly string[]) => Promise<Running>): Promise<Line[]> {
  const share = async (towns: readonly string[]): Promise<number> => {
    const { bot } = await start(towns);
    await pause(CALM_MS);
    const before = await bot.ask<number>('busyMs');
    await pause(IDLE_MS);
    const busy = (await bot.ask<number>('busyMs')) - before;
    await bot.stop();
    return (busy / IDLE_MS) * 100;
  };
  const without = await share([]);
  const withFour = await share([TOWN]);
  const baseline = { name: 'no account', figure: spreadOf([without]) };
  return [
    { name: 'Idle, four accounts: share of a core', unit: '%', figure: spreadOf([withFour]), baseline },
    {
      name: 'Idle, four accounts: polling alone',
      unit: '%',
      figure: spreadOf([withFour - without]),
      goal: { atMost: 1 },
    },
  ];
}

async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + WITHIN_MS;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`Not within ${WITHIN_MS} ms: ${what}`);
    await pause(100);
  }
}
