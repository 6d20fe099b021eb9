import { type Kysely, sql } from 'kysely';
import type { AccountRow, Channel } from '../ports/tenants.ts';
import { appendJournal } from './journal.ts';
import { toJson } from './storable.ts';

/** Every channel that is bound: at most one a municipality. */
export async function channels(db: Kysely<unknown>): Promise<Channel[]> {
  const { rows } = await sql<Channel>`
    SELECT municipality, conversation AS id, service_url AS "serviceUrl", tenant FROM channel`.execute(db);
  return rows;
}

/**
 * Binds a channel to its municipality and journals who did. The cards of open tickets are put there anew: in another
 * channel as new messages, in the same one where they stand, or again where they are gone.
 */
export async function bindChannel(
  db: Kysely<unknown>,
  channel: Channel,
  by: string,
  now: Temporal.Instant,
): Promise<void> {
  const { municipality, id, serviceUrl, tenant } = channel;
  await db.transaction().execute(async (tx) => {
    await sql`INSERT INTO channel (municipality, conversation, service_url, tenant, bound_by, bound_at)
      VALUES (${municipality}, ${id}, ${serviceUrl}, ${tenant}, ${by}, ${now})
      ON CONFLICT (municipality) DO UPDATE SET conversation = excluded.conversation, service_url = excluded.service_url,
        tenant = excluded.tenant, bound_by = excluded.bound_by, bound_at = excluded.bound_at`.execute(tx);
    await sql`UPDATE card k SET error = NULL, attempts = 0, not_before = NULL, force_at = ${now},
        message_id = CASE WHEN k.conversation = ${id} THEN k.message_id END, conversation = ${id},
        service_url = ${serviceUrl}, tenant = ${tenant}
      FROM ticket t
      WHERE k.municipality = ${municipality} AND k.audience = 'channel' AND t.municipality = k.municipality
        AND t.id = k.ticket AND t.state <> 'closed'`.execute(tx);
    await appendJournal(tx, municipality, now, [
      { ticket: null, note: { kind: 'channel-bound', by, data: { conversation: id } } },
    ]);
  });
}

/**
 * The channel's cards of open tickets are brought up to date where they stand, whatever kept them from it until now; one
 * whose message is gone is then posted anew. Teams may have moved the tenant: the channel is reached where it says now.
 */
export async function showAgain(
  db: Kysely<unknown>,
  { municipality, id, serviceUrl, tenant }: Channel,
  now: Temporal.Instant,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`UPDATE channel SET service_url = ${serviceUrl}, tenant = ${tenant}
      WHERE municipality = ${municipality} AND conversation = ${id}`.execute(tx);
    await sql`UPDATE card k SET error = NULL, attempts = 0, not_before = NULL, force_at = ${now},
        conversation = ${id}, service_url = ${serviceUrl}, tenant = ${tenant}
      FROM ticket t
      WHERE k.municipality = ${municipality} AND k.audience = 'channel' AND coalesce(k.conversation, ${id}) = ${id}
        AND t.municipality = k.municipality AND t.id = k.ticket AND t.state <> 'closed'`.execute(tx);
  });
}

/** Makes configured accounts known. `trial` is the file's word only for an account that is new here. */
export async function declareAccounts(db: Kysely<unknown>, accounts: readonly AccountRow[]): Promise<void> {
  await sql`INSERT INTO account (municipality, platform, account, name, trial)
    SELECT municipality, platform, account, name, trial FROM jsonb_to_recordset(${toJson(accounts)}::jsonb)
      AS r (municipality text, platform text, account text, name text, trial boolean)
    ON CONFLICT (municipality, platform, account) DO UPDATE SET name = excluded.name`.execute(db);
}

/** A municipality's accounts, ordered by platform and name. */
export async function accountsOf(db: Kysely<unknown>, municipality: string): Promise<AccountRow[]> {
  const { rows } = await sql<AccountRow>`
    SELECT municipality, platform, account, name, trial FROM account
    WHERE municipality = ${municipality} ORDER BY platform, name`.execute(db);
  return rows;
}

/** Switches trial mode and redraws the cards of the account's open tickets, which all say so. */
export async function setTrial(
  db: Kysely<unknown>,
  { municipality, platform, account }: AccountRow,
  trial: boolean,
  by: string,
  now: Temporal.Instant,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`UPDATE account SET trial = ${trial}
      WHERE municipality = ${municipality} AND platform = ${platform} AND account = ${account}`.execute(tx);
    await sql`UPDATE card k SET wanted = k.wanted + 1 FROM ticket t, comment c
      WHERE k.municipality = ${municipality} AND t.municipality = k.municipality AND t.id = k.ticket
        AND c.municipality = t.municipality AND c.id = t.comment AND t.state <> 'closed'
        AND c.platform = ${platform} AND c.account = ${account}`.execute(tx);
    await appendJournal(tx, municipality, now, [
      { ticket: null, note: { kind: 'trial-mode-changed', by, data: { platform, account, trial } } },
    ]);
  });
}

/** No act on the account is claimed until then, though lines in the chat are; an earlier, longer pause stays. */
export async function pauseAccount(
  db: Kysely<unknown>,
  { municipality, platform, account }: Pick<AccountRow, 'municipality' | 'platform' | 'account'>,
  until: Temporal.Instant,
): Promise<void> {
  await sql`UPDATE account SET paused_until = greatest(paused_until, ${until}::timestamptz)
    WHERE municipality = ${municipality} AND platform = ${platform} AND account = ${account}`.execute(db);
}

/** The name of a person who has acted there. */
export async function personName(
  db: Kysely<unknown>,
  municipality: string,
  personId: string,
): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`
    SELECT name FROM person WHERE municipality = ${municipality} AND id = ${personId}`.execute(db);
  return rows[0]?.name ?? null;
}

/** Where a person of this Entra id has acted. */
export async function municipalitiesOf(db: Kysely<unknown>, personId: string): Promise<string[]> {
  const { rows } = await sql<{ municipality: string }>`
    SELECT municipality FROM person WHERE id = ${personId} ORDER BY municipality`.execute(db);
  return rows.map(({ municipality }) => municipality);
}

/** Keeps the name that is newest; one that is unchanged writes nothing. */
export async function rememberPerson(
  db: Kysely<unknown>,
  municipality: string,
  { id, name }: { id: string; name: string },
): Promise<void> {
  await sql`INSERT INTO person (municipality, id, name) VALUES (${municipality}, ${id}, ${name})
    ON CONFLICT (municipality, id) DO UPDATE SET name = excluded.name WHERE person.name <> excluded.name`.execute(
    db,
  );
}
