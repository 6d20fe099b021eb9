import { type Kysely, sql } from 'kysely';
import { type Channel, MAIN_CHANNEL } from '../ports/tenants.ts';
import { appendJournal } from './journal.ts';

/** Every channel that is bound: a municipality's main one, and those of its departments. */
export async function channels(db: Kysely<unknown>): Promise<Channel[]> {
  const { rows } = await sql<Channel>`
    SELECT municipality, name, conversation AS id, service_url AS "serviceUrl", tenant FROM channel`.execute(
    db,
  );
  return rows;
}

/**
 * Binds a channel to its municipality and journals who did. The cards of open tickets that belong in it are put there
 * anew: from another channel as new messages, in the same one where they stand, or again where they are gone.
 */
export async function bindChannel(
  db: Kysely<unknown>,
  channel: Channel,
  by: string,
  now: Temporal.Instant,
): Promise<void> {
  const { municipality, name, id, serviceUrl, tenant } = channel;
  await db.transaction().execute(async (tx) => {
    await sql`INSERT INTO channel (municipality, name, conversation, service_url, tenant, bound_by, bound_at)
      VALUES (${municipality}, ${name}, ${id}, ${serviceUrl}, ${tenant}, ${by}, ${now})
      ON CONFLICT (municipality, name) DO UPDATE SET conversation = excluded.conversation,
        service_url = excluded.service_url, tenant = excluded.tenant, bound_by = excluded.bound_by,
        bound_at = excluded.bound_at`.execute(tx);
    await sql`UPDATE card k SET error = NULL, attempts = 0, not_before = NULL, force_at = ${now},
        message_id = CASE WHEN k.conversation = ${id} THEN k.message_id END, conversation = ${id},
        service_url = ${serviceUrl}, tenant = ${tenant}
      FROM ticket t
      WHERE k.municipality = ${municipality} AND k.audience IN ('channel', 'storm') AND t.municipality = k.municipality
        AND t.id = k.ticket AND (t.state <> 'closed' OR k.audience = 'storm') AND (k.channel = ${name} OR (${name === MAIN_CHANNEL} AND NOT EXISTS (
          SELECT FROM channel own WHERE own.municipality = k.municipality AND own.name = k.channel)))`.execute(
      tx,
    );
    const data = { conversation: id, ...(name !== MAIN_CHANNEL && { name }) };
    await appendJournal(tx, municipality, now, [{ ticket: null, note: { kind: 'channel-bound', by, data } }]);
  });
}

/**
 * The channel's cards of open tickets are brought up to date where they stand, whatever kept them from it until now; one
 * whose message is gone is then posted anew, and one that has never been posted where it belongs. Teams may have moved
 * the tenant: the channel is reached where it says now.
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
        service_url = CASE WHEN k.conversation = ${id} THEN ${serviceUrl} END,
        tenant = CASE WHEN k.conversation = ${id} THEN ${tenant} END
      FROM ticket t
      WHERE k.municipality = ${municipality} AND k.audience IN ('channel', 'storm') AND coalesce(k.conversation, ${id}) = ${id}
        AND t.municipality = k.municipality AND t.id = k.ticket AND (t.state <> 'closed' OR k.audience = 'storm')`.execute(
      tx,
    );
  });
}
