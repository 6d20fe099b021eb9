import { type Kysely, sql } from 'kysely';
import type { BlockInForce } from '../core/block.ts';

interface Row extends Omit<BlockInForce, 'ticket'> {
  readonly id: string;
  readonly number: number;
}

/**
 * The authors of whom the last that really happened is that they were shut out. What was decided is read from the journal:
 * the ticket tells of it no longer once somebody has decided to lift it, which may fail.
 */
export async function blocksInForce(db: Kysely<unknown>, municipality: string): Promise<BlockInForce[]> {
  const { rows } = await sql<Row>`
    WITH act AS (
      SELECT DISTINCT ON (c.platform, c.account, coalesce(c.author_id, e.ticket::text))
        c.platform, c.account, e.ticket, e.kind, e.seq, (e.result ->> 'at')::timestamptz AS at, e.result ->> 'how' AS how
      FROM effect e JOIN comment c ON c.municipality = e.municipality AND c.id = e.comment
      WHERE e.municipality = ${municipality} AND e.kind IN ('block-author', 'unblock-author')
        AND e.state = 'done' AND e.result ->> 'how' <> 'trial'
      ORDER BY c.platform, c.account, coalesce(c.author_id, e.ticket::text),
        (e.result ->> 'at')::timestamptz DESC, e.id DESC)
    SELECT t.id, t.number, t.body #>> '{screening,display}' AS display, act.platform, act.account,
      coalesce(a.name, act.account) AS "accountName", act.at AS since, ordered.data ->> 'untilOn' AS "untilOn",
      ordered.data ->> 'rule' AS rule, ordered.by, p.name, d.text AS reason, lifting.state AS lifting
    FROM act
    JOIN ticket t ON t.municipality = ${municipality} AND t.id = act.ticket
    JOIN LATERAL (SELECT j.by, j.data FROM journal j WHERE j.municipality = t.municipality AND j.ticket = t.id
      AND j.kind = 'block-ordered' AND j.at <= act.at ORDER BY j.seq DESC LIMIT 1) ordered ON true
    LEFT JOIN LATERAL (SELECT l.state FROM effect l WHERE l.municipality = t.municipality AND l.ticket = t.id
      AND l.kind = 'unblock-author' AND l.seq > act.seq ORDER BY l.seq DESC LIMIT 1) lifting ON true
    LEFT JOIN account a ON a.municipality = t.municipality AND a.platform = act.platform AND a.account = act.account
    LEFT JOIN person p ON p.municipality = t.municipality AND p.id = ordered.by
    LEFT JOIN reason d ON d.municipality = t.municipality AND d.id::text = ordered.data ->> 'decision'
    WHERE act.kind = 'block-author' AND act.how <> 'already-so'
    ORDER BY act.at DESC, t.number DESC`.execute(db);
  return rows.map(({ id, number, ...block }) => ({ ticket: { id, number }, ...block }));
}
