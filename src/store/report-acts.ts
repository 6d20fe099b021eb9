import { sql } from 'kysely';
import type { Median, ReportFacts } from '../ports/report.ts';
import type { Counted } from './report.ts';

/** What happened on the platform, by the municipality's hand: not what was only tried, nor what was gone already. */
const REAL = sql`e.state = 'done' AND e.result ->> 'how' NOT IN ('trial', 'already-so')`;

const doneIn = ({ municipality, from, to }: Counted) => sql`e.municipality = ${municipality} AND ${REAL}
  AND (e.result ->> 'at')::timestamptz >= ${from} AND (e.result ->> 'at')::timestamptz < ${to}`;

/**
 * Was the comment's account (`c`) in trial mode at `j.at`? As it was last switched before, or else not as it was switched
 * next; as it stands where it never was.
 */
const inTrial = sql`coalesce(
  (SELECT (data ->> 'trial')::boolean FROM switched s WHERE s.data ->> 'platform' = c.platform
    AND s.data ->> 'account' = c.account AND s.at <= j.at ORDER BY s.seq DESC LIMIT 1),
  (SELECT NOT (data ->> 'trial')::boolean FROM switched s WHERE s.data ->> 'platform' = c.platform
    AND s.data ->> 'account' = c.account AND s.at > j.at ORDER BY s.seq LIMIT 1),
  (SELECT trial FROM account a WHERE a.municipality = c.municipality AND a.platform = c.platform AND a.account = c.account),
  false)`;

/** What staff did on the platform, as they said, counts when they said it. The rule of an act is that of the last decision before it which could order it; of an answer, what screening thought of. */
export async function measuresOf(counted: Counted): Promise<ReportFacts['measures']> {
  const { tx, municipality, from, to } = counted;
  const { rows } = await sql<ReportFacts['measures'][number]>`
    WITH switched AS MATERIALIZED (SELECT seq, at, data FROM journal
      WHERE municipality = ${municipality} AND kind = 'trial-mode-changed'),
    judged AS MATERIALIZED (SELECT j.seq, j.at, j.kind, j.ticket, j.data FROM journal j
      WHERE j.municipality = ${municipality} AND j.kind IN ('let-stand', 'removal-undone') AND j.at >= ${from} AND j.at < ${to}),
    taken AS (SELECT DISTINCT ON (e.id) e.ticket, r.rule,
        CASE e.kind WHEN 'hide-comment' THEN 'hidden' ELSE 'deleted' END AS measure
      FROM effect e LEFT JOIN reason r ON r.municipality = e.municipality AND r.ticket = e.ticket
        AND r.verb IN ('remove', 'hide-now') AND r.at <= (e.result ->> 'at')::timestamptz
      WHERE ${doneIn(counted)} AND e.kind IN ('hide-comment', 'delete-comment')
      ORDER BY e.id, r.at DESC),
    owned AS (SELECT ticket, data ->> 'rule' AS rule, CASE data ->> 'change' WHEN 'hidden' THEN 'hidden' ELSE 'deleted' END AS measure
      FROM journal WHERE municipality = ${municipality} AND kind = 'act-elsewhere-owned' AND at >= ${from} AND at < ${to}),
    referred AS (SELECT t.id AS ticket, t.body #>> '{screening,findings,0,rule}' AS rule, 'referred' AS measure
      FROM effect e JOIN ticket t ON t.municipality = e.municipality AND t.id = e.ticket
      WHERE ${doneIn(counted)} AND e.kind = 'reply-to-comment' AND t.body #>> '{screening,tier}' = 'refer'),
    decided AS (SELECT j.ticket, CASE j.kind WHEN 'let-stand' THEN t.body #>> '{screening,findings,0,rule}' ELSE r.rule END AS rule,
        CASE j.kind WHEN 'let-stand' THEN 'let-stand' ELSE 'undone' END AS measure
      FROM judged j JOIN ticket t ON t.municipality = ${municipality} AND t.id = j.ticket
      JOIN comment c ON c.municipality = t.municipality AND c.id = t.comment
      LEFT JOIN reason r ON r.municipality = t.municipality AND r.id::text = j.data ->> 'decision'
      WHERE NOT ${inTrial})
    SELECT measure, rule, count(DISTINCT ticket) FROM (
      SELECT * FROM (SELECT ticket, rule, measure FROM taken) a UNION ALL SELECT ticket, rule, measure FROM owned
      UNION ALL SELECT ticket, rule, measure FROM referred
      UNION ALL SELECT ticket, rule, measure FROM decided) measured
    GROUP BY 1, 2`.execute(tx);
  return rows;
}

/** A block is active until its account is let back in; an author whose id is erased counts by the ticket. */
export async function blocksOf(counted: Counted): Promise<ReportFacts['blocks']> {
  const { tx, municipality, to } = counted;
  const { rows } = await sql<ReportFacts['blocks']>`
    SELECT count(*) FILTER (WHERE kind = 'block-author' AND at >= ${counted.from}) AS made,
      count(*) FILTER (WHERE kind = 'unblock-author' AND at >= ${counted.from}) AS lifted,
      count(*) FILTER (WHERE kind = 'block-author' AND is_last) AS active
    FROM (SELECT e.kind, (e.result ->> 'at')::timestamptz AS at, row_number() OVER (
        PARTITION BY c.platform, c.account, coalesce(c.author_id, e.ticket::text)
        ORDER BY (e.result ->> 'at')::timestamptz DESC, e.id DESC) = 1 AS is_last
      FROM effect e JOIN comment c ON c.municipality = e.municipality AND c.id = e.comment
      WHERE e.municipality = ${municipality} AND e.kind IN ('block-author', 'unblock-author')
        AND e.state = 'done' AND e.result ->> 'how' <> 'trial' AND (e.result ->> 'at')::timestamptz < ${to}) acts`.execute(
    tx,
  );
  return rows[0] ?? { made: 0, lifted: 0, active: 0 };
}

/** How long it took; of entries that a comment was the cause of, and of removals that happened. */
export async function mediansOf(counted: Counted): Promise<ReportFacts['medians']> {
  const { tx, municipality, from, to } = counted;
  const { rows } = await sql<Median & { what: 'secured' | 'numbered' | 'removed' }>`
    SELECT what, percentile_cont(0.5) WITHIN GROUP (ORDER BY took)::float8 AS hours, count(took) AS of FROM (
      SELECT 'secured' AS what, extract(epoch FROM r.secured_at - c.arrived_at) / 3600 AS took FROM registration r
        JOIN comment c ON c.municipality = r.municipality AND c.id = r.comment
        WHERE r.municipality = ${municipality} AND r.secured_at >= ${from} AND r.secured_at < ${to}
      UNION ALL SELECT 'numbered', extract(epoch FROM registered_at - secured_at) / 3600 FROM registration
        WHERE municipality = ${municipality} AND registered_at >= ${from} AND registered_at < ${to}
      UNION ALL SELECT 'removed', extract(epoch FROM (e.result ->> 'at')::timestamptz - t.opened_at) / 3600 FROM effect e
        JOIN ticket t ON t.municipality = e.municipality AND t.id = e.ticket
        WHERE ${doneIn(counted)} AND e.kind = 'delete-comment') times
    GROUP BY what`.execute(tx);
  const of = (wanted: (typeof rows)[number]['what']): Median => {
    const found = rows.find(({ what }) => what === wanted);
    return { hours: found?.hours ?? null, of: found?.of ?? 0 };
  };
  return { secured: of('secured'), numbered: of('numbered'), removed: of('removed') };
}
