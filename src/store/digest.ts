import { type Kysely, sql } from 'kysely';
import type { JournalNote } from '../core/journal.ts';
import type { ClaimedDigest, DigestPlan, DigestStore } from '../ports/digests.ts';
import { type AccountRow, MAIN_CHANNEL } from '../ports/tenants.ts';
import { appendJournal } from './journal.ts';
import { type StoredStanding, standingOf } from './standings.ts';

/** Not begun and not due by then: a plan that may be made anew. */
const aheadOf = (instant: Temporal.Instant) =>
  sql`state = 'pending' AND attempts = 0 AND due_at > ${instant}`;

/** Main channels without a digest that is planned or begun. What `anewFrom` lets plan anew counts as not planned. */
export async function undigested(
  db: Kysely<unknown>,
  anewFrom: Temporal.Instant | null,
): Promise<{ municipality: string; last: Temporal.PlainDate | null }[]> {
  const settled = anewFrom === null ? sql`true` : sql`NOT (${aheadOf(anewFrom)})`;
  const { rows } = await sql<{ municipality: string; last: string | null }>`
    SELECT h.municipality, max(d.day) AS last FROM channel h
    LEFT JOIN (SELECT * FROM digest WHERE ${settled}) d ON d.municipality = h.municipality
    WHERE h.name = ${MAIN_CHANNEL} GROUP BY h.municipality HAVING count(*) FILTER (WHERE d.state IN ('pending', 'started')) = 0`.execute(
    db,
  );
  return rows.map(({ municipality, last }) => ({
    municipality,
    last: last === null ? null : Temporal.PlainDate.from(last),
  }));
}

/** Replaces what is not begun and not due; a day that has its digest keeps it. */
export async function planDigest(
  db: Kysely<unknown>,
  municipality: string,
  { day, dueAt, since }: DigestPlan,
  now: Temporal.Instant,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`DELETE FROM digest WHERE municipality = ${municipality} AND ${aheadOf(now)}`.execute(tx);
    await sql`INSERT INTO digest (municipality, day, state, due_at, since)
      SELECT ${municipality}, ${day}::date, 'pending', ${dueAt}::timestamptz, coalesce(max(posted_at), ${since}::timestamptz)
      FROM digest WHERE municipality = ${municipality} AND state = 'done'
      ON CONFLICT DO NOTHING`.execute(tx);
  });
}

/**
 * `started` is committed before anything is posted. One whose lease ran out by the database's clock was begun by a
 * worker that vanished, or that does not know how its post ended.
 */
export async function claimDigest(
  db: Kysely<unknown>,
  now: Temporal.Instant,
  leaseMs: number,
): Promise<ClaimedDigest | null> {
  const { rows } = await sql<
    Omit<ClaimedDigest, 'day' | 'conversation'> & {
      day: string;
      conversation: string;
      serviceUrl: string;
      tenant: string;
    }
  >`
    UPDATE digest SET state = 'started', attempts = digest.attempts + 1,
      lease_until = now() + ${leaseMs} * interval '1 ms'
    FROM (
      SELECT d.municipality, d.day, d.state, h.conversation, h.service_url, h.tenant FROM digest d
      JOIN channel h ON h.municipality = d.municipality AND h.name = ${MAIN_CHANNEL}
      WHERE (d.state = 'pending' AND d.due_at <= ${now}) OR (d.state = 'started' AND d.lease_until < now())
      ORDER BY d.due_at LIMIT 1 FOR UPDATE OF d SKIP LOCKED) due
    WHERE digest.municipality = due.municipality AND digest.day = due.day
    RETURNING digest.municipality, digest.day, digest.since, digest.attempts, due.state = 'started' AS repeated,
      due.conversation, due.service_url AS "serviceUrl", due.tenant`.execute(db);
  const [row] = rows;
  if (!row) return null;
  const { day, conversation, serviceUrl, tenant, ...rest } = row;
  return {
    ...rest,
    day: Temporal.PlainDate.from(day),
    conversation: { id: conversation, serviceUrl, tenant },
  };
}

/** The claimed row, if no other worker has claimed it since. */
const mine = ({ municipality, day, attempts }: ClaimedDigest) => sql`municipality = ${municipality}
  AND day = ${day}::date AND state = 'started' AND attempts = ${attempts}`;

/** Asks for the lease once more; false when another worker has claimed the digest since. */
export async function holdDigest(
  db: Kysely<unknown>,
  digest: ClaimedDigest,
  leaseMs: number,
): Promise<boolean> {
  const { numAffectedRows } = await sql`UPDATE digest SET lease_until = now() + ${leaseMs} * interval '1 ms'
    WHERE ${mine(digest)}`.execute(db);
  return numAffectedRows === 1n;
}

/** The journal's line is written with the row: a digest that is done has one. */
export async function digestPosted(
  db: Kysely<unknown>,
  digest: ClaimedDigest,
  now: Temporal.Instant,
  data: JournalNote['data'],
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { numAffectedRows } =
      await sql`UPDATE digest SET state = 'done', posted_at = ${now}, lease_until = NULL
        WHERE ${mine(digest)}`.execute(tx);
    if (!numAffectedRows) return;
    await appendJournal(tx, digest.municipality, now, [
      { ticket: null, note: { kind: 'digest-posted', by: null, data } },
    ]);
  });
}

/** One that may have come through stays begun, so that the next try is known to be a second. */
export async function digestFailed(
  db: Kysely<unknown>,
  digest: ClaimedDigest,
  { unknown, retryAt, waitMs }: { unknown: boolean; retryAt: Temporal.Instant; waitMs: number },
): Promise<void> {
  if (unknown || digest.repeated) {
    await sql`UPDATE digest SET lease_until = now() + ${waitMs} * interval '1 ms' WHERE ${mine(digest)}`.execute(
      db,
    );
    return;
  }
  await sql`UPDATE digest SET state = 'pending', due_at = ${retryAt}, lease_until = NULL
    WHERE ${mine(digest)}`.execute(db);
}

/** A day without a digest is over: nothing is journalled, since nothing was said. */
export async function digestSkipped(db: Kysely<unknown>, digest: ClaimedDigest): Promise<void> {
  await sql`UPDATE digest SET state = 'skipped', lease_until = NULL WHERE ${mine(digest)}`.execute(db);
}

type ContactRow = Awaited<ReturnType<DigestStore['contacts']>>[number];

/** The accounts, and what is known of the contact with them; see the port. One failed list is no news, unless it was the first. */
export async function contacts(db: Kysely<unknown>, municipality: string): Promise<ContactRow[]> {
  const { rows } = await sql<Omit<ContactRow, 'standing'> & { standing: StoredStanding | null }>`
    SELECT municipality, platform, account, name, trial, last_contact_at AS "lastAt", last_webhook_at AS "webhookAt",
      covered_to AS "listedAt", poll_failures < CASE WHEN covered_to IS NULL THEN 1 ELSE 2 END AS "isListed", standing
    FROM account WHERE municipality = ${municipality} ORDER BY platform, name`.execute(db);
  return rows.map(({ standing, ...row }) => ({ ...row, standing: standing && standingOf(standing) }));
}

/** The latest contact stays, whichever of two replicas writes last. */
export async function contacted(
  db: Kysely<unknown>,
  { municipality, platform, account }: AccountRow,
  now: Temporal.Instant,
): Promise<void> {
  await sql`UPDATE account SET last_contact_at = greatest(last_contact_at, ${now}::timestamptz)
    WHERE municipality = ${municipality} AND platform = ${platform} AND account = ${account}`.execute(db);
}
