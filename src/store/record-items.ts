import { sql } from 'kysely';
import type { RecordItem, RecordPage, RecordQuery } from '../core/record-item.ts';
import { AWAY } from './evidence-keys.ts';
import type { Queries } from './journal.ts';
import { itemsOf, type RecordRow } from './record-rows.ts';

/** A page of the record, as `RecordItemStore` says: one statement for what it is of, one for the names of those who decided. */
export async function recordItems(
  db: Queries,
  municipality: string,
  query: RecordQuery,
  after: string | null,
  limit: number,
): Promise<RecordPage> {
  const rows = await recordRows(db, municipality, query, after, limit);
  const items = rows.flatMap((row) => itemsOf(municipality, row));
  const last = rows.at(-1);
  return {
    items,
    names: await namesOf(db, municipality, items),
    next: last && rows.length === limit ? `${last.arrived_at} ${last.id}` : null,
  };
}

async function recordRows(
  db: Queries,
  municipality: string,
  query: RecordQuery,
  after: string | null,
  limit: number,
): Promise<RecordRow[]> {
  const [afterAt = null, afterId = null] = after?.split(' ') ?? [];
  const { rows } = await sql<RecordRow>`
    SELECT c.*, coalesce(a.name, c.account) AS account_name, t.number AS ticket_number, ${SECRET} AS possibly_secret,
      ${SUSPECTED} AS suspected, ${VERSIONS} AS version_list, ${ENTRIES} AS entries, ${DECISIONS} AS decisions,
      ${REPLIES} AS replies, ${ACTS} AS acts
    FROM comment c
    LEFT JOIN ticket t ON t.municipality = c.municipality AND t.comment = c.id
    LEFT JOIN account a ON a.municipality = c.municipality AND a.platform = c.platform AND a.account = c.account
    WHERE ${isMeant(municipality, query)}
      AND (${afterAt}::timestamptz IS NULL OR (c.arrived_at, c.id) > (${afterAt}::timestamptz, ${afterId}::uuid))
    ORDER BY c.arrived_at, c.id LIMIT ${limit}`.execute(db);
  return rows;
}

/** Which comments a query means: `c` is the comment, `t` its ticket. */
export const isMeant = (municipality: string, query: RecordQuery) => {
  const { from, to, platform = null, account = null, ticket = null, author = null, words = null } = query;
  const all = [
    sql`c.municipality = ${municipality} AND c.arrived_at >= ${from} AND c.arrived_at < ${to}`,
    ...(platform === null ? [] : [sql`c.platform = ${platform}`]),
    ...(account === null ? [] : [sql`c.account = ${account}`]),
    ...(ticket === null ? [] : [sql`t.number = ${ticket}`]),
    ...(author === null ? [] : [sql`c.author_name = ${author}`]),
    ...(words === null ? [] : [said(words)]),
    ...(query.request === undefined ? [] : [selectedFor(query.request)]),
    ...(query.comments ? [sql`c.id = ANY(${query.comments}::uuid[])`] : []),
  ];
  return sql.join(all, sql` AND `);
};

const selectedFor = (request: string) => sql`EXISTS (SELECT FROM request_item i
  WHERE i.municipality = c.municipality AND i.request = ${request} AND i.comment = c.id)`;

const said = (words: string) => sql`EXISTS (SELECT FROM comment_version w
  WHERE w.municipality = c.municipality AND w.comment = c.id AND strpos(lower(w.text), ${words.toLowerCase()}) > 0)`;

/** Also what was written in private since, on the card of a message that may be secret. */
const SECRET = sql`(coalesce(t.body #>> '{screening,display}', 'open') = 'secret' OR (c.kind = 'message' AND t.id IS NULL
  AND EXISTS (SELECT FROM ticket f JOIN comment m ON m.municipality = f.municipality AND m.id = f.comment
    WHERE m.municipality = c.municipality AND m.platform = c.platform AND m.account = c.account
      AND m.kind = 'message' AND m.conversation = c.conversation AND f.body #>> '{screening,display}' = 'secret')))`;

/** What may show abuse of a child has no copy, hash or address in what is given out, until police have cleared it. */
const SUSPECTED = sql`(coalesce(jsonb_typeof(t.body -> 'suspected'), 'null') = 'object'
  AND t.body #>> '{suspected,outcome,what}' IS DISTINCT FROM 'cleared')`;

