import { sql, type Transaction } from 'kysely';
import { RewriteRefused } from '../ports/archive.ts';
import { correct, drawUnder } from './corrections.ts';
import { toJson } from './storable.ts';
import { type Arrival, extend, identity, type Known, type Thread, UNKNOWN, type Version } from './threads.ts';

/** Inserts what is new, locks and extends what is known. Returns the versions stored. */
export async function storeComments(
  tx: Transaction<unknown>,
  municipality: string,
  threads: readonly Thread[],
): Promise<Version[]> {
  if (threads.length === 0) return [];
  const asNew = threads.map((thread) => ({
    thread,
    ...extend({ id: thread.id, ...UNKNOWN }, thread),
  }));
  const isNew = await insertNew(tx, municipality, asNew);
  const known = asNew.filter(({ thread }) => !isNew.has(thread.id)).map(({ thread }) => thread);
  const stored = [
    ...asNew.filter(({ thread }) => isNew.has(thread.id)).flatMap(({ versions }) => versions),
    ...(known.length === 0 ? [] : await extendKnown(tx, municipality, known)),
  ];
  if (stored.length > 0) await drawUnder(tx, municipality, threads);
  return stored;
}

/** @returns the ids of those that were new, now stored with their versions */
async function insertNew(
  tx: Transaction<unknown>,
  municipality: string,
  threads: readonly { readonly thread: Thread; readonly inForce: number; readonly versions: Version[] }[],
): Promise<ReadonlySet<string>> {
  const comments = threads.map(({ thread: { id, texts }, inForce }) => ({
    id,
    version: inForce,
    ...columnsOf(texts[0]),
    ask_at: texts[0]?.toAsk ? texts[0].delivery.receivedAt.toString() : null,
  }));
  const versions = threads.flatMap((thread) => thread.versions);
  // In the order of the ids of the platform, so that two processes with the same ones do not lock each other out.
  const { rows } = await sql<{ id: string }>`
    WITH inserted AS (
      INSERT INTO comment (municipality, id, kind, platform, account, external_id, post_id, parent_id, conversation,
        inbox_only, made_by, author_id, author_name, permalink, created_at, arrived_at, own, version, ask_at)
      SELECT ${municipality}, id, kind, platform, account, external_id, post_id, parent_id, conversation, inbox_only,
        made_by, author_id, author_name, permalink, created_at, arrived_at, own, version, ask_at
      FROM jsonb_to_recordset(${toJson(comments)}::jsonb) AS r (id uuid, kind text, platform text, account text,
        external_id text, post_id text, parent_id text, conversation text, inbox_only text, made_by text,
        author_id text, author_name text, permalink text, created_at timestamptz, arrived_at timestamptz, own boolean,
        version int, ask_at timestamptz)
      ORDER BY platform, account, external_id
      ON CONFLICT (municipality, platform, account, external_id) DO NOTHING RETURNING id
    ), version AS (
      ${insertVersions(municipality, versions)} WHERE comment IN (SELECT id FROM inserted)
    )
    SELECT id FROM inserted`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/** Those of a row's `raw`, a JSON array of base64. */
const fragments = sql`ARRAY(SELECT decode(fragment, 'base64') FROM jsonb_array_elements_text(r.raw) AS fragment)`;

const insertVersions = (municipality: string, versions: readonly Version[]) => sql`
  INSERT INTO comment_version (municipality, comment, number, text, salt, text_hmac, attachments, written_at,
    stored_at, delivery, raw)
  SELECT ${municipality}, comment, number, text, salt, text_hmac, attachments, written_at, stored_at, delivery,
    ${fragments}
  FROM jsonb_to_recordset(${toJson(versions)}::jsonb) AS r (comment uuid, number int, text text, salt text,
    text_hmac text, attachments jsonb, written_at timestamptz, stored_at timestamptz, delivery uuid, raw jsonb)`;

function columnsOf(comment: Arrival | undefined) {
  if (!comment) throw new Error('A thread without texts');
  return {
    kind: comment.kind ?? 'comment',
    platform: comment.platform,
    account: comment.account,
    external_id: comment.externalId,
    post_id: comment.postId,
    parent_id: comment.parentId,
    conversation: comment.conversation,
    inbox_only: comment.inboxOnly,
    made_by: comment.madeBy,
    author_id: comment.author.id,
    author_name: comment.author.name,
    permalink: comment.permalink,
    created_at: comment.createdAt.toString(),
    arrived_at: comment.delivery.receivedAt.toString(),
    own: comment.own,
  };
}

async function extendKnown(
  tx: Transaction<unknown>,
  municipality: string,
  threads: readonly Thread[],
): Promise<Version[]> {
  const keys = threads.map(({ texts }) => columnsOf(texts[0]));
  const { rows } = await sql<
    Known & { platform: string; account: string; externalId: string; disposedAt: Temporal.Instant | null }
  >`SELECT c.id, c.platform, c.account, c.external_id AS "externalId", c.version AS "inForce", v.text,
      c.disposed_at AS "disposedAt",
      v.written_at AS "writtenAt",
      o.count, coalesce(o.older, '{}') AS older
    FROM comment c
    JOIN jsonb_to_recordset(${toJson(keys)}::jsonb) AS r (platform text, account text, external_id text)
      USING (platform, account, external_id)
    JOIN comment_version v ON v.municipality = c.municipality AND v.comment = c.id AND v.number = c.version
    CROSS JOIN LATERAL (
      SELECT max(n.number) AS count,
        jsonb_object_agg(n.text, n.number) FILTER (WHERE n.number <> c.version AND n.text IS NOT NULL) AS older
      FROM comment_version n WHERE n.municipality = c.municipality AND n.comment = c.id) o
    WHERE c.municipality = ${municipality}
    ORDER BY c.id FOR UPDATE OF c`.execute(tx);
  const known = new Map(rows.map((row) => [identity(row), row]));
  const extended = threads.flatMap((thread) => {
    const row = thread.texts[0] && known.get(identity(thread.texts[0]));
    const texts = thread.texts.filter(({ writtenAt }) => isToKeep(writtenAt, row?.disposedAt));
    const more = row && texts.length > 0 && extend(row, { ...thread, texts });
    return more ? [{ id: row.id, texts, ...more }] : [];
  });
  await tellAgain(
    tx,
    municipality,
    extended.flatMap(({ id, repeats }) =>
      [...Map.groupBy(repeats, ({ number }) => number)].map(([number, told]) => ({
        ...{ comment: id, number, raw: told.map(({ raw }) => raw) },
        written_at: told.at(-1)?.writtenAt ?? null,
      })),
    ),
  );
  await correct(tx, extended, municipality);
  const versions = extended.flatMap((thread) => thread.versions);
  if (versions.length === 0) return [];
  const moved = extended.map(({ id, inForce }) => ({ id, version: inForce }));
  await sql`
    WITH version AS (${insertVersions(municipality, versions)})
    UPDATE comment c SET version = r.version
    FROM jsonb_to_recordset(${toJson(moved)}::jsonb) AS r (id uuid, version int)
    WHERE c.municipality = ${municipality} AND c.id = r.id`.execute(tx);
  return versions;
}

/** What has been disposed of is not archived again: a platform goes on listing what was written before. */
const isToKeep = (writtenAt: Temporal.Instant, disposedAt: Temporal.Instant | null | undefined): boolean =>
  !disposedAt || Temporal.Instant.compare(writtenAt, disposedAt) > 0;

/** Keeps, with a version, what told its text again, and until when that is known to have stood there. */
async function tellAgain(
  tx: Transaction<unknown>,
  municipality: string,
  told: readonly {
    readonly comment: string;
    readonly number: number;
    readonly raw: readonly string[];
    readonly written_at: string | null;
  }[],
): Promise<void> {
  if (told.length === 0) return;
  await sql`UPDATE comment_version v SET raw = v.raw || ${fragments}, written_at = greatest(v.written_at, r.written_at)
    FROM jsonb_to_recordset(${toJson(told)}::jsonb) AS r (comment uuid, number int, raw jsonb, written_at timestamptz)
    WHERE v.municipality = ${municipality} AND v.comment = r.comment AND v.number = r.number`.execute(tx);
}

/**
 * Refuses what `POST /api/comments` has just stored of a comment that another source has told of: of the same id, or of
 * one that Facebook takes for the same. Looks after the rows have been written, so that no other process comes between.
 * @throws RewriteRefused
 */
export async function refuseRewrites(
  tx: Transaction<unknown>,
  municipality: string,
  comments: readonly string[],
): Promise<void> {
  if (comments.length === 0) return;
  const { rows } = await sql<{ externalId: string }>`
    SELECT c.external_id AS "externalId" FROM comment c
    WHERE c.municipality = ${municipality} AND c.id = ANY(${comments}::uuid[]) AND EXISTS (
      SELECT FROM comment o
      JOIN comment_version v ON v.municipality = o.municipality AND v.comment = o.id
      JOIN delivery d ON d.municipality = v.municipality AND d.id = v.delivery
      WHERE o.municipality = c.municipality AND o.platform = c.platform AND o.account = c.account
        AND comment_name(o.platform, o.external_id) = comment_name(c.platform, c.external_id)
        AND d.source <> 'intake')
    LIMIT 1`.execute(tx);
  if (rows[0]) throw new RewriteRefused(rows[0].externalId);
}
