import { type RawBuilder, sql } from 'kysely';
import type { ItemOf } from '../core/disposal.ts';
import { batchHash } from './disposal-erase.ts';
import { protocolHash } from './seals.ts';
import { fault, type Look } from './verify-look.ts';

/** Fewer at a time than other lines: each is a thousand rows. */
const BATCHES = 20;

/**
 * Is a comment, or that part of it, covered by a disposal? A scalar query within, since a planner without statistics would
 * go through whole batches for each row of a join. @param and what else must be so of the item `i` and its batch `b`
 */
const covered = (
  comment: RawBuilder<unknown>,
  types: RawBuilder<unknown>,
  municipality: RawBuilder<unknown>,
  and: RawBuilder<unknown>,
) => sql`(SELECT bool_or((SELECT b.type ${types} AND ${and} FROM disposal_batch b
    WHERE b.municipality = i.municipality AND b.id = i.batch))
  FROM disposal_item i WHERE i.municipality = ${municipality} AND i.of = 'comment' AND i.id = ${comment}
    AND i.state = 'disposed') IS TRUE`;

const WHOLE = sql`NOT IN ('media', 'raw', 'draft')`;

/** Is the erasure of `v`, a version, covered? */
export const coveredVersion = covered(
  sql`v.comment`,
  WHOLE,
  sql`v.municipality`,
  sql`v.number <= i.versions`,
);

/** Is the erasure of `r`, a reason, or `p`, a reply, covered? What was written after its comment was disposed of is not. */
export const coveredWords = sql`(EXISTS (SELECT FROM disposal_item i
    WHERE i.municipality = p.municipality AND i.of = 'reply' AND i.id = p.id AND i.state = 'disposed')
  OR EXISTS (SELECT FROM ticket t
    WHERE t.municipality = j.municipality AND t.id = coalesce(r.ticket, p.ticket) AND ${covered(
      sql`t.comment`,
      WHOLE,
      sql`t.municipality`,
      sql`coalesce(r.at, p.at) <= b.at AND NOT b.leaves ? CASE WHEN r.id IS NULL THEN 'replies' ELSE 'reasons' END`,
    )}))`;

/** Is the erasure of `a`, a picture, covered? */
export const coveredPicture = covered(
  sql`a.comment`,
  sql`NOT IN ('raw', 'draft')`,
  sql`a.municipality`,
  sql`a.number <= i.versions`,
);

/** Batches that no line tells of. */
export const UNTOLD_BATCHES = [
  'disposal_batch',
  'unsealed',
  (municipality: string): RawBuilder<{ id: string }> => sql`
    SELECT id::text FROM disposal_batch WHERE municipality = ${municipality}
    EXCEPT SELECT data->>'batch' FROM journal
    WHERE municipality = ${municipality} AND kind IN ('disposed', 'disposal-replayed')`,
] as const;

/** What was erased together is what the line says: no row more, and none less. */
export const disposedBatches: Look = async (db, { municipality, after, last }) => {
  const { rows } = await sql<{
    seq: number;
    batch: string;
    hash: string;
    type: string | null;
    leaves: readonly string[] | null;
    items: readonly { of: ItemOf; id: string; versions: number }[];
  }>`SELECT j.seq, j.data->>'batch' AS batch, j.data->>'items' AS hash, b.type, b.leaves,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('of', i.of, 'id', i.id, 'versions', i.versions)), '[]')
        FROM disposal_item i WHERE i.municipality = j.municipality AND i.batch = b.id) AS items
    FROM journal j LEFT JOIN disposal_batch b ON b.municipality = j.municipality AND b.id = (j.data->>'batch')::uuid
    WHERE j.municipality = ${municipality} AND j.kind IN ('disposed', 'disposal-replayed')
      AND j.seq > ${after} AND j.seq <= ${last} ORDER BY j.seq LIMIT ${BATCHES}`.execute(db);
  const found = rows.map(({ seq, batch, hash, type, leaves, items }) => {
    const whole = type !== null && batchHash({ type, leaves: leaves ?? [] }, items) === hash;
    return { seq, fault: fault('disposal_batch', batch, seq, { found: type !== null, whole }) };
  });
  return found;
};

/** Each protocol is as it was registered. */
export const endedDisposals: Look = async (db, { municipality, after, last }) => {
  const { rows } = await sql<{ seq: number; id: string; hash: string; protocol: object | null }>`
    SELECT j.seq, j.data->>'disposal' AS id, j.data->>'protocol' AS hash, d.protocol
    FROM journal j LEFT JOIN disposal d ON d.municipality = j.municipality AND d.id = (j.data->>'disposal')::uuid
    WHERE j.municipality = ${municipality} AND j.kind = 'disposal-ended' AND j.seq > ${after} AND j.seq <= ${last}
    ORDER BY j.seq LIMIT ${BATCHES}`.execute(db);
  return rows.map(({ seq, id, hash, protocol }) => {
    const whole = protocol !== null && protocolHash(protocol) === hash;
    return { seq, fault: fault('disposal', id, seq, { found: protocol !== null, whole }) };
  });
};