/** Copies are numbered among what is no link; one that was erased, or that nobody here can open, is none. */
const VERSIONS = sql`(SELECT jsonb_agg(jsonb_build_object('number', v.number, 'text', v.text, 'writtenAt', v.written_at,
    'attachments', v.attachments, 'copies', (SELECT coalesce(jsonb_agg(jsonb_build_object('position', p.position,
        'contentType', p.content_type, 'sha256', p.sha256, 'bytes', p.size)), '[]')
      FROM attachment p WHERE p.municipality = v.municipality AND p.comment = v.comment AND p.number = v.number
        AND p.bytes IS NOT NULL AND NOT starts_with(coalesce(p.sealed, ''), ${AWAY})))
    ORDER BY v.number)
  FROM comment_version v WHERE v.municipality = c.municipality AND v.comment = c.id)`;

const ENTRIES = sql`(SELECT coalesce(jsonb_agg(jsonb_build_object('reference', r.reference, 'number', r.number,
    'secret', r.secrecy <> 'none', 'provision', CASE WHEN r.secrecy = 'confirmed' THEN r.provision END) ORDER BY r.series_year, r.series_number), '[]')
  FROM registration r WHERE r.municipality = c.municipality AND r.comment = c.id)`;

/**
 * What staff ask each other and note is made for the preparation alone, and no public document (TF 2 kap. 12 §). A colleague's
 * answer adds facts to the matter: it is one when the matter is ended.
 */
const PUBLIC = sql`(r.verb NOT IN ('ask-colleague', 'note')
  AND (r.verb <> 'answer-colleague' OR t.body ->> 'state' = 'closed'))`;

/** Those with a reason of their own, and those that only the journal tells of, under the rules of that day. */
const DECISIONS = sql`(SELECT coalesce(jsonb_agg(d ORDER BY d ->> 'at', d ->> 'id'), '[]') FROM (
  SELECT jsonb_build_object('id', r.id, 'verb', r.verb, 'rule', r.rule, 'quote', r.quote, 'policy', r.policy,
      'reason', r.text, 'by', r.by, 'at', r.at) AS d
    FROM reason r WHERE r.municipality = t.municipality AND r.ticket = t.id AND ${PUBLIC}
  UNION ALL SELECT jsonb_build_object('id', 'journal-' || j.seq, 'verb', j.kind
      || coalesce(':' || coalesce(j.data ->> 'reason', j.data ->> 'because'), ''), 'rule', j.data ->> 'rule',
      'quote', NULL, 'policy', coalesce((SELECT p.version FROM policy p WHERE p.municipality = j.municipality
        AND p.in_force_at <= j.at ORDER BY p.in_force_at DESC LIMIT 1), ''), 'reason', '', 'by', j.by, 'at', j.at)
    FROM journal j WHERE j.municipality = t.municipality AND j.ticket = t.id AND j.by IS NOT NULL
      AND j.kind IN ('let-stand', 'removal-ordered', 'removal-undone', 'removal-declined', 'removal-withdrawn',
        'removal-taken-over', 'unblock-ordered', 'question-concluded') AND NOT j.data ? 'record') AS each)`;

const REPLIES = sql`(SELECT coalesce(jsonb_agg(jsonb_build_object('id', y.id, 'text', y.text, 'by', y.by, 'at', y.at)
    ORDER BY y.at, y.id), '[]')
  FROM reply y WHERE y.municipality = t.municipality AND y.ticket = t.id AND y.kind <> 'draft')`;

/** What was done on the platform; what was only said in the chat is none of it. */
const ACTS = sql`(SELECT coalesce(jsonb_agg(jsonb_build_object('kind', e.kind, 'state', e.state, 'result', e.result,
    'commentVersion', e.comment_version, 'decision', e.params ->> 'decision') ORDER BY e.seq), '[]')
  FROM effect e WHERE e.municipality = t.municipality AND e.ticket = t.id AND e.lane IN ('comment', 'author'))`;

async function namesOf(db: Queries, municipality: string, items: readonly RecordItem[]) {
  const people = new Set(
    items.flatMap(({ decisions, replies }) => [...decisions, ...replies].map(({ by }) => by)),
  );
  if (people.size === 0) return new Map<string, string>();
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT id, name FROM person WHERE municipality = ${municipality} AND id = ANY(${[...people]})`.execute(
    db,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
