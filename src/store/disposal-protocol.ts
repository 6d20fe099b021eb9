import { sql, type Transaction } from 'kysely';
import type { Block, ItemOf } from '../core/disposal.ts';
import type { DisposalRule } from '../core/disposal-policy.ts';
import type { DisposalFound, DisposalGround, DisposalProtocol } from '../ports/disposal.ts';
import { countLeft } from './disposal-erase.ts';
import { appendJournal } from './journal.ts';
import { secureEntry } from './register.ts';
import { protocolHash } from './seals.ts';
import { toJson } from './storable.ts';
import { StoreError } from './store-error.ts';

interface Ended {
  readonly municipality: string;
  readonly id: string;
  readonly rule: DisposalRule;
}

interface DisposalRow {
  readonly policy: string;
  readonly proposed_by: string | null;
  readonly proposed_at: Temporal.Instant;
  readonly found: DisposalFound;
  readonly journal_before: DisposalProtocol['journalBefore'] | null;
  readonly confirmed: readonly { by: string; at: string }[];
  readonly journal_after: DisposalProtocol['journalAfter'] | null;
}

/**
 * Reads back what was erased, writes the protocol and registers it: upprättad here, and public as everything of it is ids
 * and counts. Call it last in a transaction. @returns the protocol's reference
 * @throws StoreError `not-erased`: something of it is left, and nothing is registered
 */
export async function finishDisposal(
  tx: Transaction<unknown>,
  ended: Ended,
  { subject }: DisposalGround,
  now: Temporal.Instant,
): Promise<string> {
  const { municipality, id, rule } = ended;
  const [counts, row] = [await countsOf(tx, ended), await rowOf(tx, ended)];
  const { type, leaves } = rule;
  const left = await countLeft(tx, { municipality, disposal: id, type, leaves });
  if (left > 0) throw new StoreError('not-erased', `Disposal ${id}: ${left} rows still hold what was erased`);
  const entry = await secureEntry(tx, municipality, now, {
    ...{
      kind: 'disposal',
      direction: 'drawn-up',
      ticket: null,
      comment: null,
      documentAt: now,
      receivedAt: null,
    },
    ...{
      subject,
      ground: null,
      secret: false,
      by: 'bot',
      sender: null,
      recipient: null,
      protectedSubject: null,
    },
  });
  const { first, last, versions, batches, begun, disposed, stayed, checked } = counts;
  const protocol: DisposalProtocol = {
    schema: 'kommentarsvakten/gallringsprotokoll/1',
    ...{ municipality, disposal: id, reference: entry.reference, rule, policy: row.policy },
    ...{ oldest: row.found.oldest, newest: row.found.newest, proposed: row.found.free },
    ...{ proposedBy: row.proposed_by, proposedAt: row.proposed_at.toString() },
    confirmedBy: row.confirmed.map(({ by, at }) => ({ by, at: Temporal.Instant.from(at).toString() })),
    ...{ begunAt: (begun ?? now).toString(), endedAt: now.toString() },
    ...{ disposed, versions, firstId: first, lastId: last, batches, stayed },
    readBack: { checked, left },
    journalBefore: row.journal_before ?? { seq: 0, hash: '' },
    journalAfter: row.journal_after ?? { seq: 0, hash: '' },
  };
  await sql`UPDATE disposal SET state = 'done', done_at = ${now}, protocol = ${toJson(protocol)}, registration = ${entry.id}
    WHERE municipality = ${municipality} AND id = ${id}`.execute(tx);
  const data = { disposal: id, registration: entry.id, protocol: protocolHash(protocol) };
  await appendJournal(tx, municipality, now, [
    { ticket: null, note: { kind: 'disposal-ended', by: null, data } },
  ]);
  return entry.reference;
}

async function rowOf(tx: Transaction<unknown>, { municipality, id }: Ended): Promise<DisposalRow> {
  const { rows } = await sql<DisposalRow>`
    SELECT d.policy, d.proposed_by, d.proposed_at, d.found, d.journal_before,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('by', c.by, 'at', c.at) ORDER BY c.at, c.by), '[]')
        FROM disposal_confirmation c WHERE c.municipality = d.municipality AND c.disposal = d.id) AS confirmed,
      (SELECT jsonb_build_object('seq', h.seq, 'hash', h.hash) FROM journal_head h
        WHERE h.municipality = d.municipality) AS journal_after
    FROM disposal d WHERE d.municipality = ${municipality} AND d.id = ${id}`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error(`Disposal ${id} is gone`);
  return row;
}

interface Counts {
  readonly disposed: Partial<Record<ItemOf, number>>;
  readonly stayed: Partial<Record<Block, number>>;
  readonly versions: number;
  readonly checked: number;
  readonly first: string | null;
  readonly last: string | null;
  readonly batches: number;
  readonly begun: Temporal.Instant | null;
}

async function countsOf(tx: Transaction<unknown>, { municipality, id }: Ended): Promise<Counts> {
  const of = sql`WHERE municipality = ${municipality} AND disposal = ${id}`;
  const { rows } = await sql<{
    of: ItemOf;
    why: Block | null;
    count: number;
    versions: number;
    first: string;
    last: string;
  }>`SELECT of, why, count(*) AS count, sum(versions) AS versions, min(id::text) AS first, max(id::text) AS last
    FROM disposal_item ${of} GROUP BY of, why`.execute(tx);
  const { rows: made } = await sql<{ batches: number; begun: Temporal.Instant | null }>`
    SELECT count(*) AS batches, min(at) AS begun FROM disposal_batch ${of}`.execute(tx);
  const gone = rows.filter(({ why }) => why === null);
  const stayed: Partial<Record<Block, number>> = {};
  for (const { why, count } of rows) if (why !== null) stayed[why] = (stayed[why] ?? 0) + count;
  return {
    disposed: Object.fromEntries(gone.map(({ of, count }) => [of, count])),
    stayed,
    versions: gone.reduce((sum, { versions }) => sum + versions, 0),
    checked: gone.reduce((sum, { count }) => sum + count, 0),
    first: gone.map(({ first }) => first).toSorted()[0] ?? null,
    last:
      gone
        .map(({ last }) => last)
        .toSorted()
        .at(-1) ?? null,
    batches: made[0]?.batches ?? 0,
    begun: made[0]?.begun ?? null,
  };
}
