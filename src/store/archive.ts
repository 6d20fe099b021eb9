import { randomUUIDv7 } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Delivery, IncomingComment } from '../core/comment.ts';
import { appendJournal, type TicketNote } from './journal.ts';
import { storable, toJson } from './storable.ts';
import { extend, identity, type Known, type Thread, threadsOf, type Version } from './threads.ts';

/**
 * Stores everything a request brought in one transaction of multi-row inserts, or nothing. A repeated item, and a text
 * that equals the one in force, is a duplicate. A text older than the one in force is kept but does not replace it.
 */
export async function archive(
  db: Kysely<unknown>,
  delivery: Delivery,
): Promise<{ accepted: number; duplicates: number }> {
  return db.transaction().execute(async (tx) => {
    const fresh = await freshItems(tx, delivery);
    if (fresh.length === 0) return { accepted: 0, duplicates: delivery.items.length };
    const deliveryId = randomUUIDv7();
    await sql`INSERT INTO delivery (municipality, id, source, received_at, body)
      VALUES (${delivery.municipality}, ${deliveryId}, ${delivery.source}, ${delivery.receivedAt}, ${delivery.body})`.execute(
      tx,
    );
    const threads = threadsOf(fresh.flatMap((item) => ('comment' in item ? [item.comment] : [])));
    const versions = await storeComments(tx, delivery, threads);
    await storeVersions(tx, delivery, deliveryId, versions);
    const changes = fresh.filter((item) => 'change' in item);
    await storeChanges(tx, delivery.municipality, changes);
    await touchAccounts(tx, delivery);
    await appendJournal(
      tx,
      delivery.municipality,
      delivery.receivedAt,
      versions.map((version) => arrived(version, deliveryId)),
    );
    const accepted = versions.length + changes.length;
    return { accepted, duplicates: delivery.items.length - accepted };
  });
}

async function freshItems(tx: Transaction<unknown>, { municipality, receivedAt, items }: Delivery) {
  const { rows } = await sql<{ key: string }>`
    INSERT INTO event (municipality, key, at)
    SELECT ${municipality}, key, ${receivedAt}::timestamptz
    FROM jsonb_array_elements_text(${toJson(items.map(({ key }) => key))}::jsonb) key
    ON CONFLICT DO NOTHING RETURNING key`.execute(tx);
  const keys = new Set(rows.map(({ key }) => key));
  return items.filter(({ key }) => keys.delete(storable(key)));
}

/** Inserts what is new, locks and extends what is known. Returns the versions to store. */
async function storeComments(
  tx: Transaction<unknown>,
  { municipality, receivedAt }: Delivery,
  threads: readonly Thread[],
): Promise<Version[]> {
  const asNew = threads.map((thread) => ({
    thread,
    ...extend({ id: thread.id, count: 0, inForce: 0, text: null, writtenAt: null }, thread),
  }));
  const rows = asNew.map(({ thread, inForce }) => ({
    id: thread.id,
    version: inForce,
    ...columnsOf(thread.texts[0]),
  }));
  const { rows: inserted } = await sql<{ id: string }>`
    INSERT INTO comment (municipality, id, platform, account, external_id, post_id, parent_id, author_id, author_name,
      permalink, created_at, arrived_at, own, version)
    SELECT ${municipality}, id, platform, account, external_id, post_id, parent_id, author_id, author_name,
      permalink, created_at, ${receivedAt}::timestamptz, own, version
    FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS r (id uuid, platform text, account text, external_id text,
      post_id text, parent_id text, author_id text, author_name text, permalink text, created_at timestamptz,
      own boolean, version int)
    ON CONFLICT (municipality, platform, account, external_id) DO NOTHING RETURNING id`.execute(tx);
  const isNew = new Set(inserted.map(({ id }) => id));
  const known = asNew.filter(({ thread }) => !isNew.has(thread.id)).map(({ thread }) => thread);
  return [
    ...asNew.filter(({ thread }) => isNew.has(thread.id)).flatMap(({ versions }) => versions),
    ...(known.length === 0 ? [] : await extendKnown(tx, municipality, known)),
  ];
}

