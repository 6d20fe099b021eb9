import { randomUUIDv7 } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { DisposalItem } from '../core/disposal.ts';
import type { DisposalStore, LoggedBatch } from '../ports/disposal.ts';
import { eraseBatch } from './disposal-run.ts';
import { toJson } from './storable.ts';

/** As `DisposalStore` says: a batch that was replayed in parts is whole when its parts are. */
export async function disposedBatches(
  db: Kysely<unknown>,
  batches: Parameters<DisposalStore['disposedBatches']>[0],
): Promise<ReadonlySet<string>> {
  const wanted = batches.map(({ batch, items }) => ({ batch, count: items.length }));
  const { rows } = await sql<{ batch: string }>`
    SELECT w.batch FROM jsonb_to_recordset(${toJson(wanted)}::jsonb) AS w (batch uuid, count int)
    JOIN (SELECT coalesce(replays, id) AS batch, sum(count) AS count FROM disposal_batch GROUP BY 1) had
      ON had.batch = w.batch AND had.count >= w.count`.execute(db);
  return new Set(rows.map(({ batch }) => batch));
}

/** As `DisposalStore` says. Only what this database has, and does not know to be erased, is erased, and told of. */
export async function replayDisposal(
  db: Kysely<unknown>,
  logged: LoggedBatch,
  now: Temporal.Instant,
): Promise<{ replayed: number; held: number }> {
  const { municipality, batch } = logged;
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<DisposalItem & { isHeld: boolean }>`
      SELECT w.of, w.id, w.versions,
        w.of = 'comment' AND EXISTS (SELECT FROM hold_comment hc
          JOIN hold h ON h.municipality = hc.municipality AND h.id = hc.hold
          WHERE hc.municipality = ${municipality} AND hc.comment = w.id
            AND h.released_at IS NULL AND (h.ends_at IS NULL OR h.ends_at > ${now})) AS "isHeld"
      FROM jsonb_to_recordset(${toJson(logged.items)}::jsonb) AS w (of text, id uuid, versions int)
      WHERE NOT EXISTS (SELECT FROM disposal_item i JOIN disposal_batch b
        ON b.municipality = i.municipality AND b.id = i.batch
        WHERE i.municipality = ${municipality} AND i.of = w.of AND i.id = w.id AND i.state = 'disposed'
          AND coalesce(b.replays, b.id) = ${batch})
      ORDER BY w.id`.execute(tx);
    const items = rows.filter(({ isHeld }) => !isHeld).map(({ of, id, versions }) => ({ of, id, versions }));
    if (items.length > 0) await eraseBatch(tx, { ...logged, batch: randomUUIDv7(), items }, now, batch);
    return { replayed: items.length, held: rows.length - items.length };
  });
}
