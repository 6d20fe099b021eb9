import { randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Resembling } from '../core/repetition.ts';
import type { Resemblance, ToCompare } from '../ports/repetitions.ts';
import { sealOf } from './seals.ts';
import { toJson } from './storable.ts';

/** So many are compared with one text: a rule's number of times must lie below. */
const MOST = 60;
/** So much of each text. */
const MOST_TEXT = 5000;
/** So many are forgotten at once: more than are noted at once. */
const MOST_FORGOTTEN = 100;

/** When a version `v` of the comment `c` was written: the first when the comment was, a later one at the latest when it came. */
export const writtenAt = (v: string, c: string) =>
  sql`CASE ${sql.ref(`${v}.number`)} WHEN 1 THEN ${sql.ref(`${c}.created_at`)} ELSE ${sql.ref(`${v}.stored_at`)} END`;

/**
 * As `RepetitionStore` says: by their bands, and what the same author wrote last on the account by itself. PostgreSQL knows
 * nothing of how few they are, and would read every comment for each: so the candidates are looked up by themselves
 * (`OFFSET 0`), and what belongs to each alone (`LIMIT 1`).
 */
export async function resembling(
  db: Kysely<unknown>,
  municipality: string,
  versions: readonly ToCompare[],
  { hours, now }: { readonly hours: number; readonly now: Temporal.Instant },
): Promise<ReadonlyMap<string, Resemblance>> {
  const key = await keyOf(db, municipality);
  const noted = versions.map(({ comment, version, bands }) => ({
    ...{ comment, number: version },
    bands: bands.map((band) => Number.parseInt(sealOf(band, key).slice(0, 8), 16) | 0),
  }));
  await note(db, municipality, noted);
  await forget(db, municipality, now.subtract({ hours: 2 * hours }));
  const { rows } = await sql<{
    of: string;
    ofAt: string;
    others: (Omit<Resembling, 'at'> & { at: string })[];
  }>`
    SELECT c.id AS of, ${writtenAt('v', 'c')} AS "ofAt", o.others
    FROM jsonb_to_recordset(${toJson(noted)}::jsonb) AS r (comment uuid, number int)
    JOIN comment c ON c.municipality = ${municipality} AND c.id = r.comment
    JOIN comment_version v ON v.municipality = c.municipality AND v.comment = c.id AND v.number = r.number
    CROSS JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('comment', s.comment, 'version', s.number, 'text', left(w.text, ${MOST_TEXT}),
        'at', s.at, 'group', w.alike, 'sameAuthor', coalesce(s.same, false),
        'secret', coalesce(t.body #>> '{screening,display}' = 'secret', false))) AS others
      FROM (
        SELECT w.comment, w.number, d.platform = c.platform AND d.author_id = c.author_id AS same, ${writtenAt('w', 'd')} AS at
        FROM (
          (SELECT n.comment, n.number, n.stored_at FROM comment_version n
            WHERE n.municipality = v.municipality AND n.likeness && v.likeness AND n.comment <> v.comment OFFSET 0)
          UNION
          (SELECT o.id, o.version, x.stored_at FROM (SELECT municipality, id, version FROM comment
              WHERE municipality = c.municipality AND platform = c.platform AND account = c.account AND author_id = c.author_id
                AND NOT own AND kind <> 'message' AND id <> c.id ORDER BY id DESC LIMIT ${MOST}) o
            CROSS JOIN LATERAL (SELECT stored_at FROM comment_version
              WHERE municipality = o.municipality AND comment = o.id AND number = o.version LIMIT 1) x)) w
        CROSS JOIN LATERAL (SELECT * FROM comment o WHERE o.municipality = v.municipality AND o.id = w.comment LIMIT 1) d
        WHERE d.version = w.number
          AND ${writtenAt('w', 'd')} BETWEEN ${writtenAt('v', 'c')} - ${hours} * interval '1 hour'
            AND ${writtenAt('v', 'c')} + ${hours} * interval '1 hour'
        ORDER BY same DESC NULLS LAST, at DESC LIMIT ${MOST}) s
      CROSS JOIN LATERAL (SELECT platform, account, external_id FROM comment
        WHERE municipality = v.municipality AND id = s.comment LIMIT 1) d
      CROSS JOIN LATERAL (SELECT text, alike FROM comment_version
        WHERE municipality = v.municipality AND comment = s.comment AND number = s.number AND text IS NOT NULL LIMIT 1) w
      LEFT JOIN LATERAL (SELECT body FROM ticket
        WHERE municipality = v.municipality AND comment = s.comment LIMIT 1) t ON true
      -- One comment under both spellings of its id is no repetition.
      WHERE (d.platform, d.account, comment_name(d.platform, d.external_id))
        IS DISTINCT FROM (c.platform, c.account, comment_name(c.platform, c.external_id))) o
    WHERE o.others IS NOT NULL`.execute(db);
  return new Map(
    rows.map(({ of, ofAt, others }) => [
      of,
      {
        at: Temporal.Instant.from(ofAt.toString()),
        resembling: others.map(({ at, ...other }) => ({ ...other, at: Temporal.Instant.from(at) })),
      },
    ]),
  );
}

/** The municipality's own: what is noted of one is no use to know of another. */
async function keyOf(db: Kysely<unknown>, municipality: string): Promise<string> {
  const { rows } = await sql<{ key: string }>`
    WITH made AS (
      INSERT INTO likeness_key (municipality, key) SELECT ${municipality}, ${randomBytes(32).toString('hex')}
      WHERE NOT EXISTS (SELECT FROM likeness_key WHERE municipality = ${municipality})
      ON CONFLICT DO NOTHING RETURNING key)
    SELECT key FROM made UNION ALL SELECT key FROM likeness_key WHERE municipality = ${municipality}`.execute(
    db,
  );
  // Another process may have made it between the two.
  return rows[0]?.key ?? keyOf(db, municipality);
}

/** In the order of the ids, so that two processes with the same ones do not lock each other out. */
async function note(
  db: Kysely<unknown>,
  municipality: string,
  noted: readonly { readonly comment: string; readonly number: number; readonly bands: readonly number[] }[],
): Promise<void> {
  await sql`
    WITH noted AS (
      SELECT v.comment, v.number, r.bands
      FROM jsonb_to_recordset(${toJson(noted)}::jsonb) AS r (comment uuid, number int, bands int[])
      JOIN comment_version v ON v.municipality = ${municipality} AND v.comment = r.comment AND v.number = r.number
      JOIN comment c ON c.municipality = v.municipality AND c.id = v.comment
      WHERE v.text IS NOT NULL AND v.likeness IS DISTINCT FROM r.bands AND c.kind <> 'message' AND NOT c.own
      ORDER BY v.comment, v.number FOR UPDATE OF v)
    UPDATE comment_version v SET likeness = n.bands FROM noted n
    WHERE v.municipality = ${municipality} AND v.comment = n.comment AND v.number = n.number`.execute(db);
}

async function forget(db: Kysely<unknown>, municipality: string, before: Temporal.Instant): Promise<void> {
  await sql`
    WITH old AS (
      SELECT comment, number FROM comment_version
      WHERE municipality = ${municipality} AND likeness IS NOT NULL AND stored_at < ${before}
      ORDER BY stored_at LIMIT ${MOST_FORGOTTEN} FOR UPDATE SKIP LOCKED)
    UPDATE comment_version v SET likeness = NULL FROM old
    WHERE v.municipality = ${municipality} AND v.comment = old.comment AND v.number = old.number`.execute(db);
}
