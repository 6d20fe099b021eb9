import { type Kysely, sql, type Transaction } from 'kysely';
import type { JournalEntry, JournalKind, JournalNote } from '../core/journal.ts';
import { type ChainVerdict, chain, genesisHash, verifyChain } from './journal-chain.ts';
import { toJson } from './storable.ts';

/** Anything with queries: the database or a transaction of it. */
export type Queries = Kysely<unknown> | Transaction<unknown>;

export interface TicketNote {
  readonly ticket: string | null;
  readonly note: JournalNote;
}

/**
 * Appends lines to a municipality's journal. Takes the row lock on its head, so call it last in a transaction (lock
 * order: ticket, ticket counter, register counter, journal head).
 */
export async function appendJournal(
  tx: Transaction<unknown>,
  municipality: string,
  now: Temporal.Instant,
  notes: readonly TicketNote[],
): Promise<void> {
  if (notes.length === 0) return;
  const { rows } = await sql<{ seq: number; hash: string }>`
    INSERT INTO journal_head VALUES (${municipality}, 0, ${genesisHash(municipality)})
    ON CONFLICT (municipality) DO UPDATE SET seq = journal_head.seq
    RETURNING seq, hash`.execute(tx);
  let { seq, hash } = rows[0] ?? { seq: 0, hash: genesisHash(municipality) };
  const at = now.toString();
  const lines = notes.map(({ ticket, note }) => {
    const previous = hash;
    seq += 1;
    hash = chain(previous, { municipality, seq, at, ticket, ...note });
    return { seq, kind: note.kind, ticket, by: note.by, data: note.data, previous_hash: previous, hash };
  });
  await sql`
    WITH head AS (UPDATE journal_head SET seq = ${seq}, hash = ${hash} WHERE municipality = ${municipality})
    INSERT INTO journal (municipality, seq, at, kind, ticket, by, data, previous_hash, hash)
    SELECT ${municipality}, seq, ${at}::timestamptz, kind, ticket, by, data, previous_hash, hash
    FROM jsonb_to_recordset(${toJson(lines)}::jsonb)
      AS line (seq bigint, kind text, ticket uuid, by text, data jsonb, previous_hash text, hash text)`.execute(
    tx,
  );
}

const PAGE = 2000;

async function* entries(db: Queries, municipality: string): AsyncGenerator<JournalEntry> {
  for (let after = 0; ; ) {
    const { rows } = await sql<{
      seq: number;
      at: Temporal.Instant;
      kind: JournalKind;
      ticket: string | null;
      by: string | null;
      data: JournalNote['data'];
      previous_hash: string;
      hash: string;
    }>`SELECT seq, at, kind, ticket, by, data, previous_hash, hash FROM journal
       WHERE municipality = ${municipality} AND seq > ${after} ORDER BY seq LIMIT ${PAGE}`.execute(db);
    for (const { previous_hash, at, ...row } of rows) {
      yield { ...row, municipality, at: at.toString(), previousHash: previous_hash };
      after = row.seq;
    }
    if (rows.length < PAGE) return;
  }
}

/** What `kv verify` finds. `head`: the chain is whole but does not end where the head says: its tail is missing. */
export interface Verification {
  readonly municipality: string;
  readonly journal:
    | ChainVerdict
    | { readonly ok: false; readonly why: 'head'; readonly expected: string; readonly found: string };
  /** Numbers that are missing in the municipality's own series, as `2026/7`. */
  readonly missingNumbers: readonly string[];
}

/** Walks every municipality's journal and own diary series. Reads in pages; changes nothing. */
export async function verifyRecords(db: Queries): Promise<readonly Verification[]> {
  const { rows: heads } = await sql<{ municipality: string; seq: number; hash: string }>`
    SELECT municipality, seq, hash FROM journal_head
    UNION ALL
    SELECT DISTINCT municipality, 0::bigint, '' FROM journal
      WHERE municipality NOT IN (SELECT municipality FROM journal_head)
    ORDER BY municipality`.execute(db);
  const results: Verification[] = [];
  for (const { municipality, hash } of heads) {
    const verdict = await verifyChain(municipality, entries(db, municipality));
    const journal =
      verdict.ok && verdict.head !== hash
        ? ({ ok: false, why: 'head', expected: hash, found: verdict.head } as const)
        : verdict;
    results.push({ municipality, journal, missingNumbers: await missingNumbers(db, municipality) });
  }
  return results;
}

async function missingNumbers(db: Queries, municipality: string): Promise<string[]> {
  const { rows } = await sql<{ missing: string }>`
    SELECT counter.year || '/' || wanted AS missing
    FROM register_counter counter, generate_series(1, counter.last) wanted
    WHERE counter.municipality = ${municipality} AND NOT EXISTS (
      SELECT 1 FROM registration r
      WHERE r.municipality = counter.municipality AND r.series_year = counter.year AND r.series_number = wanted)
    ORDER BY counter.year, wanted`.execute(db);
  return rows.map(({ missing }) => missing);
}
