import { createHash } from 'node:crypto';
import { accountRows } from '../../src/app/accounts.ts';
import { parseFacebook } from '../../src/platforms/facebook/deliveries.ts';
import { parseComments } from '../../src/platforms/posted-comments.ts';
import type { Database, OpenOptions } from '../../src/store/open.ts';
import { readUnreached, TOKEN_NAME } from '../fakes/standing-bot.ts';
import { dueAt } from './due.ts';
import { accountsOf } from './environment.ts';
import { obligingPlatform, recordTeams } from './outside.ts';
import { ticketsOf } from './posted-in.ts';
import { JOBS, startReplica } from './replica.ts';
import { type Place, STAFF, type Town } from './town.ts';

const TIDY_MS = 14 * 24 * 3_600_000;
/** Workers of each replica. */
const SIDE_BY_SIDE = 2;

const PLACES: readonly Place[] = Object.keys(STAFF).map((municipality, index) => ({
  municipality,
  account: `10000000000000${index}`,
  postId: `10000000000000${index}_500`,
}));

const ownerOf = (account: string) => PLACES.find((place) => place.account === account)?.municipality;

export interface InProcessOptions {
  readonly replicas: number;
  readonly open: OpenOptions;
  readonly rulesDir: string;
  /** When the channels are bound. */
  readonly beginMs: number;
}

/** The bot's parts without its loops and without HTTP, once or several times on one database. */
export async function startInProcess({ replicas, open, rulesDir, beginMs }: InProcessOptions): Promise<Town> {
  const state = { nowMs: beginMs, tidiedMs: beginMs };
  const clock = { now: () => Temporal.Instant.fromEpochMilliseconds(state.nowMs) };
  const teams = recordTeams(() => state.nowMs);
  const pages = PLACES.map(({ municipality, account }) => ({
    municipality,
    id: account,
    name: municipality,
  }));
  const checked = readUnreached(
    accountsOf(pages, () => TOKEN_NAME),
    rulesDir,
  );
  const texts = new Map<string, string>();
  const outside = {
    clock,
    chat: teams.chat,
    platforms: new Map([['facebook' as const, obligingPlatform(texts)]]),
  };
  const all: Awaited<ReturnType<typeof startReplica>>[] = [];
  for (let count = 0; count < replicas; count += 1) {
    all.push(await startReplica(checked, { ...outside, open }));
  }
  const [first] = all;
  if (!first) throw new Error('Expected at least one replica');
  await first.store.declareAccounts(accountRows(checked.config));
  for (const { municipality } of PLACES) {
    const channel = {
      municipality,
      id: municipality,
      serviceUrl: 'https://teams.test',
      tenant: 't',
      name: '',
    };
    await first.store.bindChannel(channel, STAFF[municipality]?.people[0] ?? '', clock.now());
  }
  let presses = 0;
  let turns = 0;
  let rounds = 0;
  const turn = () => {
    turns += 1;
    return all[turns % all.length] ?? first;
  };
  return {
    places: PLACES,
    kysely: first.database.kysely,
    rulesDir,
    posted: async () => {
      const tickets = await ticketsOf(first.database.kysely);
      return teams.posted.map((one) => ({ ...one, ticket: tickets.get(one.ticket ?? '') ?? null }));
    },
    setClock: async (ms) => {
      const passedMs = ms - state.tidiedMs;
      state.nowMs = ms;
      if (passedMs < TIDY_MS) return;
      state.tidiedMs = ms;
      await tidy(first.database);
    },
    deliver: async (comments) => {
      const receivedAt = clock.now();
      const parsed = parseComments(Buffer.from(JSON.stringify(comments)), {
        municipalities: PLACES.map(({ municipality }) => municipality),
        municipalityOf: (_, account) => ownerOf(account),
        receivedAt,
      });
      for (const { item } of parsed) {
        if ('comment' in item) texts.set(item.comment.externalId, item.comment.text);
      }
      const { store } = turn();
      await Promise.all(
        [...Map.groupBy(parsed, ({ municipality }) => municipality)].map(([municipality, items]) =>
          store.archive({
            municipality,
            source: 'intake',
            receivedAt,
            sha256: createHash('sha256').update(JSON.stringify(comments)).digest('hex'),
            items: items.map(({ item }) => item),
          }),
        ),
      );
    },
    tell: async (webhook) => {
      const receivedAt = clock.now();
      const body = Buffer.from(JSON.stringify(webhook));
      const { items } = parseFacebook(body, receivedAt);
      const municipality = ownerOf(items[0]?.account ?? '') ?? '';
      const source = 'facebook';
      await turn().store.archive({
        ...{ municipality, source, receivedAt },
        sha256: createHash('sha256').update(body).digest('hex'),
        items: items.map(({ item }) => item),
      });
    },
    press: async ({ municipality, ticket, version, verb, inputs, by }) => {
      const role = STAFF[municipality]?.lead === by ? ('lead' as const) : ('communicator' as const);
      presses += 1;
      await turn().engine.press({
        ...{ key: `press-${presses}`, municipality, by: { id: by, role } },
        data: { verb, ticket, version, ...inputs },
        on: null,
      });
    },
    work: async () => {
      for (;;) {
        const due = await dueAt(first.database.kysely, state.nowMs);
        const jobs = JOBS.filter((job) => due[job] > 0);
        if (jobs.length === 0) return;
        rounds += 1;
        // What is alone is raced for in every third round only: an idle look costs as much as the work.
        const racing = rounds % 3 === 0;
        for (const job of jobs) {
          const alone = due[job] === 1 && !racing;
          const workers = job === 'digest' ? 1 : Math.min(due[job], SIDE_BY_SIDE);
          await Promise.all(
            (alone ? [turn()] : all).flatMap(({ work }) =>
              Array.from({ length: workers }, () => (alone ? work(job) : untilNothing(() => work(job)))),
            ),
          );
        }
      }
    },
    close: async () => {
      for (const { close } of all) await close();
    },
  };
}

/** What the bot does once a day on the embedded store, and autovacuum, which tests turn off, on PostgreSQL. */
async function tidy({ kind, pool, vacuum }: Database<unknown>): Promise<void> {
  if (kind === 'embedded') await vacuum();
  else await pool.query('VACUUM (ANALYZE)');
}

async function untilNothing(job: () => Promise<boolean>): Promise<void> {
  for (let busy = true; busy; ) busy = await job();
}
