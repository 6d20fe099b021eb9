import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { type Database, openDatabase } from '../../src/store/open.ts';
import type { Town } from './town.ts';

const QUIET_MS = 1200;
/** Longer than the longest lease of the dead. */
const SETTLED_WITHIN_MS = 240_000;

/**
 * Lets the bot work until nothing is left to do, then stops it and opens its database. What a failed or unknown act, or
 * one that a person is asked to do, holds back is left: a person must speak first. `hurry`: leases of the dead end at once instead of in their time, which
 * no living process could notice, since none is alive when they are ended.
 * @throws Error that names what does not come to an end
 */
export async function settle(town: Town, hurry: boolean): Promise<Database<unknown>> {
  const until = performance.now() + SETTLED_WITHIN_MS;
  const writtenUntil = town.clock.now();
  for (;;) {
    await quiet(town);
    await town.bot.stop();
    const database = await openDatabase<unknown>(town.where);
    const left = await leftToDo(town, database, writtenUntil);
    if (left.length === 0) return database;
    if (performance.now() > until) {
      await database.close();
      throw new Error(
        `Not settled within ${SETTLED_WITHIN_MS} ms:\n${left.map(({ what }) => what).join('\n')}`,
      );
    }
    if (hurry) await endLeases(database);
    await database.close();
    town.bot.start();
    await town.bot.ready();
    const longest = Math.max(...left.map(({ inMs }) => inMs));
    await pause(Math.min(Math.max(hurry ? 0 : longest, 300), 35_000));
  }
}

/** Nothing waits for the bot, and nothing has come from it for a while. */
async function quiet(town: Town): Promise<void> {
  const count = async () => (await town.platforms.acts()).length + town.connector.requests.length;
  const until = performance.now() + 30_000;
  let [seen, since] = [await count(), performance.now()];
  while (performance.now() < until) {
    await pause(50);
    const now = await count();
    if (now !== seen || (await town.platforms.pending()) > 0) [seen, since] = [now, performance.now()];
    else if (performance.now() - since > QUIET_MS) return;
  }
}

async function leftToDo(
  { clock, speed }: Town,
  { kysely }: Database<unknown>,
  writtenUntil: Temporal.Instant,
) {
  const { rows } = await sql<{ what: string; due: Temporal.Instant | null; lease: number | null }>`
    SELECT concat_ws(' ', 'effect', e.kind, e.state, e.id) AS what,
      CASE WHEN e.state = 'pending' THEN e.due_at END AS due,
      CASE WHEN e.state = 'started' THEN extract(epoch FROM e.lease_until - now())::float8 END AS lease
    FROM effect e
    -- A reminder waits for days: test/year looks after those.
    WHERE e.state = 'started' OR (e.state = 'pending' AND e.lane <> 'clock' AND NOT EXISTS (
      SELECT 1 FROM effect b WHERE b.municipality = e.municipality AND b.ticket = e.ticket AND b.lane = e.lane
        AND b.seq < e.seq AND b.state IN ('failed', 'unknown', 'asked')))
    UNION ALL
    SELECT 'card ' || ticket, coalesce(not_before, force_at), extract(epoch FROM lease_until - now())::float8
    -- No registrar listens here: their cards wait until one does.
    FROM card WHERE audience NOT LIKE 'registrar%' AND error IS NULL AND (shown < wanted OR force_at IS NOT NULL OR lease_until > now())
    UNION ALL
    SELECT 'delivery ' || id, NULL, extract(epoch FROM lease_until - now())::float8 FROM inbox WHERE state = 'received'
    UNION ALL
    SELECT 'comment to screen ' || comment, NULL, NULL FROM comment_version WHERE screened_at IS NULL
    UNION ALL
    SELECT concat_ws(' ', 'list of', platform, account), poll_due_at, extract(epoch FROM poll_lease_until - now())::float8
    FROM account WHERE platform <> 'facebook' AND (covered_to IS NULL OR covered_to < ${writtenUntil})
    UNION ALL
    SELECT 'platform change ' || key, NULL, NULL FROM platform_change WHERE handled_at IS NULL`.execute(
    kysely,
  );
  return rows.map(({ what, due, lease }) => ({
    what,
    inMs: Math.max(
      0,
      (lease ?? 0) * 1000,
      due === null ? 0 : (due.epochMilliseconds - clock.now().epochMilliseconds) / speed,
    ),
  }));
}

async function endLeases({ kysely }: Database<unknown>): Promise<void> {
  const past = sql`now() - interval '1 s'`;
  await sql`UPDATE effect SET lease_until = ${past} WHERE lease_until > now()`.execute(kysely);
  await sql`UPDATE inbox SET lease_until = ${past} WHERE lease_until > now()`.execute(kysely);
  await sql`UPDATE account SET poll_lease_until = ${past} WHERE poll_lease_until > now()`.execute(kysely);
  await sql`UPDATE card SET lease_until = ${past} WHERE lease_until > now()`.execute(kysely);
}
