import { type Kysely, sql } from 'kysely';
import type { Standing } from '../core/standing.ts';
import type { AskedAccount, DueWarning, StandingStore } from '../ports/standings.ts';
import { appendJournal } from './journal.ts';
import { toJson } from './storable.ts';

/** A standing as JSON has it. */
export type StoredStanding = Omit<Standing, 'ends'> & {
  readonly ends: readonly { readonly what: Standing['ends'][number]['what']; readonly at: string | null }[];
};

/** What stands in the database, as it was told. */
export const standingOf = ({ ends, ...told }: StoredStanding): Standing => ({
  ...told,
  ends: ends.map(({ what, at }) => ({ what, at: at === null ? null : Temporal.Instant.from(at) })),
});

/** What platforms say of the accounts, and what the lead was told of it. */
export const standingsOn = (db: Kysely<unknown>): StandingStore => ({
  claimStanding: (accounts, now, leaseMs) => claimStanding(db, accounts, now, leaseMs),
  standingTold: async (account, { standing, trouble, now, dueAt }) => {
    await sql`UPDATE account SET standing = ${toJson(standing)}::jsonb, standing_at = ${now}, trouble = ${trouble},
        standing_due_at = ${dueAt}, standing_lease_until = NULL,
        warned_of = CASE WHEN ${trouble}::text IS NOT NULL THEN warned_of END
      WHERE ${of(account)}`.execute(db);
  },
  standingUntold: async (account, dueAt) => {
    await sql`UPDATE account SET standing_due_at = ${dueAt}, standing_lease_until = NULL
      WHERE ${of(account)}`.execute(db);
  },
  claimWarning: (among, since, leaseMs) => claimWarning(db, among, since, leaseMs),
  warned: (warning, now) => warned(db, warning, now),
});

const of = ({ municipality, platform, account }: AskedAccount) =>
  sql`municipality = ${municipality} AND platform = ${platform} AND account = ${account}`;

const rowsOf = (accounts: readonly AskedAccount[]) =>
  sql`jsonb_to_recordset(${toJson(
    accounts.map(({ municipality, platform, account }) => ({ municipality, platform, account })),
  )}::jsonb) AS r (municipality text, platform text, account text)`;

async function claimStanding(
  db: Kysely<unknown>,
  accounts: readonly AskedAccount[],
  now: Temporal.Instant,
  leaseMs: number,
): Promise<AskedAccount | null> {
  const { rows } = await sql<AskedAccount>`
    UPDATE account SET standing_lease_until = now() + ${leaseMs} * interval '1 ms'
    WHERE (municipality, platform, account) = (
      SELECT municipality, platform, account FROM account JOIN ${rowsOf(accounts)}
        USING (municipality, platform, account)
      WHERE (standing_due_at IS NULL OR standing_due_at <= ${now})
        AND (standing_lease_until IS NULL OR standing_lease_until < now())
      ORDER BY standing_due_at NULLS FIRST LIMIT 1 FOR UPDATE OF account SKIP LOCKED)
    RETURNING municipality, platform, account`.execute(db);
  return rows[0] ?? null;
}

/** The leases of all the municipality's troubled accounts are taken together: one message tells of them. */
async function claimWarning(
  db: Kysely<unknown>,
  among: readonly AskedAccount[],
  { today, again }: { readonly today: Temporal.Instant; readonly again: Temporal.Instant },
  leaseMs: number,
): Promise<DueWarning | null> {
  const isDue = sql`account.trouble IS NOT NULL AND (account.warned_of IS DISTINCT FROM account.trouble OR account.warned_at < ${again})
    AND (account.municipality, account.platform, account.account) IN (SELECT r.municipality, r.platform, r.account FROM ${rowsOf(among)})`;
  const { rows } = await sql<
    Omit<DueWarning['accounts'][number], 'standing'> & {
      standing: StoredStanding;
      id: string;
      serviceUrl: string;
      tenant: string;
    }
  >`
    UPDATE account SET warn_lease_until = now() + ${leaseMs} * interval '1 ms'
    FROM (SELECT h.municipality, h.conversation, h.service_url, h.tenant FROM channel h
      WHERE h.municipality IN (SELECT account.municipality FROM account WHERE ${isDue})
        AND NOT EXISTS (SELECT FROM account a WHERE a.municipality = h.municipality
          AND (a.warned_at >= ${today} OR a.warn_lease_until >= now()))
      ORDER BY h.municipality LIMIT 1 FOR UPDATE SKIP LOCKED) due
    WHERE account.municipality = due.municipality AND ${isDue}
      AND (warn_lease_until IS NULL OR warn_lease_until < now())
    RETURNING account.municipality, platform, account, name, trouble, standing, due.conversation AS id,
      due.service_url AS "serviceUrl", due.tenant`.execute(db);
  const [first] = rows;
  if (!first) return null;
  const { municipality, id, serviceUrl, tenant } = first;
  return {
    municipality,
    channel: { id, serviceUrl, tenant },
    accounts: rows
      .map(({ platform, account, name, trouble, standing }) => ({
        ...{ municipality, platform, account, name, trouble },
        standing: standingOf(standing),
      }))
      .sort((one, other) => (one.platform + one.name < other.platform + other.name ? -1 : 1)),
  };
}

async function warned(
  db: Kysely<unknown>,
  { municipality, accounts }: DueWarning,
  now: Temporal.Instant,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (const one of accounts)
      await sql`UPDATE account SET warned_at = ${now}, warned_of = ${one.trouble}, warn_lease_until = NULL
        WHERE ${of(one)}`.execute(tx);
    const notes = accounts.map(({ platform, account, trouble }) => ({
      ticket: null,
      note: { kind: 'lead-warned' as const, by: null, data: { platform, account, trouble } },
    }));
    await appendJournal(tx, municipality, now, notes);
  });
}
