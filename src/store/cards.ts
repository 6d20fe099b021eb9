import { type Kysely, sql } from 'kysely';
import type { ClaimedCard } from '../ports/cards.ts';
import type { Conversation } from '../ports/chat.ts';
import { MAIN_CHANNEL, REGISTRAR_CHANNEL } from '../ports/tenants.ts';
import { redrawNaming } from './alike-groups.ts';

/**
 * Hands out cards that are behind, each to one worker. Cards wait until their own channel or their municipality's main
 * one is bound; one that has been posted stays where it stands. What only tells of others comes last.
 */
export async function claimCards(
  db: Kysely<unknown>,
  now: Temporal.Instant,
  limit: number,
  leaseMs: number,
  except: readonly string[],
): Promise<ClaimedCard[]> {
  const { rows } = await sql<{
    municipality: string;
    ticket: string;
    audience: string;
    wanted: number;
    conversation: string;
    service_url: string;
    tenant: string;
    message_id: string | null;
    attempts: number;
  }>`
    UPDATE card SET lease_until = now() + ${leaseMs} * interval '1 ms', attempts = card.attempts + 1
    FROM (
      SELECT k.municipality, k.ticket, k.audience, coalesce(k.conversation, h.conversation, m.conversation) AS conversation,
        coalesce(k.service_url, h.service_url, m.service_url) AS service_url, coalesce(k.tenant, h.tenant, m.tenant) AS tenant
      FROM card k LEFT JOIN channel h ON h.municipality = k.municipality AND h.name = k.channel
        LEFT JOIN channel m ON m.municipality = k.municipality AND m.name = ${MAIN_CHANNEL} AND k.audience <> 'registrar'
      WHERE k.error IS NULL AND (k.shown < k.wanted OR k.force_at <= ${now})
        AND (k.not_before IS NULL OR k.not_before <= ${now}) AND (k.lease_until IS NULL OR k.lease_until < now())
        AND (k.audience NOT LIKE 'registrar%' OR k.message_id IS NOT NULL OR ${isForRegistrar})
        AND (k.storm IS NULL OR k.message_id IS NOT NULL)
        AND coalesce(k.conversation, h.conversation, m.conversation) IS NOT NULL
        AND coalesce(k.conversation, h.conversation, m.conversation) <> ALL(${except})
      ORDER BY k.message_id IS NOT NULL AND k.wanted IS NOT DISTINCT FROM k.cosmetic_to, k.ticket
      LIMIT ${limit} FOR UPDATE OF k SKIP LOCKED) due
    WHERE card.municipality = due.municipality AND card.ticket = due.ticket AND card.audience = due.audience
    RETURNING card.municipality, card.ticket, card.audience, card.wanted, due.conversation, due.service_url, due.tenant,
      card.message_id, card.attempts`.execute(db);
  return rows.map(({ conversation, service_url, tenant, message_id, ...row }) => ({
    ...row,
    conversation: { id: conversation, serviceUrl: service_url, tenant },
    messageId: message_id,
  }));
}

/** What waits for its number, or asks for documents, is posted in the registrar's channel, or without one to each registrar. */
const isForRegistrar = sql`(EXISTS (SELECT FROM registration r WHERE r.municipality = k.municipality AND r.ticket = k.ticket
    AND r.state = 'secured') OR EXISTS (SELECT FROM ticket t WHERE t.municipality = k.municipality AND t.id = k.ticket
    AND t.body ->> 'request' = 'true'))
  AND (k.audience = 'registrar') = EXISTS (SELECT FROM channel g
    WHERE g.municipality = k.municipality AND g.name = ${REGISTRAR_CHANNEL})`;

/** The card's row, if nothing has moved the card since it was claimed: neither a press from another message nor a channel bound anew. */
const unmoved = (card: ClaimedCard) => sql`municipality = ${card.municipality} AND ticket = ${card.ticket}
  AND audience = ${card.audience} AND message_id IS NOT DISTINCT FROM ${card.messageId}
  AND coalesce(conversation, ${card.conversation.id}) = ${card.conversation.id}`;

/** A storm's card counts what comes by the second: it is redrawn this seldom. */
const STORM_PAUSE_S = 5;

/**
 * The card now shows what was wanted when it was claimed; what has been wanted since is still to be shown. A card that
 * was moved meanwhile is still to be shown where it stands now.
 * @param now when it was claimed: a PUT forced since then is still to come
 */
