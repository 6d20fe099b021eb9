import { type Kysely, sql, type Transaction } from 'kysely';
import { DIGEST_LISTS, type DigestItem, type DigestList, type DigestListName } from '../core/digest.ts';
import type { DigestFacts, DigestQuery, Period, StoredUnposted } from '../store-port/digest-store.ts';
import { toJson } from './storable.ts';

/** Everything that a digest tells, as it stood at one instant. */
export async function digestFacts(
  db: Kysely<unknown>,
  municipality: string,
  query: DigestQuery,
): Promise<DigestFacts> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => ({
      lists: await listsOf(tx, municipality, query),
      inflow: await inflowOf(tx, municipality, query.inflow),
      daysOff: query.daysOff && (await inflowOf(tx, municipality, query.daysOff)),
      blocks: await blocksOf(tx, municipality, query.blocks),
      ...(await nameAndHead(tx, municipality, query.person)),
    }));
}

interface ListRow {
  readonly list: DigestListName;
  readonly total: number;
  readonly ticket: string;
  readonly problem: DigestItem['problem'];
  readonly platform: DigestItem['platform'];
  readonly account: string;
  readonly writtenAt: Temporal.Instant;
  readonly target: NonNullable<DigestItem['target']>['kind'] | null;
  readonly targetAt: Temporal.Instant | null;
  readonly owner: string | null;
  readonly conversation: string | null;
  readonly tenant: string | null;
  readonly messageId: string | null;
}

/** A ticket stands in a list once. Of its problems the worst is named: unknown, failed, card, which the alphabet knows. */
const listed = (municipality: string, { now, dayEnds }: DigestQuery) => sql`
  SELECT 'overdue' AS list, id AS ticket, target_at AS at, NULL AS problem FROM ticket
    WHERE municipality = ${municipality} AND state <> 'closed' AND target_at < ${now}
  UNION ALL SELECT 'today', id, target_at, NULL FROM ticket
    WHERE municipality = ${municipality} AND state <> 'closed' AND target_at >= ${now} AND target_at < ${dayEnds}
  UNION ALL SELECT 'unclaimed', id, due_at, NULL FROM ticket
    WHERE municipality = ${municipality} AND state = 'open'
  UNION ALL SELECT 'failed', ticket, min(at), max(problem) FROM (
    SELECT ticket, due_at AS at, state AS problem FROM effect
      WHERE municipality = ${municipality} AND state IN ('failed', 'unknown') AND lane NOT IN ('chat', 'clock')
    UNION ALL SELECT k.ticket, t.due_at, 'card' FROM card k
      JOIN ticket t ON t.municipality = k.municipality AND t.id = k.ticket
      WHERE k.municipality = ${municipality} AND k.audience = 'channel' AND k.error IS NOT NULL
        AND t.state <> 'closed') stuck
    GROUP BY ticket
  UNION ALL SELECT 'registrar', ticket, min(secured_at), NULL FROM registration
    WHERE municipality = ${municipality} AND state = 'secured' GROUP BY ticket`;

async function listsOf(
  tx: Transaction<unknown>,
  municipality: string,
  query: DigestQuery,
): Promise<DigestFacts['lists']> {
  const { rows } = await sql<ListRow>`
    WITH ranked AS (
      SELECT *, row_number() OVER (PARTITION BY list ORDER BY at, ticket) AS place,
        count(*) OVER (PARTITION BY list) AS total
      FROM (${listed(municipality, query)}) listed)
    SELECT r.list, r.total, r.ticket, r.problem, c.platform, coalesce(a.name, c.account) AS account,
      c.created_at AS "writtenAt", t.target, t.target_at AS "targetAt",
      CASE WHEN t.body #>> '{claim,by}' IS NOT NULL THEN coalesce(p.name, '') END AS owner,
      k.conversation, k.tenant, k.message_id AS "messageId"
    FROM ranked r
    JOIN ticket t ON t.municipality = ${municipality} AND t.id = r.ticket
    JOIN comment c ON c.municipality = ${municipality} AND c.id = t.comment
    LEFT JOIN account a ON a.municipality = ${municipality} AND a.platform = c.platform AND a.account = c.account
    LEFT JOIN person p ON p.municipality = ${municipality} AND p.id = t.body #>> '{claim,by}'
    LEFT JOIN card k ON k.municipality = ${municipality} AND k.ticket = t.id AND k.audience = 'channel'
    WHERE r.place <= ${query.limit} ORDER BY r.list, r.place`.execute(tx);
  const entries = DIGEST_LISTS.map((name): [DigestListName, DigestList] => {
    const own = rows.filter(({ list }) => list === name);
    return [name, { total: own[0]?.total ?? 0, items: own.map(itemOf) }];
  });
  return Object.fromEntries(entries) as DigestFacts['lists'];
}

