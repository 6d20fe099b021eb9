import { type Kysely, sql } from 'kysely';
import type { SupersededMessage } from '../ports/cards.ts';

/** Hands out one message that a card has left, to be emptied: not before an edit of the card that is under way has ended. */
export async function claimSuperseded(
  db: Kysely<unknown>,
  now: Temporal.Instant,
  leaseMs: number,
): Promise<SupersededMessage | null> {
  const { rows } = await sql<{
    municipality: string;
    number: number;
    conversation: string;
    service_url: string;
    tenant: string;
    message_id: string;
    attempts: number;
  }>`
    UPDATE superseded_message s SET lease_until = now() + ${leaseMs} * interval '1 ms', attempts = s.attempts + 1
    FROM ticket t WHERE t.municipality = s.municipality AND t.id = s.ticket
      AND (s.municipality, s.conversation, s.message_id) = (
        SELECT municipality, conversation, message_id FROM superseded_message
        WHERE (not_before IS NULL OR not_before <= ${now}) AND (lease_until IS NULL OR lease_until < now())
          AND NOT EXISTS (SELECT 1 FROM card k WHERE k.municipality = superseded_message.municipality
            AND k.ticket = superseded_message.ticket AND k.lease_until >= now())
        ORDER BY attempts, ticket LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING s.municipality, t.number, s.conversation, s.service_url, s.tenant, s.message_id, s.attempts`.execute(
    db,
  );
  const [row] = rows;
  if (!row) return null;
  const { municipality, number, message_id: messageId, attempts } = row;
  const conversation = { id: row.conversation, serviceUrl: row.service_url, tenant: row.tenant };
  return { municipality, number, conversation, messageId, attempts };
}

/** It is empty, or will never be within reach (`retryAt` null); or it is tried again then. */
export async function supersededTried(
  db: Kysely<unknown>,
  { municipality, conversation, messageId }: SupersededMessage,
  retryAt: Temporal.Instant | null,
): Promise<void> {
  const row = sql`municipality = ${municipality} AND conversation = ${conversation.id} AND message_id = ${messageId}`;
  if (retryAt === null) await sql`DELETE FROM superseded_message WHERE ${row}`.execute(db);
  else
    await sql`UPDATE superseded_message SET lease_until = NULL, not_before = ${retryAt} WHERE ${row}`.execute(
      db,
    );
}
