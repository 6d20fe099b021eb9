import { type Kysely, sql } from 'kysely';
import type { JournalNote } from '../core/journal.ts';
import type { Listed, Target } from '../ports/platform.ts';
import type { Difference, DuePoll, PollEnd } from '../ports/polls.ts';
import { appendJournal } from './journal.ts';
import { storable, toJson } from './storable.ts';

type Account = Pick<DuePoll, 'municipality' | 'platform' | 'account'>;

const of = ({ municipality, platform, account }: Account) =>
  sql`municipality = ${municipality} AND platform = ${platform} AND account = ${account}`;

/** Hands out one account that is due, the one that has waited longest. One whose acts are paused is not asked either. */
export async function claimPoll(
  db: Kysely<unknown>,
  accounts: readonly Account[],
  now: Temporal.Instant,
  leaseMs: number,
): Promise<DuePoll | null> {
  const { rows } = await sql<DuePoll>`
    UPDATE account SET poll_lease_until = now() + ${leaseMs} * interval '1 ms'
    WHERE (municipality, platform, account) = (
      SELECT municipality, platform, account FROM account
      JOIN jsonb_to_recordset(${toJson(accounts)}::jsonb) AS r (municipality text, platform text, account text)
        USING (municipality, platform, account)
      WHERE (poll_due_at IS NULL OR poll_due_at <= ${now}) AND (paused_until IS NULL OR paused_until <= ${now})
        AND (poll_lease_until IS NULL OR poll_lease_until < now())
      ORDER BY poll_due_at NULLS FIRST LIMIT 1 FOR UPDATE OF account SKIP LOCKED)
    RETURNING municipality, platform, account, covered_to AS "coveredTo", swept_at AS "sweptAt",
      poll_failures AS failures`.execute(db);
  return rows[0] ?? null;
}

/** Prolongs the lease of a poll that has not ended. */
export async function pollGoesOn(db: Kysely<unknown>, poll: DuePoll, leaseMs: number): Promise<void> {
  await sql`UPDATE account SET poll_lease_until = now() + ${leaseMs} * interval '1 ms'
    WHERE ${of(poll)} AND poll_lease_until IS NOT NULL`.execute(db);
}

/** So long passes at least between two lists of an account that something is told of again and again. */
const LEAST = { minutes: 1 };

/** Makes an account due, however long it would have waited; see the port. */
export async function listSoon(db: Kysely<unknown>, account: Account, now: Temporal.Instant): Promise<void> {
  const later = now.add(LEAST);
  await sql`UPDATE account SET poll_due_at = CASE WHEN poll_lease_until > now() THEN ${later}::timestamptz
      ELSE least(poll_due_at, greatest(${now}::timestamptz, covered_to + interval '1 minute')) END
    WHERE ${of(account)} AND poll_failures = 0 AND poll_due_at IS NOT NULL`.execute(db);
}

/** Notes how a poll ended, and journals the time in which the platform was not heard. */
export async function pollEnded(db: Kysely<unknown>, poll: DuePoll, end: PollEnd): Promise<void> {
  const { covered, dueAt, now, silence, untold } = end;
  await db.transaction().execute(async (tx) => {
    await sql`UPDATE account SET poll_lease_until = NULL,
        poll_due_at = CASE WHEN ${covered !== null} AND poll_due_at > ${now} THEN least(poll_due_at, ${dueAt}) ELSE ${dueAt} END,
        poll_failures = ${covered === null ? sql`poll_failures + 1` : sql`0`},
        covered_to = coalesce(${covered?.to ?? null}, covered_to),
        swept_at = CASE WHEN ${covered?.swept ?? false} THEN ${now} ELSE swept_at END,
        last_contact_at = CASE WHEN ${covered !== null} THEN greatest(last_contact_at, ${now}) ELSE last_contact_at END
      WHERE ${of(poll)}`.execute(tx);
    const notes = [
      ...(silence ? [unheard(poll, silence)] : []),
      ...(untold ? [await untoldNote(tx, poll, untold, now)] : []),
    ];
    if (notes.length === 0) return;
    await appendJournal(
      tx,
      poll.municipality,
      now,
      notes.map((note) => ({ ticket: null, note })),
    );
  });
}

function unheard(
  { platform, account }: Account,
  { from, to, lostTo }: NonNullable<PollEnd['silence']>,
): JournalNote {
  const span = { from: from.toString(), to: to.toString(), lostTo: lostTo?.toString() ?? null };
  return { kind: 'account-unheard', by: null, data: { platform, account, ...span } };
}

/** From what the platform last told by itself of a comment on the account, or at least from the oldest that it did not tell. */
async function untoldNote(
  tx: Kysely<unknown>,
  poll: DuePoll,
  { count, oldestAt }: NonNullable<PollEnd['untold']>,
  now: Temporal.Instant,
): Promise<JournalNote> {
  const { municipality, platform, account } = poll;
  const { rows } = await sql<{ from: Temporal.Instant }>`
    SELECT least(${oldestAt}::timestamptz, coalesce(max(d.received_at), ${poll.coveredTo})) AS "from" FROM comment c
    JOIN comment_version v ON v.municipality = c.municipality AND v.comment = c.id
    JOIN delivery d ON d.municipality = v.municipality AND d.id = v.delivery
    WHERE c.municipality = ${municipality} AND c.platform = ${platform} AND c.account = ${account}
      AND d.source = ${platform}`.execute(tx);
  const from = (rows[0]?.from ?? oldestAt).toString();
  return { kind: 'account-untold', by: null, data: { platform, account, from, to: now.toString(), count } };
}

