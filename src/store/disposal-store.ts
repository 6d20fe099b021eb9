import { type Kysely, sql } from 'kysely';
import type { Disposal, DisposalStore } from '../ports/disposal.ts';
import { confirmDisposal, planDisposal, proposeDisposal } from './disposal-propose.ts';
import { disposedBatches, replayDisposal } from './disposal-replay.ts';
import { disposeSome } from './disposal-run.ts';

/** Disposal on a database. */
export const disposalOn = (db: Kysely<unknown>): DisposalStore => ({
  planDisposal: (...plan) => planDisposal(db, ...plan),
  proposeDisposal: async (municipality, ...proposal) => {
    const id = await proposeDisposal(db, municipality, ...proposal);
    const made = (await disposals(db, municipality)).find((one) => one.id === id);
    if (!made) throw new Error(`Disposal ${id} is gone`);
    return made;
  },
  confirmDisposal: (...confirmation) => confirmDisposal(db, ...confirmation),
  disposals: (municipality) => disposals(db, municipality),
  disposeSome: (...some) => disposeSome(db, ...some),
  replayDisposal: (batch, now) => replayDisposal(db, batch, now),
  disposedBatches: (batches) => disposedBatches(db, batches),
  reclaim: () => reclaim(db),
});

/** Every proposal of a municipality, oldest first. */
async function disposals(db: Kysely<unknown>, municipality: string): Promise<readonly Disposal[]> {
  const { rows } = await sql<
    Omit<Disposal, 'confirmations'> & { confirmations: readonly { by: string; at: string }[] }
  >`
    SELECT d.municipality, d.id, d.rule, d.policy, d.state, d.proposed_by AS "proposedBy",
      d.proposed_at AS "proposedAt", d.found, d.done_at AS "doneAt", d.protocol, r.reference,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('by', c.by, 'at', c.at) ORDER BY c.at, c.by), '[]')
        FROM disposal_confirmation c WHERE c.municipality = d.municipality AND c.disposal = d.id) AS confirmations
    FROM disposal d
    LEFT JOIN registration r ON r.municipality = d.municipality AND r.id = d.registration
    WHERE d.municipality = ${municipality} AND d.state <> 'listing' ORDER BY d.id`.execute(db);
  return rows.map((row) => ({
    ...row,
    confirmations: row.confirmations.map(({ by, at }) => ({ by, at: Temporal.Instant.from(at) })),
  }));
}

/** What disposal erases in; the tables' files keep what was there until this has been done. */
const ERASED_IN = [
  'comment',
  'comment_version',
  'attachment',
  'reply',
  'reason',
  'platform_change',
  'delivery',
  'inbox',
];

async function reclaim(db: Kysely<unknown>): Promise<void> {
  for (const table of [...ERASED_IN, 'disposal_item', 'disposal_batch'])
    await sql`VACUUM (ANALYZE) ${sql.table(table)}`.execute(db);
}
