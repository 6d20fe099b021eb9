import { type Kysely, sql, type Transaction } from 'kysely';
import type { JournalEntry, JournalKind, JournalNote } from '../core/journal.ts';
import { chain, genesisHash } from './journal-chain.ts';
import { toJson } from './storable.ts';

/** Anything with queries: the database or a transaction of it. */
export type Queries = Kysely<unknown> | Transaction<unknown>;

/** A line for the journal, and the ticket that it is about; null for what concerns the whole municipality. */
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

/** A municipality's journal in order of `seq`, read page by page: all of it, or from one line to another. */
export async function* entries(
  db: Queries,
  municipality: string,
  { first = 1, last = Number.MAX_SAFE_INTEGER }: { first?: number; last?: number } = {},
): AsyncGenerator<JournalEntry> {
  for (let after = first - 1; ; ) {
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
       WHERE municipality = ${municipality} AND seq > ${after} AND seq <= ${last} ORDER BY seq LIMIT ${PAGE}`.execute(
      db,
    );
    for (const { previous_hash, at, ...row } of rows) {
      yield { ...row, municipality, at: at.toString(), previousHash: previous_hash };
      after = row.seq;
    }
    if (rows.length < PAGE) return;
  }
}
