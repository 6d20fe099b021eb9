import { type Kysely, sql } from 'kysely';
import type { StoredUnposted, UnpostedQuery } from '../ports/digests.ts';

/** The latest text of comments that came in during the period and got no ticket, but those that are gone. */
export async function unposted(
  db: Kysely<unknown>,
  municipality: string,
  { period: { from, until }, after, limit }: UnpostedQuery,
): Promise<{ total: number; before: number; comments: StoredUnposted[] }> {
  const { rows } = await sql<StoredUnposted & { total: number; place: number }>`
    WITH without_card AS (
      SELECT c.id AS comment, c.platform, c.created_at AS "writtenAt", c.permalink, c.author_name AS author,
        coalesce(v.text, '') AS text, jsonb_array_length(v.attachments) > 0 AS attachments, c.arrived_at AS "arrivedAt",
        count(*) OVER () AS total, row_number() OVER (ORDER BY c.arrived_at, c.id) AS place
      FROM comment c
      JOIN comment_version v ON v.municipality = c.municipality AND v.comment = c.id AND v.number = c.version
      WHERE c.municipality = ${municipality} AND NOT c.own AND c.kind <> 'message' AND c.arrived_at > ${from} AND c.arrived_at <= ${until}
        AND c.visibility <> 'gone' AND v.screened_at IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM ticket t WHERE t.municipality = c.municipality AND t.comment = c.id))
    SELECT comment, platform, "writtenAt", permalink, author, text, attachments, total, place FROM without_card
    WHERE ${after}::uuid IS NULL OR ("arrivedAt", comment) > (
      SELECT arrived_at, id FROM comment WHERE municipality = ${municipality} AND id = ${after}::uuid)
    ORDER BY place LIMIT ${limit}`.execute(db);
  return {
    total: rows[0]?.total ?? 0,
    before: (rows[0]?.place ?? 1) - 1,
    comments: rows.map(({ total: _, place: __, ...comment }) => comment),
  };
}
