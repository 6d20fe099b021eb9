import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { FindQuery, Found, FoundPage } from '../core/find.ts';

type Hits = RawBuilder<{ comment: string }>;

/**
 * What is meant exactly, a number, a reference, an address, is looked for by its index; where that finds nothing, the words, each
 * as the beginning of a Swedish word's stem, all in one version of the text or all in the author's name.
 */
export async function find(
  db: Kysely<unknown>,
  municipality: string,
  query: FindQuery,
  limit: number,
): Promise<FoundPage> {
  const exact = await foundIn(db, municipality, exactly(municipality, query), limit);
  if (exact.total > 0 || query.words.length === 0) return exact;
  return foundIn(db, municipality, byWords(municipality, query.words), limit);
}

/** The comments of these tickets, in the order that is asked for. */
export async function foundTickets(
  db: Kysely<unknown>,
  municipality: string,
  tickets: readonly string[],
): Promise<Found[]> {
  const hits: Hits = sql`SELECT comment FROM ticket
    WHERE municipality = ${municipality} AND id = ANY(${tickets}::uuid[])`;
  const { found } = await foundIn(db, municipality, hits, tickets.length);
  return tickets.flatMap((id) => found.find(({ ticket }) => ticket?.id === id) ?? []);
}

/** The one public comment by somebody else than the municipality that is meant; null where none is, or several may be. */
export async function foundToReport(
  db: Kysely<unknown>,
  municipality: string,
  query: FindQuery,
): Promise<string | null> {
  const among = async (hits: Hits) => {
    const { rows } = await sql<{ id: string }>`
      SELECT c.id FROM (${hits}) h JOIN comment c ON c.municipality = ${municipality} AND c.id = h.comment
      WHERE NOT c.own AND c.kind <> 'message' LIMIT 2`.execute(db);
    return rows;
  };
  const exact = await among(exactly(municipality, query));
  const hits =
    exact.length > 0 || query.words.length === 0 ? exact : await among(byWords(municipality, query.words));
  return hits.length === 1 ? (hits[0]?.id ?? null) : null;
}

function exactly(municipality: string, { number, id, reference, link }: FindQuery): Hits {
  const { address = null, ids = [] } = link ?? {};
  return sql`
    SELECT comment FROM ticket WHERE municipality = ${municipality} AND (number = ${number} OR id = ${id}::uuid)
    UNION SELECT id FROM comment WHERE municipality = ${municipality} AND id = ${id}::uuid
    UNION SELECT t.comment FROM registration r JOIN ticket t ON t.municipality = r.municipality AND t.id = r.ticket
      WHERE r.municipality = ${municipality} AND ${reference} <> ''
        AND ${reference} IN (comparable_reference(r.number), comparable_reference(to_jsonb(r) ->> 'reference'))
    UNION SELECT id FROM comment
      WHERE municipality = ${municipality} AND permalink IS NOT NULL AND md5(permalink) = md5(${address}::text)
    UNION SELECT c.id FROM account a JOIN comment c
      ON c.municipality = a.municipality AND c.platform = a.platform AND c.account = a.account
      WHERE a.municipality = ${municipality} AND ${named(ids)}
    UNION SELECT c.id FROM account a JOIN comment c
      ON c.municipality = a.municipality AND c.platform = a.platform AND c.account = a.account
      WHERE a.municipality = ${municipality} AND regexp_replace(c.post_id, '^.*_', '') = ANY(${ids})
        AND NOT EXISTS (SELECT FROM account b JOIN comment c
          ON c.municipality = b.municipality AND c.platform = b.platform AND c.account = b.account
          WHERE b.municipality = ${municipality} AND NOT c.own AND ${named(ids)})`;
}

/** By the platform's own name for the comment: where none of an address's parts names one, its post's comments are meant. */
const named = (ids: readonly string[]) => sql`comment_name(c.platform, c.external_id) = ANY(${ids})`;

/** Words hold letters and digits alone: nothing of them is an operator. */
function byWords(municipality: string, words: readonly string[]): Hits {
  const query = words.map((word) => `${word}:*`).join(' & ');
  return sql`
    SELECT comment FROM comment_version
      WHERE municipality = ${municipality} AND text_words(text) @@ to_tsquery('swedish', ${query})
    UNION SELECT id FROM comment
      WHERE municipality = ${municipality} AND author_name IS NOT NULL AND NOT own
        AND name_words(author_name) @@ to_tsquery('simple', ${query})`;
}

interface Row extends Found {
  readonly total: number;
}

async function foundIn(
  db: Kysely<unknown>,
  municipality: string,
  hits: Hits,
  limit: number,
): Promise<FoundPage> {
  const { rows } = await sql<Row>`
    WITH hit AS (${hits}), newest AS (
      SELECT c.*, count(*) OVER () AS total FROM hit h JOIN comment c ON c.municipality = ${municipality} AND c.id = h.comment
      WHERE NOT c.own ORDER BY c.created_at DESC, c.id DESC LIMIT ${limit})
    SELECT c.total, c.id AS comment, c.platform, c.account, coalesce(a.name, c.account) AS "accountName", c.permalink,
      c.created_at AS at,
      CASE WHEN t.id IS NOT NULL THEN jsonb_build_object('id', t.id, 'number', t.number, 'state', t.state) END AS ticket,
      coalesce(t.body -> 'screening' ->> 'display', 'open') AS display,
      coalesce(d.rule, act.body ->> 'rule') AS rule, d.quote,
      coalesce(d.text, t.body -> 'dismissal' ->> 'reason') AS reason, (act.body ->> 'at')::timestamptz AS "decidedAt",
      r.name AS registration, coalesce(r.waits, false) AS waits
    FROM newest c
    LEFT JOIN account a ON a.municipality = c.municipality AND a.platform = c.platform AND a.account = c.account
    LEFT JOIN ticket t ON t.municipality = c.municipality AND t.comment = c.id
    LEFT JOIN LATERAL (SELECT coalesce(nullif(t.body -> 'removal', 'null'), CASE WHEN t.body #>> '{elsewhere,word,what}' = 'ours' THEN t.body #> '{elsewhere,word}' END, nullif(t.body -> 'hiddenNow', 'null'),
      nullif(t.body -> 'block', 'null'), nullif(t.body -> 'dismissal', 'null'), nullif(t.body -> 'reply', 'null')) AS body) act ON true
    LEFT JOIN reason d ON d.municipality = t.municipality AND d.id = (act.body ->> 'decision')::uuid
    LEFT JOIN LATERAL (SELECT coalesce(number, to_jsonb(e) ->> 'reference') AS name, state = 'secured' AS waits
      FROM registration e WHERE e.municipality = t.municipality AND e.ticket = t.id ORDER BY e.id DESC LIMIT 1) r ON true
    ORDER BY c.created_at DESC, c.id DESC`.execute(db);
  return {
    total: rows[0]?.total ?? 0,
    found: rows.map(({ total: _, ...found }) => found),
  };
}
