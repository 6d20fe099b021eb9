import { randomUUIDv7 } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Delivery, IntakeItem } from '../core/comment.ts';
import { createBatches } from '../engine/batches.ts';
import { refuseRewrites, storeComments } from './archive-comments.ts';
import { appendJournal, type TicketNote } from './journal.ts';
import { storable, toJson } from './storable.ts';
import { threadsOf, type Version } from './threads.ts';

interface Counted {
  readonly accepted: number;
  readonly duplicates: number;
}

/** A delivery with the id that its rows will have. */
interface Sent extends Delivery {
  readonly id: string;
}

type Fresh = IntakeItem & { readonly delivery: Sent };

/** Beyond either, a delivery is large, and shares its transaction with none of its kind. */
const SMALL = { items: 20, bytes: 16_384 };
const MOST_DELIVERIES = 50;

/**
 * Archives one delivery at a time for its caller, and together in one transaction those of one municipality that
 * arrive while another is under way: at most 49 small ones and one large. One that cannot be stored fails alone.
 */
export function createArchive(db: Kysely<unknown>): (delivery: Delivery) => Promise<Counted> {
  const add = createBatches<Sent, Counted>({
    most: MOST_DELIVERIES,
    identityOf: ({ id, items }) =>
      items.length > SMALL.items || items.reduce((sum, { raw }) => sum + raw.length, 0) > SMALL.bytes
        ? 'large'
        : id,
    run: (municipality, deliveries) => archive(db, municipality, deliveries),
  });
  return (delivery) => add(delivery.municipality, { ...delivery, id: randomUUIDv7() });
}

/**
 * Stores everything that requests of one municipality brought in one transaction of multi-row inserts, or nothing. A
 * repeated item, and a text that equals the one in force, is a duplicate. A text older than the one in force is kept
 * but does not replace it. Of an item that two of them brought, the first counts as accepted.
 */
async function archive(
  db: Kysely<unknown>,
  municipality: string,
  deliveries: readonly Sent[],
): Promise<Counted[]> {
  const now = deliveries.map(({ receivedAt }) => receivedAt).reduce(later);
  return db.transaction().execute(async (tx) => {
    const fresh = await storeDeliveries(tx, municipality, now, deliveries);
    const threads = threadsOf(
      fresh.flatMap(({ raw, delivery, ...item }) =>
        'comment' in item ? [{ ...item.comment, raw, delivery }] : [],
      ),
    );
    const versions = await storeComments(tx, municipality, threads);
    const posted = new Set(deliveries.flatMap(({ id, source }) => (source === 'intake' ? [id] : [])));
    const postedVersions = versions.filter(({ delivery }) => posted.has(delivery));
    await refuseRewrites(tx, municipality, [...new Set(postedVersions.map(({ comment }) => comment))]);
    const changes = fresh.filter((item) => 'change' in item);
    await storeChanges(tx, municipality, changes);
    await appendJournal(tx, municipality, now, versions.map(arrived));
    const accepted = Map.groupBy(
      [...versions, ...changes.map(({ delivery }) => ({ delivery: delivery.id }))],
      of,
    );
    return deliveries.map(({ id, items }) => {
      const count = accepted.get(id)?.length ?? 0;
      return { accepted: count, duplicates: items.length - count };
    });
  });
}

const of = ({ delivery }: { readonly delivery: string }): string => delivery;

const later = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant =>
  Temporal.Instant.compare(a, b) < 0 ? b : a;

/** Stores the keys that are new, and the deliveries and the contact that brought them. Returns their items, in order. */
async function storeDeliveries(
  tx: Transaction<unknown>,
  municipality: string,
  now: Temporal.Instant,
  deliveries: readonly Sent[],
): Promise<Fresh[]> {
  const firsts = new Map<string, Fresh>();
  for (const delivery of deliveries) {
    for (const item of delivery.items) {
      const key = storable(item.key);
      if (!firsts.has(key)) firsts.set(key, { ...item, delivery });
    }
  }
  const brought = [...firsts].map(([key, { delivery }]) => ({ key, delivery: delivery.id }));
  const accounts = new Set(
    [...firsts.values()].map((item) => storable(('comment' in item ? item.comment : item.change).account)),
  );
  const sent = deliveries.map(({ id, source, receivedAt, sha256 }) => ({
    ...{ id, source, sha256 },
    received_at: receivedAt.toString(),
  }));
  // In the order of the keys, so that two processes with the same ones do not lock each other out.
  const { rows } = await sql<{ key: string }>`
    WITH brought AS (
      SELECT * FROM jsonb_to_recordset(${toJson(brought)}::jsonb) AS r (key text, delivery uuid)
    ), event AS (
      INSERT INTO event (municipality, key, at)
      SELECT ${municipality}, key, ${now}::timestamptz FROM brought ORDER BY key
      ON CONFLICT DO NOTHING RETURNING key
    ), delivery AS (
      INSERT INTO delivery (municipality, id, source, received_at, sha256)
      SELECT ${municipality}, id, source, received_at, sha256
      FROM jsonb_to_recordset(${toJson(sent)}::jsonb)
        AS r (id uuid, source text, received_at timestamptz, sha256 text)
      WHERE id IN (SELECT delivery FROM event JOIN brought USING (key))
    ), contact AS (
      UPDATE account SET last_contact_at = ${now}::timestamptz
      WHERE municipality = ${municipality} AND account = ANY(${[...accounts]}) AND EXISTS (SELECT FROM event)
    )
    SELECT key FROM event`.execute(tx);
  const stored = new Set(rows.map(({ key }) => key));
  return [...firsts].flatMap(([key, item]) => (stored.has(key) ? [item] : []));
}

async function storeChanges(
  tx: Transaction<unknown>,
  municipality: string,
  changes: readonly Extract<Fresh, { change: unknown }>[],
): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ key, raw, change, delivery }) => ({
    key,
    raw: raw.toString('base64'),
    ...change,
    external_id: change.externalId,
    at: change.at.toString(),
    received_at: delivery.receivedAt.toString(),
  }));
  await sql`
    INSERT INTO platform_change (municipality, key, platform, account, external_id, change, at, received_at, raw)
    SELECT ${municipality}, key, platform, account, external_id, change, at, received_at,
      -- It may repeat the text of one that has been disposed of.
      CASE WHEN NOT EXISTS (SELECT FROM comment c WHERE c.municipality = ${municipality} AND c.platform = r.platform
        AND c.account = r.account AND comment_name(c.platform, c.external_id) = comment_name(r.platform, r.external_id)
        AND c.disposed_at IS NOT NULL) THEN decode(raw, 'base64') END
    FROM jsonb_to_recordset(${toJson(rows)}::jsonb)
      AS r (key text, platform text, account text, external_id text, change text,
        at timestamptz, received_at timestamptz, raw text)`.execute(tx);
}

function arrived({ comment, number, text_hmac, delivery }: Version): TicketNote {
  const data = { comment, version: number, text: text_hmac, delivery };
  return { ticket: null, note: { kind: 'comment-arrived', by: null, data } };
}
