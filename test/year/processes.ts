import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { samplePages } from '../../src/local/graph/seed.ts';
import { startGraph } from '../../src/local/graph/server.ts';
import { type Database, openDatabase } from '../../src/store/open.ts';
import { type BotProcess, prepareBotProcess } from '../chaos/bot-process.ts';
import type { Random } from '../chaos/random.ts';
import { type FakeConnector, startFakeConnector } from '../fakes/fake-connector.ts';
import { TENANT } from '../fakes/teams-activities.ts';
import { type Due, dueAt } from './due.ts';
import { environmentOf } from './environment.ts';
import { handsOn, keepOnFacebook, type Wire } from './hands.ts';
import { postedIn } from './posted-in.ts';
import { makeYearRules } from './rules.ts';
import { standingClock } from './standing-clock.ts';
import { STAFF, type Town } from './town.ts';

/** How long Teams takes for what is written: long enough to be killed in the middle of. */
const POST_TAKES_MS = 60;
/** Nobody who lives has an act under way for so long: what is still said to be under way was a dead one's. */
const DEAD_AFTER_MS = 2500;
const PATIENCE_MS = 60_000;
/** As often a bot looks for what is due. */
const POLL_MS = 250;

/** Two real bots on one PostgreSQL, with a fake Teams and a simulated Facebook, and somebody who kills them. */
export interface ProcessTown extends Town {
  /** Kills one bot, or both, with -9 while something is being said, and starts them anew; null when nothing was. */
  killWhileSaying(random: Random): Promise<{ killed: number; whilePosting: boolean } | null>;
  /** What the bots wrote to stderr. */
  said(): readonly string[];
}

/** @param databaseUrl an empty PostgreSQL database. @param beginMs when the channels are bound */
export async function startProcesses(databaseUrl: string, beginMs: number): Promise<ProcessTown> {
  const folder = mkdtempSync(join(tmpdir(), 'year-'));
  const rulesDir = makeYearRules();
  const clock = standingClock(join(folder, 'clock'), beginMs);
  const connector = await startFakeConnector();
  for (const { people, lead, duty } of Object.values(STAFF)) {
    for (const id of [...people, lead, ...(duty === null ? [] : [duty])]) {
      connector.setMember(id, { id, name: `Person ${id.slice(0, 2)}`, tenantId: TENANT, userRole: 'user' });
    }
  }
  connector.respondWith({ when: ({ act }) => act === 'post', delayMs: POST_TAKES_MS });
  const graph = await startGraph({ now: clock.now });
  const environment = environmentOf({ folder, rulesDir, databaseUrl, connector, graph });
  const main = new URL('./bot-main.ts', import.meta.url);
  const bots = [await prepareBotProcess(environment, main), await prepareBotProcess(environment, main)];
  for (const bot of bots) bot.start();
  try {
    for (const bot of bots) await bot.ready();
  } catch (error) {
    for (const bot of bots) await bot.kill().catch(() => undefined);
    await Promise.all([connector.close(), graph.close()]);
    throw error;
  }
  const database = await openDatabase<unknown>({ databaseUrl, dataDir: folder, poolSize: 2 });
  const hands = handsOn(bots, connector);
  await hands.bind();
  const pages = samplePages();
  return {
    places: pages.map(({ municipality, id }) => ({
      municipality,
      account: id,
      postId: graph.state.posts.find(({ page }) => page === id)?.id ?? '',
    })),
    kysely: database.kysely,
    rulesDir,
    posted: () => postedIn(connector, database.kysely, clock),
    setClock: async (ms) => clock.set(ms),
    deliver: async (comments) => {
      for (const comment of comments) keepOnFacebook(graph, comment as Wire);
      await hands.deliver(comments);
    },
    tell: hands.tell,
    press: async (press) => {
      const { rows } = await sql<{ message_id: string | null }>`SELECT message_id FROM card
        WHERE municipality = ${press.municipality} AND ticket = ${press.ticket} AND audience = 'channel'`.execute(
        database.kysely,
      );
      await hands.press(press, rows[0]?.message_id ?? '1');
    },
    work: () => untilQuiet(database, () => clock.now().epochMilliseconds),
    killWhileSaying: (random) => {
      const isOver = async () => isQuiet(await dueAt(database.kysely, clock.now().epochMilliseconds));
      return kill(bots, connector, isOver, random);
    },
    said: () => bots.flatMap(({ said }) => said),
    close: async () => {
      for (const bot of bots) await bot.kill().catch(() => undefined);
      await database.close();
      await Promise.all([connector.close(), graph.close()]);
      for (const each of [folder, rulesDir]) rmSync(each, { recursive: true, force: true });
    },
  };
}

/** Resolves when nothing is due; leases of the dead end at once, instead of in their time. */
async function untilQuiet(database: Database<unknown>, nowMs: () => number): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  let [before, since] = ['', performance.now()];
  for (;;) {
    const due = await dueAt(database.kysely, nowMs());
    if (isQuiet(due)) return;
    const seen = JSON.stringify(due);
    if (seen !== before) [before, since] = [seen, performance.now()];
    else if (due.underWay > 0 && performance.now() - since > DEAD_AFTER_MS) {
      await endLeases(database);
      since = performance.now();
    }
    if (performance.now() > until) throw new Error(`Not done within ${PATIENCE_MS} ms: ${seen}`);
    await pause(10);
  }
}

const isQuiet = (due: Due): boolean => Object.values(due).every((count) => count === 0);

async function endLeases({ kysely }: Database<unknown>): Promise<void> {
  const past = sql`now() - interval '1 s'`;
  await sql`UPDATE effect SET lease_until = ${past} WHERE lease_until > now()`.execute(kysely);
  await sql`UPDATE card SET lease_until = ${past} WHERE lease_until > now()`.execute(kysely);
  await sql`UPDATE inbox SET lease_until = ${past} WHERE lease_until > now()`.execute(kysely);
  await sql`UPDATE digest SET lease_until = ${past} WHERE lease_until > now()`.execute(kysely);
}

/**
 * Mostly waits for the next post to arrive at Teams, and kills while it is on its way or just after it; sometimes at any
 * moment before. Null when all had been said before.
 */
async function kill(
  bots: readonly BotProcess[],
  { requests }: FakeConnector,
  isOver: () => Promise<boolean>,
  random: Random,
) {
  const posts = () => requests.filter(({ act }) => act === 'post').length;
  const before = posts();
  if (random.next() < 0.25) await pause(random.between(0, POLL_MS));
  else {
    while (posts() === before) {
      if (await isOver()) return null;
      await pause(1);
    }
    await pause(random.between(0, 1.5 * POST_TAKES_MS));
  }
  const doomed = random.next() < 0.5 ? bots : [random.pick(bots)];
  await Promise.all(doomed.map((bot) => bot.kill()));
  for (const bot of doomed) bot.start();
  for (const bot of doomed) await bot.ready();
  return { killed: doomed.length, whilePosting: posts() > before };
}
