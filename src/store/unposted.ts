import { type Kysely, sql } from 'kysely';
import type { StoredUnposted, UnpostedQuery } from '../ports/digests.ts';

/**
 * The latest text of comments that came in during the period and got no ticket by themselves, but those that are gone. One that
 * somebody has taken up keeps its place: the list is the same for whoever turns its pages.
 */
export async function unposted(
  db: Kysely<unknown>,
  municipality: string,
  { period: { from, until }, account, after, limit }: UnpostedQuery,
): Promise<{ total: number; before: number; comments: StoredUnposted[] }> {
  const ofAccount =
    account === null ? sql`true` : sql`c.platform = ${account.platform} AND c.account = ${account.account}`;
  const { rows } = await sql<StoredUnposted & { total: number; place: number }>`
    WITH without_card AS (
      SELECT c.id AS comment, c.platform, c.created_at AS "writtenAt", c.permalink, c.author_name AS author,
        coalesce(v.text, '') AS text, jsonb_array_length(v.attachments) > 0 AS attachments, c.arrived_at AS "arrivedAt",
        t.number, count(*) OVER () AS total, row_number() OVER (ORDER BY c.arrived_at DESC, c.id DESC) AS place
      FROM comment c
      JOIN comment_version v ON v.municipality = c.municipality AND v.comment = c.id AND v.number = c.version
      LEFT JOIN ticket t ON t.municipality = c.municipality AND t.comment = c.id
      WHERE c.municipality = ${municipality} AND NOT c.own AND c.kind <> 'message' AND c.arrived_at > ${from} AND c.arrived_at <= ${until}
        AND ${ofAccount} AND c.visibility <> 'gone' AND v.screened_at IS NOT NULL
        AND (t.id IS NULL OR jsonb_typeof(t.body -> 'takenUp') = 'object'))
    SELECT comment, platform, "writtenAt", permalink, author, text, attachments, number, total, place FROM without_card
    WHERE ${after}::uuid IS NULL OR ("arrivedAt", comment) < (
      SELECT arrived_at, id FROM comment WHERE municipality = ${municipality} AND id = ${after}::uuid)
    ORDER BY place LIMIT ${limit}`.execute(db);
  return {
    total: rows[0]?.total ?? 0,
    before: (rows[0]?.place ?? 1) - 1,
    comments: rows.map(({ total: _, place: __, ...comment }) => comment),
  };
}