function itemOf(row: ListRow): DigestItem {
  const { ticket, platform, account, writtenAt, problem, owner, target, targetAt } = row;
  const { conversation, tenant, messageId } = row;
  return {
    ticket,
    platform,
    account,
    writtenAt,
    problem,
    owner,
    target: target !== null && targetAt !== null ? { kind: target, at: targetAt.toString() } : null,
    card:
      conversation !== null && tenant !== null && messageId !== null
        ? { conversation, tenant, messageId }
        : null,
  };
}

async function inflowOf(
  tx: Transaction<unknown>,
  municipality: string,
  { from, until }: Period,
): Promise<DigestFacts['inflow']> {
  const { rows } = await sql<DigestFacts['inflow']>`
    SELECT count(*) AS arrived, count(t.id) AS posted, count(*) FILTER (
      WHERE t.body #>> '{screening,urgent}' = 'true' OR t.body #>> '{screening,display}' = 'secret') AS pressing
    FROM comment c LEFT JOIN ticket t ON t.municipality = c.municipality AND t.comment = c.id
    WHERE c.municipality = ${municipality} AND NOT c.own AND c.arrived_at > ${from} AND c.arrived_at <= ${until}`.execute(
    tx,
  );
  return rows[0] ?? { arrived: 0, posted: 0, pressing: 0 };
}

/**
 * Of the answers that were due: how many came, and in time. One that nobody owed any longer, since the comment was gone,
 * does not count, and neither does one in trial mode, which nobody outside has seen.
 */
async function blocksOf(
  tx: Transaction<unknown>,
  municipality: string,
  blocks: readonly Period[],
): Promise<DigestFacts['blocks']> {
  if (blocks.length === 0) return [];
  const spans = blocks.map(({ from, until }, place) => ({
    place,
    from: from.toString(),
    until: until.toString(),
  }));
  const { rows } = await sql<{ due: number; inTime: number }>`
    SELECT count(t.id) AS due, count(*) FILTER (WHERE t.answered_at <= t.due_at) AS "inTime"
    FROM jsonb_to_recordset(${toJson(spans)}::jsonb) AS b (place int, "from" timestamptz, until timestamptz)
    LEFT JOIN ticket t ON t.municipality = ${municipality} AND t.needs_reply AND t.due_at >= b.from
      AND t.due_at < b.until AND (t.answered_at IS NOT NULL OR t.state <> 'closed')
      AND t.answered_how IS DISTINCT FROM 'trial'
    GROUP BY b.place ORDER BY b.place`.execute(tx);
  return rows;
}

async function nameAndHead(
  tx: Transaction<unknown>,
  municipality: string,
  person: string | null,
): Promise<Pick<DigestFacts, 'name' | 'head'>> {
  const { rows: people } = await sql<{ name: string }>`
    SELECT name FROM person WHERE municipality = ${municipality} AND id = ${person}`.execute(tx);
  const { rows: heads } = await sql<{ seq: number; hash: string }>`
    SELECT seq, hash FROM journal_head WHERE municipality = ${municipality}`.execute(tx);
  return { name: people[0]?.name ?? null, head: heads[0] ?? null };
}

/** The latest text of comments that came in during the period and got no ticket. */
export async function unposted(
  db: Kysely<unknown>,
  municipality: string,
  { from, until }: Period,
  limit: number,
): Promise<{ total: number; comments: StoredUnposted[] }> {
  const { rows } = await sql<StoredUnposted & { total: number }>`
    SELECT c.platform, c.created_at AS "writtenAt", c.permalink, coalesce(v.text, '') AS text,
      jsonb_array_length(v.attachments) > 0 AS attachments, count(*) OVER () AS total
    FROM comment c
    JOIN comment_version v ON v.municipality = c.municipality AND v.comment = c.id AND v.number = c.version
    WHERE c.municipality = ${municipality} AND NOT c.own AND c.arrived_at > ${from} AND c.arrived_at <= ${until}
      AND c.visibility <> 'gone' AND v.screened_at IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ticket t WHERE t.municipality = c.municipality AND t.comment = c.id)
    ORDER BY c.arrived_at, c.id LIMIT ${limit}`.execute(db);
  return { total: rows[0]?.total ?? 0, comments: rows.map(({ total: _, ...comment }) => comment) };
}
