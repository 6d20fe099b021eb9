import { type Kysely, sql } from 'kysely';
import type { Policy } from '../core/policy.ts';
import type { AccountRow, DeclaredAccount } from '../ports/tenants.ts';
import { appendJournal } from './journal.ts';
import { toJson } from './storable.ts';

/**
 * Makes configured accounts known. `trial` is the file's word only for an account that is new here. A card that has been
 * posted stays where it stands, though its account has been given another channel.
 */
export async function declareAccounts(
  db: Kysely<unknown>,
  accounts: readonly DeclaredAccount[],
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`INSERT INTO account (municipality, platform, account, name, trial, channel)
      SELECT municipality, platform, account, name, trial, coalesce(channel, '')
      FROM jsonb_to_recordset(${toJson(accounts)}::jsonb)
        AS r (municipality text, platform text, account text, name text, trial boolean, channel text)
      ON CONFLICT (municipality, platform, account) DO UPDATE
        SET name = excluded.name, channel = excluded.channel`.execute(tx);
    await sql`UPDATE card k SET channel = a.channel FROM ticket t, comment c, account a
      WHERE t.municipality = k.municipality AND t.id = k.ticket AND t.state <> 'closed' AND k.audience <> 'registrar'
        AND c.municipality = t.municipality AND c.id = t.comment AND a.municipality = c.municipality
        AND a.platform = c.platform AND a.account = c.account AND k.channel <> a.channel`.execute(tx);
  });
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

/** What the person chose, wherever they said so: it is the same for all that they work for. */
export async function chosenLanguage(
  db: Kysely<unknown>,
  personId: string,
): Promise<Policy['language'] | null> {
  const { rows } = await sql<{ language: Policy['language'] }>`
    SELECT language FROM person WHERE id = ${personId} AND language IS NOT NULL LIMIT 1`.execute(db);
  return rows[0]?.language ?? null;
}

/** The person may not have acted there before. */
export async function chooseLanguage(
  db: Kysely<unknown>,
  municipality: string,
  { id, name }: { id: string; name: string },
  language: Policy['language'],
): Promise<void> {
  await sql`INSERT INTO person (municipality, id, name, language) VALUES (${municipality}, ${id}, ${name}, ${language})
    ON CONFLICT (municipality, id) DO UPDATE SET name = excluded.name, language = excluded.language`.execute(
    db,
  );
}
