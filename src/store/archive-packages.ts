import { type Kysely, sql, type Transaction } from 'kysely';
import { SAID_LANES } from '../core/effect.ts';
import type { JournalEntry } from '../core/journal.ts';
import type {
  ArchivePackageStore,
  ArchivePeriod,
  BuiltPackage,
  PackageReceipt,
  ReceiptOutcome,
} from '../ports/archive-packages.ts';
import type { StoredPolicy } from '../ports/tenants.ts';
import { appendJournal, entries } from './journal.ts';

/** What was built for the archive, and what it is built of beside its items. */
export const archivePackagesOn = (db: Kysely<unknown>): ArchivePackageStore => ({
  unsettledIn: (municipality, period) => unsettledIn(db, municipality, period),
  journalIn: (municipality, from, to) => journalIn(db, municipality, from, to),
  policyVersions: (municipality) => policyVersions(db, municipality),
  packageBuilt: (built, now) => packageBuilt(db, built, now),
  packageReceived: (receipt, now) => packageReceived(db, receipt, now),
});

/** What is only said in the chat changes no record. */
async function unsettledIn(
  db: Kysely<unknown>,
  municipality: string,
  { platform, account, from, to }: ArchivePeriod,
): Promise<number[]> {
  const { rows } = await sql<{ number: number }>`
    SELECT DISTINCT t.number FROM effect e
    JOIN ticket t ON t.municipality = e.municipality AND t.id = e.ticket
    JOIN comment c ON c.municipality = t.municipality AND c.id = t.comment
    WHERE e.municipality = ${municipality} AND e.state IN ('pending', 'started', 'unknown')
      AND NOT e.lane = ANY(${[...SAID_LANES]}) AND c.platform = ${platform} AND c.account = ${account}
      AND c.arrived_at >= ${from} AND c.arrived_at < ${to}
    ORDER BY t.number`.execute(db);
  return rows.map(({ number }) => number);
}

/** By numbers, since instants need not rise with them: without gaps, so that it can be verified by itself. */
async function* journalIn(
  db: Kysely<unknown>,
  municipality: string,
  from: Temporal.Instant,
  to: Temporal.Instant,
): AsyncGenerator<JournalEntry> {
  const { rows } = await sql<{ first: number | null; last: number | null }>`
    SELECT min(seq) FILTER (WHERE at >= ${from}) AS first, max(seq) FILTER (WHERE at < ${to}) AS last
    FROM journal WHERE municipality = ${municipality}`.execute(db);
  const { first = null, last = null } = rows[0] ?? {};
  if (first !== null && last !== null) yield* entries(db, municipality, { first, last });
}

async function policyVersions(
  db: Kysely<unknown>,
  municipality: string,
): Promise<(StoredPolicy & { inForceAt: Temporal.Instant })[]> {
  const { rows } = await sql<StoredPolicy & { inForceAt: Temporal.Instant }>`
    SELECT municipality, version, body, in_force_at AS "inForceAt" FROM policy
    WHERE municipality = ${municipality} ORDER BY in_force_at, version`.execute(db);
  return rows;
}

async function packageBuilt(db: Kysely<unknown>, built: BuiltPackage, now: Temporal.Instant): Promise<void> {
  const { municipality, id, sha256, platform, account, year, secret, comments, items, media } = built;
  await db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`
      INSERT INTO archive_package (municipality, id, sha256, platform, account, year, secret, covers_from, covers_to,
        comments, items, media, bytes, built_at)
      VALUES (${municipality}, ${id}, ${sha256}, ${platform}, ${account}, ${year}, ${secret}, ${built.from},
        ${built.to}, ${comments}, ${items}, ${media}, ${built.bytes}, ${now})
      ON CONFLICT DO NOTHING`.execute(tx);
    if (numAffectedRows === 0n) return;
    const data = { package: id, sha256, platform, account, year, secret, comments, items, media };
    await appendJournal(tx, municipality, now, [
      { ticket: null, note: { kind: 'archive-package-built', by: null, data } },
    ]);
  });
}

function packageReceived(
  db: Kysely<unknown>,
  receipt: PackageReceipt,
  now: Temporal.Instant,
): Promise<ReceiptOutcome> {
  const { municipality, id, sha256, receiver } = receipt;
  const receivedOn = receipt.receivedOn.toString();
  return db.transaction().execute(async (tx): Promise<ReceiptOutcome> => {
    const builds = await buildsOf(tx, municipality, id);
    const build = builds.find((one) => one.sha256 === sha256);
    if (!build) return builds.length === 0 ? 'unknown' : 'another-hash';
    if (build.receiver !== null)
      return build.receiver === receiver && build.receivedOn === receivedOn ? 'repeated' : 'another-receipt';
    await sql`UPDATE archive_package
      SET receiver = ${receiver}, received_on = ${receivedOn}::date, noted_at = ${now}
      WHERE municipality = ${municipality} AND id = ${id} AND sha256 = ${sha256}`.execute(tx);
    const data = { package: id, sha256, receivedOn };
    await appendJournal(tx, municipality, now, [
      { ticket: null, note: { kind: 'archive-package-received', by: null, data } },
    ]);
    return 'noted';
  });
}

async function buildsOf(tx: Transaction<unknown>, municipality: string, id: string) {
  const { rows } = await sql<{ sha256: string; receiver: string | null; receivedOn: string | null }>`
    SELECT sha256, receiver, received_on::text AS "receivedOn" FROM archive_package
    WHERE municipality = ${municipality} AND id = ${id} FOR UPDATE`.execute(tx);
  return rows;
}
