import { type Kysely, sql } from 'kysely';
import type { EarlierDecision, EarlierDecisions } from '../core/earlier-decision.ts';

interface Row extends EarlierDecision {
  readonly total: number;
}

/**
 * What became of removals under a rule: the latest are found by the reasons' index, and each one's end by its ticket's
 * lines in the journal. What was let stand has two lines of one decision.
 */
export async function earlierDecisions(
  db: Kysely<unknown>,
  municipality: string,
  rule: string,
  decision: string,
  limit: number,
): Promise<EarlierDecisions> {
  const { rows } = await sql<Row>`
    WITH latest AS (
      SELECT r.*, count(*) OVER () AS total FROM reason r
      WHERE r.municipality = ${municipality} AND r.verb = 'remove' AND r.rule = ${rule} AND r.id <> ${decision}::uuid
        AND NOT EXISTS (SELECT FROM effect x WHERE x.municipality = r.municipality AND x.ticket = r.ticket
          AND x.kind IN ('hide-comment', 'delete-comment') AND x.params ->> 'trial' = 'true')
      ORDER BY r.at DESC, r.id DESC LIMIT ${limit})
    SELECT l.total, t.number, coalesce(e.at, l.at) AS at, ${OUTCOME} AS outcome,
      t.body #>> '{screening,display}' = 'secret' AS secret,
      coalesce(CASE WHEN t.body #>> '{screening,display}' <> 'secret' THEN w.text END, s.reason) AS reason
    FROM latest l
    JOIN ticket t ON t.municipality = l.municipality AND t.id = l.ticket
    LEFT JOIN LATERAL (SELECT j.kind, j.at, j.by, j.data FROM journal j
      WHERE j.municipality = l.municipality AND j.ticket = l.ticket AND j.kind IN ('removal-ordered', 'removal-undone',
          'removal-declined', 'removal-withdrawn', 'removal-taken-over')
        AND coalesce(j.data ->> 'proposal', j.data ->> 'decision') = l.id::text
      ORDER BY j.seq DESC LIMIT 1) e ON true
    LEFT JOIN LATERAL (SELECT j.data ->> 'reason' AS reason FROM journal j
      WHERE j.municipality = l.municipality AND j.ticket = l.ticket AND j.kind = 'let-stand' AND j.at = e.at AND j.by = e.by
        AND e.kind = 'removal-declined' LIMIT 1) s ON true
    LEFT JOIN reason w ON w.municipality = l.municipality AND w.verb = 'decline' AND e.kind = 'removal-declined'
      AND w.id::text = e.data ->> 'decision'
    ORDER BY l.at DESC, l.id DESC`.execute(db);
  return { total: rows[0]?.total ?? 0, latest: rows.map(({ total: _, ...one }) => one) };
}

/** A proposal that no line has ended waits as long as its ticket holds it. */
const OUTCOME = sql`CASE e.kind
  WHEN 'removal-ordered' THEN CASE WHEN e.by = l.by THEN 'removed' ELSE 'approved' END
  WHEN 'removal-undone' THEN 'undone'
  WHEN 'removal-declined' THEN CASE WHEN s.reason IS NULL THEN 'declined' ELSE 'let-stand' END
  WHEN 'removal-withdrawn' THEN 'withdrawn'
  WHEN 'removal-taken-over' THEN 'taken-over'
  ELSE CASE WHEN t.state = 'awaiting-approval' AND t.body #>> '{removal,decision}' = l.id::text THEN 'waiting' ELSE 'lapsed' END
END`;
