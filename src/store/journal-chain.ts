import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { JournalEntry } from '../core/journal.ts';

/** What a journal line's hash covers, besides the hash before it. */
export type ChainedEntry = Omit<JournalEntry, 'previousHash' | 'hash'>;

/** `expected` and `found` are the numbers, hashes or ids that differ; `row` counts the entries read, from 1. */
export type ChainVerdict =
  | { readonly ok: true; readonly count: number; readonly head: string }
  | {
      readonly ok: false;
      readonly row: number;
      readonly seq: number;
      readonly why: 'municipality' | 'gap' | 'previous' | 'hash';
      readonly expected: string | number;
      readonly found: string | number;
    };

/** Instants as PostgreSQL keeps and Temporal prints them: UTC, at most microseconds, no trailing zeros. */
const STORED_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,5}[1-9])?Z$/;

/** The `previousHash` of a municipality's first entry (seq 1): an empty journal of one cannot pass for another's. */
export function genesisHash(municipality: string): string {
  return sha256(`kommentarsvakten journal 1\n${municipality}`);
}

/**
 * The hash of a journal entry: lower-case hex SHA-256 over the previous entry's hash followed by the entry as canonical
 * JSON (RFC 8785) of exactly `at, by, data, kind, municipality, seq, ticket`. Anyone can recompute it from an export.
 * @throws RangeError when `at` would not read back from the database as written (finer than microseconds, not UTC)
 */
export function chain(previousHash: string, entry: ChainedEntry): string {
  if (!STORED_INSTANT.test(entry.at)) {
    throw new RangeError(
      `Journal: "at" is ${entry.at}; expected UTC with at most microseconds, as Temporal.Instant prints`,
    );
  }
  return hashOf(previousHash, entry);
}

/**
 * Walks one municipality's whole journal in order of `seq` and stops at the first entry that does not follow from the
 * one before. A cut-off tail or a journal rewritten from the first entry on passes: compare `head` with one noted
 * elsewhere (the digest carries it).
 */
export async function verifyChain(
  municipality: string,
  entries: AsyncIterable<JournalEntry> | Iterable<JournalEntry>,
): Promise<ChainVerdict> {
  let count = 0;
  let head = genesisHash(municipality);
  for await (const entry of entries) {
    const broken = checkEntry(entry, { municipality, seq: count + 1, previousHash: head });
    if (broken) return { ok: false, row: count + 1, seq: entry.seq, ...broken };
    count += 1;
    head = entry.hash;
  }
  return { ok: true, count, head };
}

type Expected = Pick<JournalEntry, 'municipality' | 'seq' | 'previousHash'>;
type Broken = Pick<Extract<ChainVerdict, { ok: false }>, 'why' | 'expected' | 'found'>;

function checkEntry(entry: JournalEntry, expected: Expected): Broken | null {
  if (entry.municipality !== expected.municipality) {
    return { why: 'municipality', expected: expected.municipality, found: entry.municipality };
  }
  if (entry.seq !== expected.seq) return { why: 'gap', expected: expected.seq, found: entry.seq };
  if (entry.previousHash !== expected.previousHash) {
    return { why: 'previous', expected: expected.previousHash, found: entry.previousHash };
  }
  const hash = hashOf(expected.previousHash, entry);
  return entry.hash === hash ? null : { why: 'hash', expected: hash, found: entry.hash };
}

function hashOf(previousHash: string, entry: ChainedEntry): string {
  const { municipality, seq, at, kind, ticket, by, data } = entry;
  return sha256(previousHash + canonicalize({ municipality, seq, at, kind, ticket, by, data }));
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