export async function cardShown(
  db: Kysely<unknown>,
  card: ClaimedCard,
  { conversation, messageId }: { conversation: Conversation; messageId: string },
  now: Temporal.Instant,
  refreshAt: Temporal.Instant | null,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (card.messageId === null && card.audience === 'channel')
      await redrawNaming(tx, card.municipality, card.ticket);
    const { numAffectedRows } =
      await sql`UPDATE card SET shown = greatest(shown, ${card.wanted}), message_id = ${messageId}, refresh_at = ${refreshAt},
        conversation = ${conversation.id}, service_url = ${conversation.serviceUrl}, tenant = ${conversation.tenant},
        force_at = CASE WHEN force_at <= ${now} THEN NULL ELSE force_at END, attempts = 0, lease_until = NULL,
        not_before = CASE WHEN audience = 'storm' THEN ${now.add({ seconds: STORM_PAUSE_S })}::timestamptz END
      WHERE ${unmoved(card)}`.execute(tx);
    if (!numAffectedRows) await release(tx, card);
  });
}

/** Cards whose words have aged are behind once more; the number of them. */
export async function refreshCards(
  db: Kysely<unknown>,
  now: Temporal.Instant,
  limit: number,
): Promise<number> {
  const { numAffectedRows } = await sql`UPDATE card SET wanted = wanted + 1, refresh_at = NULL
    WHERE (municipality, ticket, audience) IN (
      SELECT municipality, ticket, audience FROM card WHERE refresh_at <= ${now}
      ORDER BY refresh_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)`.execute(db);
  return Number(numAffectedRows ?? 0);
}

const release = (db: Kysely<unknown>, { municipality, ticket, audience }: ClaimedCard) =>
  sql`UPDATE card SET lease_until = NULL
    WHERE municipality = ${municipality} AND ticket = ${ticket} AND audience = ${audience}`.execute(db);

/** A failure says nothing of what has been wanted since, nor of a message that the card has been moved to. */
export async function cardFailed(
  db: Kysely<unknown>,
  card: ClaimedCard,
  { error, retryAt, lost }: { error: string; retryAt: Temporal.Instant | null; lost: boolean },
): Promise<void> {
  const { numAffectedRows } = await sql`UPDATE card SET lease_until = NULL, not_before = ${retryAt},
      error = CASE WHEN wanted = ${card.wanted} THEN ${retryAt === null ? error : null} END,
      message_id = CASE WHEN ${lost} THEN NULL ELSE message_id END
    WHERE ${unmoved(card)}`.execute(db);
  if (!numAffectedRows) await release(db, card);
}

/** Where the ticket's card stands in the channel, or the one that stands for many, for lines in its thread. */
export async function cardMessage(
  db: Kysely<unknown>,
  municipality: string,
  ticket: string,
): Promise<{ conversation: Conversation; messageId: string; speaker: string | null } | null> {
  const { rows } = await sql<{
    conversation: string;
    speaker: string | null;
    service_url: string;
    tenant: string;
    message_id: string;
  }>`
    SELECT k.conversation, k.service_url, k.tenant, k.message_id,
      CASE WHEN k.audience = 'storm' THEN (SELECT t.id FROM card m JOIN ticket t ON t.municipality = m.municipality AND t.id = m.ticket
        WHERE m.municipality = own.municipality AND m.storm = own.storm AND m.audience = 'channel' AND m.message_id IS NULL
          AND t.body -> 'target' <> 'null' ORDER BY t.number LIMIT 1) END AS speaker FROM card own JOIN card k ON k.municipality = own.municipality
      AND (k.ticket = own.ticket AND k.audience = 'channel' OR k.ticket = own.storm AND k.audience = 'storm')
    WHERE own.municipality = ${municipality} AND own.ticket = ${ticket} AND own.audience = 'channel' AND k.message_id IS NOT NULL
    ORDER BY k.audience LIMIT 1`.execute(db);
  const row = rows[0];
  if (!row) return null;
  return {
    conversation: { id: row.conversation, serviceUrl: row.service_url, tenant: row.tenant },
    messageId: row.message_id,
    speaker: row.speaker,
  };
}

/** The ticket whose card in the channel is that message. */
export async function ticketAt(
  db: Kysely<unknown>,
  municipality: string,
  { conversation, messageId }: { readonly conversation: string; readonly messageId: string },
): Promise<string | null> {
  const { rows } = await sql<{ ticket: string }>`SELECT ticket FROM card
    WHERE municipality = ${municipality} AND conversation = ${conversation} AND message_id = ${messageId}
      AND audience = 'channel'`.execute(db);
  return rows[0]?.ticket ?? null;
}