function columnsOf(comment: IncomingComment | undefined) {
  if (!comment) throw new Error('A thread without texts');
  return {
    platform: comment.platform,
    account: comment.account,
    external_id: comment.externalId,
    post_id: comment.postId,
    parent_id: comment.parentId,
    author_id: comment.author.id,
    author_name: comment.author.name,
    permalink: comment.permalink,
    created_at: comment.createdAt.toString(),
    own: comment.own,
  };
}

async function extendKnown(
  tx: Transaction<unknown>,
  municipality: string,
  threads: readonly Thread[],
): Promise<Version[]> {
  const keys = threads.map(({ texts }) => columnsOf(texts[0]));
  const { rows } = await sql<Known & { platform: string; account: string; externalId: string }>`
    SELECT c.id, c.platform, c.account, c.external_id AS "externalId", c.version AS "inForce", v.text,
      v.written_at AS "writtenAt",
      (SELECT max(number) FROM comment_version n WHERE n.municipality = c.municipality AND n.comment = c.id) AS count
    FROM comment c
    JOIN jsonb_to_recordset(${toJson(keys)}::jsonb) AS r (platform text, account text, external_id text)
      USING (platform, account, external_id)
    JOIN comment_version v ON v.municipality = c.municipality AND v.comment = c.id AND v.number = c.version
    WHERE c.municipality = ${municipality}
    ORDER BY c.id FOR UPDATE OF c`.execute(tx);
  const known = new Map(rows.map((row) => [identity(row), row]));
  const extended = threads.flatMap((thread) => {
    const row = thread.texts[0] && known.get(identity(thread.texts[0]));
    return row ? [{ id: row.id, ...extend(row, thread) }] : [];
  });
  const moved = extended
    .filter(({ versions }) => versions.length > 0)
    .map(({ id, inForce }) => ({ id, version: inForce }));
  await sql`UPDATE comment c SET version = r.version
    FROM jsonb_to_recordset(${toJson(moved)}::jsonb) AS r (id uuid, version int)
    WHERE c.municipality = ${municipality} AND c.id = r.id`.execute(tx);
  return extended.flatMap(({ versions }) => versions);
}

async function storeVersions(
  tx: Transaction<unknown>,
  delivery: Delivery,
  deliveryId: string,
  versions: readonly Version[],
) {
  await sql`
    INSERT INTO comment_version (municipality, comment, number, text, salt, text_hmac, attachments, written_at, stored_at, delivery)
    SELECT ${delivery.municipality}, comment, number, text, salt, text_hmac, attachments, written_at,
      ${delivery.receivedAt}::timestamptz, ${deliveryId}::uuid
    FROM jsonb_to_recordset(${toJson(versions)}::jsonb) AS r (comment uuid, number int, text text, salt text,
      text_hmac text, attachments jsonb, written_at timestamptz)`.execute(tx);
}

async function storeChanges(
  tx: Transaction<unknown>,
  municipality: string,
  changes: readonly Extract<Delivery['items'][number], { change: unknown }>[],
) {
  if (changes.length === 0) return;
  const rows = changes.map(({ key, change }) => ({
    key,
    ...change,
    external_id: change.externalId,
    at: change.at.toString(),
  }));
  await sql`
    INSERT INTO platform_change (municipality, key, platform, account, external_id, change, at)
    SELECT ${municipality}, key, platform, account, external_id, change, at
    FROM jsonb_to_recordset(${toJson(rows)}::jsonb)
      AS r (key text, platform text, account text, external_id text, change text, at timestamptz)`.execute(
    tx,
  );
}

async function touchAccounts(tx: Transaction<unknown>, { municipality, receivedAt, items }: Delivery) {
  const of = items.map((item) => ('comment' in item ? item.comment : item.change));
  const accounts = [...new Set(of.map(({ account }) => account))];
  await sql`UPDATE account SET last_contact_at = ${receivedAt}
    WHERE municipality = ${municipality} AND account = ANY(${accounts})`.execute(tx);
}

function arrived({ comment, number, text_hmac }: Version, delivery: string): TicketNote {
  const data = { comment, version: number, text: text_hmac, delivery };
  return { ticket: null, note: { kind: 'comment-arrived', by: null, data } };
}
