import { sql } from 'kysely';
import { MOST_TOLD, type Repeated, timesTold } from '../core/repetition.ts';
import { MOST_NAMED } from './alike-groups.ts';
import type { Queries } from './journal.ts';
import { writtenAt } from './repetitions.ts';

/**
 * How often the text in force of each of these comments was written, by comment: those in no group are left out. Of the ones
 * that came first, as many as are told; what was edited away was written all the same.
 */
export async function repeatedOf(
  db: Queries,
  municipality: string,
  comments: readonly string[],
): Promise<ReadonlyMap<string, Repeated>> {
  const { rows } = await sql<{ comment: string; written: Written[]; others: Repeated['others'] }>`
    SELECT c.id AS comment, g.written, o.others
    FROM comment c
    JOIN comment_version v ON v.municipality = c.municipality AND v.comment = c.id AND v.number = c.version
    CROSS JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('at', w.at, 'account', w.account, 'own', w.own) ORDER BY w.comment) AS written FROM (
        SELECT DISTINCT ON (w.comment) w.comment, ${writtenAt('w', 'd')} AS at,
          coalesce(d.platform = c.platform AND d.author_id = c.author_id, false) AS own,
          CASE WHEN d.author_id IS NOT NULL THEN concat_ws(' ', d.platform, d.author_id) END AS account
        FROM comment_version w
        JOIN comment d ON d.municipality = w.municipality AND d.id = w.comment
        WHERE w.municipality = v.municipality AND w.alike = v.alike ORDER BY w.comment, w.number LIMIT ${MOST_TOLD}) w) g
    CROSS JOIN LATERAL (
      SELECT coalesce(jsonb_agg(jsonb_build_object('number', l.number, 'card', CASE WHEN k.message_id IS NOT NULL
        THEN jsonb_build_object('conversation', k.conversation, 'tenant', k.tenant, 'messageId', k.message_id) END)
        ORDER BY l.number), '[]') AS others
      FROM (SELECT t.* FROM (SELECT DISTINCT w.comment FROM comment_version w
          WHERE w.municipality = v.municipality AND w.alike = v.alike AND w.comment <> c.id OFFSET 0) w
        CROSS JOIN LATERAL (SELECT municipality, id, number, body FROM ticket
          WHERE municipality = v.municipality AND comment = w.comment LIMIT 1) t
        ORDER BY t.number LIMIT ${MOST_NAMED}) l
      LEFT JOIN card k ON k.municipality = l.municipality AND k.ticket = l.id AND k.audience = 'channel'
      WHERE l.body #>> '{screening,display}' <> 'secret') o
    WHERE c.municipality = ${municipality} AND c.id = ANY(${comments}::uuid[]) AND v.alike IS NOT NULL`.execute(
    db,
  );
  return new Map(rows.map(({ comment, written, others }) => [comment, { ...countOf(written), others }]));
}

/** One time that it was written. */
interface Written {
  readonly at: string;
  /** Null where nobody knows which account. */
  readonly account: string | null;
  readonly own: boolean;
}

function countOf(all: readonly Written[]): Omit<Repeated, 'others'> {
  const written = all.slice(0, timesTold(all.length));
  const accounts = written.flatMap(({ account }) => account ?? []);
  return {
    times: written.length,
    accounts: new Set(accounts).size,
    unknown: written.length - accounts.length,
    own: written.filter(({ own }) => own).length,
    since: written
      .map(({ at }) => Temporal.Instant.from(at))
      .reduce((one, other) => (Temporal.Instant.compare(one, other) <= 0 ? one : other)),
  };
}
