import { type Kysely, sql } from 'kysely';
import type { StoredPolicy } from '../ports/tenants.ts';
import { appendJournal, type Queries } from './journal.ts';
import { toJson } from './storable.ts';

/**
 * Keeps the rules that are in force from now on, and journals a change where the municipality has a journal. The same
 * rules as last time change nothing.
 */
export async function putPoliciesInForce(
  db: Kysely<unknown>,
  policies: readonly StoredPolicy[],
  now: Temporal.Instant,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`LOCK TABLE policy IN SHARE ROW EXCLUSIVE MODE`.execute(tx);
    const before = new Map((await policiesInForce(tx)).map((one) => [one.municipality, one.version]));
    for (const { municipality, version, body } of policies) {
      const earlier = before.get(municipality);
      if (earlier === version) continue;
      await sql`INSERT INTO policy (municipality, version, in_force_at, body)
        VALUES (${municipality}, ${version}, ${now}, ${toJson(body)}::jsonb)
        ON CONFLICT (municipality, version) DO UPDATE SET in_force_at = excluded.in_force_at`.execute(tx);
      const { rows } = await sql`SELECT 1 FROM journal_head WHERE municipality = ${municipality}`.execute(tx);
      if (rows.length === 0) continue;
      const data = { version, before: earlier ?? null };
      await appendJournal(tx, municipality, now, [
        { ticket: null, note: { kind: 'policy-in-force', by: null, data } },
      ]);
    }
  });
}

/** Each municipality's rules as they were last put in force. */
export async function policiesInForce(db: Queries): Promise<StoredPolicy[]> {
  const { rows } = await sql<StoredPolicy>`
    SELECT DISTINCT ON (municipality) municipality, version, body FROM policy
    ORDER BY municipality, in_force_at DESC`.execute(db);
  return rows;
}

/** The rules of one version; null for one that was never in force here. */
export async function policyOfVersion(
  db: Kysely<unknown>,
  municipality: string,
  version: string,
): Promise<StoredPolicy | null> {
  const { rows } = await sql<StoredPolicy>`
    SELECT municipality, version, body FROM policy
    WHERE municipality = ${municipality} AND version = ${version}`.execute(db);
  return rows[0] ?? null;
}
