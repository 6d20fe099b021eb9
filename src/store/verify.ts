import { type Kysely, sql } from 'kysely';
import { evidenceKeys, type SealingSettings } from './evidence-keys.ts';
import { entries, type Queries } from './journal.ts';
import { type ChainVerdict, verifyChain } from './journal-chain.ts';
import type { RecordFault } from './verify-look.ts';
import { verifyPictures } from './verify-pictures.ts';
import { verifySeals } from './verify-seals.ts';

/**
 * What `kv verify` finds. `head`: the chain is whole but does not end where the head says: its tail is missing.
 * `missing`: there is no journal at all, though there are comments or registrations.
 */
export interface Verification {
  readonly municipality: string;
  readonly journal:
    | ChainVerdict
    | { readonly ok: false; readonly why: 'head'; readonly expected: string; readonly found: string }
    | { readonly ok: false; readonly why: 'missing' };
  /** Numbers that are missing in the municipality's own series, as `2026/7`. */
  readonly missingNumbers: readonly string[];
  /** Rows that are not as the journal says: of each kind of fault the first hundred. */
  readonly records: readonly RecordFault[];
  /** Pictures that could not be compared with their hash, since their key is not here. */
  readonly uncheckedPictures: number;
}

/** Is everything of the municipality as it was written? */
export const isSound = ({ journal, missingNumbers, records }: Verification): boolean =>
  journal.ok && missingNumbers.length === 0 && records.length === 0;

/**
 * Walks every municipality's journal and own diary series, and recomputes the hashes that the journal holds of comments,
 * reasons, replies and registrations, and the pictures that a key here opens. Reads in pages, all of one moment: a bot that
 * writes meanwhile would else seem to have lost its last lines. Changes nothing.
 */
export const verifyRecords = (
  db: Kysely<unknown>,
  sealing: SealingSettings = {},
): Promise<readonly Verification[]> =>
  db.isTransaction
    ? verifyAt(db, evidenceKeys(db, sealing))
    : db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute((moment) => verifyAt(moment, evidenceKeys(moment, sealing)));

async function verifyAt(
  db: Queries,
  keys: ReturnType<typeof evidenceKeys>,
): Promise<readonly Verification[]> {
  const { rows: heads } = await sql<{ municipality: string; hash: string | null }>`
    SELECT municipality, max(hash) AS hash FROM (
      SELECT municipality, hash FROM journal_head
      UNION ALL SELECT municipality, NULL FROM (
        SELECT municipality FROM journal UNION SELECT municipality FROM comment
        UNION SELECT municipality FROM registration UNION SELECT municipality FROM register_counter) held) found
    GROUP BY municipality ORDER BY municipality`.execute(db);
  const results: Verification[] = [];
  for (const { municipality, hash } of heads) {
    const verdict = await verifyChain(municipality, entries(db, municipality));
    const pictures = await verifyPictures(db, keys, municipality);
    // What stands after a break cannot be believed.
    const records = await verifySeals(db, municipality, verdict.ok ? verdict.count : verdict.row - 1);
    results.push({
      municipality,
      journal: withHead(verdict, hash),
      missingNumbers: await missingNumbers(db, municipality),
      records: [...records, ...pictures.faults],
      uncheckedPictures: pictures.unchecked,
    });
  }
  return results;
}

function withHead(verdict: ChainVerdict, hash: string | null): Verification['journal'] {
  if (!verdict.ok || verdict.head === hash) return verdict;
  if (hash === null && verdict.count === 0) return { ok: false, why: 'missing' };
  return { ok: false, why: 'head', expected: hash ?? '', found: verdict.head };
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
