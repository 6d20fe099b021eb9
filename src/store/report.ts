import { type Kysely, sql, type Transaction } from 'kysely';
import { kindsWhere } from '../effects/index.ts';
import type { ReportFacts, ReportStore } from '../ports/report.ts';
import { blocksOf, measuresOf, mediansOf } from './report-acts.ts';

/** Where and when something is counted. */
export interface Counted {
  readonly tx: Transaction<unknown>;
  readonly municipality: string;
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
}

/** Fills the port. Counted by the database: however much came in, a few rows leave it. */
export const reportOn = (db: Kysely<unknown>): ReportStore => ({
  reportFacts: (municipality, from, to) => reportFacts(db, municipality, from, to),
});

async function reportFacts(
  db: Kysely<unknown>,
  municipality: string,
  from: Temporal.Instant,
  to: Temporal.Instant,
): Promise<ReportFacts> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const counted = { tx, municipality, from, to };
      return {
        ...(await arrivedIn(counted)),
        tickets: await ticketsIn(counted),
        measures: await measuresOf(counted),
        blocks: await blocksOf(counted),
        register: await registerIn(counted),
        medians: await mediansOf(counted),
        clock: await clockIn(counted),
        unheard: await unheardIn(counted),
        ...(await journalIn(counted)),
      };
    });
}

async function arrivedIn({
  tx,
  municipality,
  from,
  to,
}: Counted): Promise<Pick<ReportFacts, 'arrived' | 'messages'>> {
  const { rows } = await sql<ReportFacts['arrived'][number] & { private: boolean }>`
    SELECT platform, kind = 'message' AS private, count(*) FROM comment
    WHERE municipality = ${municipality} AND NOT own AND arrived_at >= ${from} AND arrived_at < ${to}
    GROUP BY 1, 2`.execute(tx);
  return {
    arrived: rows.filter((row) => !row.private).map(({ platform, count }) => ({ platform, count })),
    messages: rows.filter((row) => row.private).reduce((sum, { count }) => sum + count, 0),
  };
}

async function ticketsIn({ tx, municipality, from, to }: Counted): Promise<ReportFacts['tickets']> {
  const { rows } = await sql<ReportFacts['tickets'][number]>`
    SELECT source, CASE WHEN source = 'finding' THEN rule END AS rule, count(*) FROM (
      SELECT t.body #>> '{screening,findings,0,rule}' AS rule, CASE WHEN c.kind = 'message' THEN 'message'
        WHEN t.body #> '{screening,findings,0}' IS NOT NULL AND t.body #>> '{screening,tier}' <> 'none' THEN 'finding'
        WHEN t.needs_reply THEN 'question' ELSE 'other' END AS source
      FROM ticket t JOIN comment c ON c.municipality = t.municipality AND c.id = t.comment
      WHERE t.municipality = ${municipality} AND t.opened_at >= ${from} AND t.opened_at < ${to}) opened
    GROUP BY 1, 2`.execute(tx);
  return rows;
}

async function registerIn({ tx, municipality, from, to }: Counted): Promise<ReportFacts['register']> {
  const { rows } = await sql<ReportFacts['register'][number]>`
    SELECT kind, count(*) FROM registration
    WHERE municipality = ${municipality} AND secured_at >= ${from} AND secured_at < ${to} GROUP BY 1`.execute(
    tx,
  );
  return rows;
}

/** What a digest counts, over the whole period: not in private, and not what nobody owed any longer. */
async function clockIn({ tx, municipality, from, to }: Counted): Promise<ReportFacts['clock']> {
  const { rows } = await sql<ReportFacts['clock']>`
    SELECT count(*) AS due, count(*) FILTER (WHERE t.answered_at <= t.due_at) AS "inTime"
    FROM ticket t JOIN comment c ON c.municipality = t.municipality AND c.id = t.comment
    WHERE t.municipality = ${municipality} AND t.needs_reply AND t.due_at >= ${from} AND t.due_at < ${to}
      AND c.kind <> 'message' AND (t.answered_at IS NOT NULL OR t.state <> 'closed')
      AND t.answered_how IS DISTINCT FROM 'trial'`.execute(tx);
  return rows[0] ?? { due: 0, inTime: 0 };
}

/** A silence is counted in the period in which it was noticed. */
async function unheardIn({ tx, municipality, from, to }: Counted): Promise<ReportFacts['unheard']> {
  const { rows } = await sql<ReportFacts['unheard'][number]>`
    SELECT data ->> 'platform' AS platform, count(*), round(sum(extract(epoch FROM
        (data ->> 'to')::timestamptz - (data ->> 'from')::timestamptz)) / 3600)::float8 AS hours
    FROM journal WHERE municipality = ${municipality} AND kind = 'account-unheard' AND at >= ${from} AND at < ${to}
    GROUP BY 1`.execute(tx);
  return rows;
}

/** What the journal alone tells of. */
async function journalIn({
  tx,
  municipality,
  from,
  to,
}: Counted): Promise<Pick<ReportFacts, 'replies' | 'acts' | 'wrongFlags'>> {
  const { rows } = await sql<{
    failed: number;
    unknown: number;
    here: number;
    elsewhere: number;
    wrong: number;
  }>`
    SELECT count(DISTINCT data ->> 'effect') FILTER (WHERE kind = 'effect-failed' AND data ->> 'kind' = ANY(${ACTS})) AS failed,
      count(DISTINCT data ->> 'effect') FILTER (WHERE kind = 'effect-unknown' AND data ->> 'kind' = ANY(${ACTS})) AS unknown,
      count(*) FILTER (WHERE kind = 'effect-done' AND data ->> 'kind' = 'reply-to-comment' AND data ->> 'how' <> 'trial') AS here,
      count(*) FILTER (WHERE kind = 'question-answered' AND data ->> 'how' = 'elsewhere') AS elsewhere,
      count(DISTINCT ticket) FILTER (WHERE kind = 'let-stand' AND data ->> 'reason' = 'bot-was-wrong') AS wrong
    FROM journal WHERE municipality = ${municipality} AND at >= ${from} AND at < ${to}
      AND kind IN ('effect-failed', 'effect-unknown', 'effect-done', 'question-answered', 'let-stand')`.execute(
    tx,
  );
  const { failed = 0, unknown = 0, here = 0, elsewhere = 0, wrong: wrongFlags = 0 } = rows[0] ?? {};
  return { acts: { failed, unknown }, replies: { here, elsewhere }, wrongFlags };
}

const ACTS = kindsWhere((spec) => spec.on === 'platform' && spec.act !== null);
