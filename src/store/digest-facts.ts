import { type Kysely, sql, type Transaction } from 'kysely';
import type { DigestFacts, DigestQuery, Period } from '../ports/digests.ts';
import { linesOf } from './digest-lines.ts';
import { IN_TROUBLE } from './handovers.ts';
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
      waiting: await linesOf(tx, municipality, query),
      inflow: await inflowOf(tx, municipality, query.inflow),
      unseen: await unseenOf(tx, municipality, query.inflow),
      daysOff: query.daysOff && (await inflowOf(tx, municipality, query.daysOff)),
      blocks: await blocksOf(tx, municipality, query.blocks),
      ...(await nameAndHead(tx, municipality, query.person)),
    }));
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
    WHERE c.municipality = ${municipality} AND NOT c.own AND c.kind <> 'message' AND c.arrived_at > ${from}
      AND c.arrived_at <= ${until}`.execute(tx);
  return rows[0] ?? { arrived: 0, posted: 0, pressing: 0 };
}

/** A reaction and a receipt were read, and so was what had one odd field. */
async function unseenOf(
  tx: Transaction<unknown>,
  municipality: string,
  { from, until }: Period,
): Promise<DigestFacts['unseen']> {
  const { rows } = await sql<DigestFacts['unseen']>`
    SELECT (SELECT count(*)::int FROM comment WHERE municipality = ${municipality} AND kind = 'message' AND NOT own
        AND arrived_at > ${from} AND arrived_at <= ${until}) AS messages,
      (SELECT count(*)::int FROM inbox WHERE municipality = ${municipality} AND state = 'unread'
        AND why NOT IN ('reaction', 'receipt', 'odd-field', 'no-text')) AS unread,
      (SELECT count(DISTINCT r.id)::int FROM registration r
        LEFT JOIN handover h ON h.municipality = r.municipality AND h.registration = r.id AND ${IN_TROUBLE}
        WHERE r.municipality = ${municipality} AND r.ticket IS NULL
          AND (r.state = 'secured' OR h.state IS NOT NULL)) AS entries`.execute(tx);
  return rows[0] ?? { messages: 0, unread: 0, entries: 0 };
}

/**
 * Of the answers that were due: how many came, and in time. One that nobody owed any longer, since the comment was gone,
 * does not count, and neither does one in trial mode, which nobody outside has seen, or in private.
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
      AND t.answered_how IS DISTINCT FROM 'trial' AND NOT EXISTS (SELECT FROM comment c
        WHERE c.municipality = t.municipality AND c.id = t.comment AND c.kind = 'message')
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