/**
 * What is listed beside what is archived: only what differs. A text that has been disposed of is not archived again. Of when
 * something was written, the whole second counts: of a message Meta tells in milliseconds, and lists it in seconds. What
 * one person said in private in the same words at the same time is one message, whatever its id: nobody has confirmed that
 * those of Meta's lists are spelled as those of its webhooks.
 */
export async function differences(
  db: Kysely<unknown>,
  poll: Account,
  listed: readonly Listed[],
): Promise<Difference[]> {
  const { municipality, platform, account } = poll;
  const rowsListed = listed.map(({ comment, hidden, partial }) => ({
    id: comment.externalId,
    text: storable(comment.text),
    visibility: hidden ? 'hidden' : 'visible',
    created_at: partial ? null : comment.createdAt.toString(),
    author_id: comment.author.id,
    post_id: comment.postId,
    permalink: comment.permalink,
    conversation: comment.conversation,
    own: comment.own,
  }));
  const { rows } = await sql<Difference>`
    WITH listed AS (
      SELECT r.id, c.visibility AS known, c.id IS NOT NULL AND v.text <> r.text AS text,
        c.visibility <> 'gone' AND c.visibility <> r.visibility AS visibility,
        c.id IS NOT NULL AND c.disposed_at IS NULL AND r.created_at IS NOT NULL AND (date_trunc('second', c.created_at) <> date_trunc('second', r.created_at)
          OR c.author_id IS NULL AND r.author_id IS NOT NULL
          OR c.post_id IS NULL AND r.post_id IS NOT NULL OR c.permalink IS NULL AND r.permalink IS NOT NULL) AS facts
      FROM jsonb_to_recordset(${toJson(rowsListed)}::jsonb) AS r (id text, text text, visibility text,
        created_at timestamptz, author_id text, post_id text, permalink text, conversation text, own boolean)
      LEFT JOIN comment c ON c.municipality = ${municipality} AND c.platform = ${platform} AND c.account = ${account}
        AND c.external_id = r.id
      LEFT JOIN comment_version v ON v.municipality = c.municipality AND v.comment = c.id AND v.number = c.version
      WHERE c.id IS NOT NULL OR r.text = '' OR NOT EXISTS (SELECT FROM comment m
        JOIN comment_version w ON w.municipality = m.municipality AND w.comment = m.id AND w.number = m.version
        WHERE m.municipality = ${municipality} AND m.platform = ${platform} AND m.account = ${account}
          AND m.kind = 'message' AND m.conversation = r.conversation AND m.own = r.own AND w.text = r.text
          AND m.created_at BETWEEN r.created_at - interval '1 second' AND r.created_at + interval '2 seconds')
    )
    SELECT id AS "externalId", known, coalesce(text, false) AS text, coalesce(visibility, false) AS visibility,
      coalesce(facts, false) AS facts
    FROM listed WHERE known IS NULL OR text OR visibility OR facts`.execute(db);
  return rows;
}

/** Comments of open tickets on the account, the newest first. */
export async function awaited(db: Kysely<unknown>, poll: DuePoll, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT c.external_id AS id FROM comment c
    JOIN ticket t ON t.municipality = c.municipality AND t.comment = c.id AND t.state <> 'closed'
    WHERE c.municipality = ${poll.municipality} AND c.platform = ${poll.platform} AND c.account = ${poll.account}
      AND c.visibility <> 'gone' AND c.kind IN ('comment', 'post')
    ORDER BY c.created_at DESC LIMIT ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Comments that should have been listed, those of open tickets first. */
export async function unlisted(
  db: Kysely<unknown>,
  poll: DuePoll,
  query: { since: Temporal.Instant; listed: readonly string[]; now: Temporal.Instant; limit: number },
): Promise<Target[]> {
  const { since, listed, now, limit } = query;
  const isOpen = sql`EXISTS (SELECT FROM ticket t
    WHERE t.municipality = c.municipality AND t.comment = c.id AND t.state <> 'closed')`;
  const { rows } = await sql<Target>`
    SELECT account, external_id AS "externalId", post_id AS "postId" FROM comment c
    WHERE ${of(poll)} AND visibility <> 'gone' AND kind IN ('comment', 'post')
      AND NOT external_id = ANY(${listed.map(storable)}::text[])
      AND (${isOpen} OR (created_at >= ${since} AND (looked_at IS NULL OR looked_at < ${now.subtract({ hours: 24 })})))
    ORDER BY ${isOpen} DESC, created_at DESC LIMIT ${limit}`.execute(db);
  return rows;
}

/** They need not be looked at again today. */
export async function lookedAt(
  db: Kysely<unknown>,
  poll: DuePoll,
  externalIds: readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  await sql`UPDATE comment SET looked_at = ${now} WHERE ${of(poll)} AND external_id = ANY(${externalIds}::text[])`.execute(
    db,
  );
}
