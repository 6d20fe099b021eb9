import { sql, type Transaction } from 'kysely';
import type { Decision } from '../core/decision.ts';
import { MAIN_CHANNEL, REGISTRAR_CHANNEL } from '../ports/tenants.ts';
import { type Made, ticketOf } from './made.ts';
import { toJson } from './storable.ts';
import { gatherStorms } from './storms.ts';

/**
 * A Teams client may let a late answer overwrite a newer card, so a press is followed by one PUT about this much later
 * even when the card is already current.
 */
const AFTER_PRESS_MS = 1000;
/** A refusal's sentence stands on the presser's card alone and must be read before that PUT takes it away. */
const AFTER_REFUSAL_MS = 10_000;

/** Marks the cards of changed tickets as behind, makes those that are missing, and adopts the message pressed on. */
export async function commitCards(
  tx: Transaction<unknown>,
  municipality: string,
  now: Temporal.Instant,
  made: readonly Made[],
): Promise<void> {
  const changed = made.filter(({ decision }) => changes(decision)).flatMap((one) => ticketOf(one) ?? []);
  if (changed.length > 0) {
    // not_before stays: Teams asked for a pause, and a press does not end it.
    await sql`UPDATE card SET wanted = wanted + 1, error = NULL
      WHERE municipality = ${municipality} AND ticket = ANY(${changed}::uuid[])`.execute(tx);
  }
  const reporting = made.flatMap(reportingOf);
  if (reporting.length > 0) {
    // The cards of the messages say what became of it.
    await sql`UPDATE card SET wanted = wanted + 1, error = NULL WHERE municipality = ${municipality} AND ticket IN (
      SELECT id FROM ticket WHERE municipality = ${municipality} AND comment = ANY(${reporting}::uuid[]))`.execute(
      tx,
    );
  }
  const opened = made.filter(({ situation, decision }) => situation.ticket === null && decision.ticket);
  const missing = [
    ...opened.map((one) => ({ ticket: ticketOf(one), audience: 'channel' })),
    ...made.flatMap(registrarsOf),
    ...made.flatMap((one) =>
      one.decision.showTo ? [{ ticket: ticketOf(one), audience: one.decision.showTo }] : [],
    ),
  ];
  if (missing.length > 0) {
    await sql`INSERT INTO card (municipality, ticket, audience, wanted, channel)
      SELECT ${municipality}, ticket, audience, 1, coalesce(r.channel, (SELECT a.channel FROM ticket t
        JOIN comment c ON c.municipality = t.municipality AND c.id = t.comment
        JOIN account a ON a.municipality = c.municipality AND a.platform = c.platform AND a.account = c.account
        WHERE t.municipality = ${municipality} AND t.id = r.ticket), ${MAIN_CHANNEL})
      FROM jsonb_to_recordset(${toJson(missing)}::jsonb) AS r (ticket uuid, audience text, channel text)
      ON CONFLICT (municipality, ticket, audience) DO UPDATE SET wanted = card.wanted + 1, error = NULL`.execute(
      tx,
    );
  }
  await gatherStorms(tx, municipality, now, made);
  for (const one of made) await adopt(tx, municipality, now, one);
}

/** The registrar's channel, where there is one by then, and each registrar: `claimCards` posts to the one or to the others. */
function registrarsOf(one: Made) {
  const { registration, tellRegistrars } = one.decision;
  const makes = registration !== undefined && 'create' in registration;
  if (!makes && tellRegistrars === undefined) return [];
  const ticket = ticketOf(one);
  // What nobody needs to deal with has no card, though it is registered.
  if (ticket === null) return [];
  return [
    { ticket, audience: 'registrar', channel: REGISTRAR_CHANNEL },
    ...(tellRegistrars ?? []).map((person) => ({ ticket, audience: `registrar:${person}` })),
  ];
}

/** The messages that report it. */
const reportingOf = ({ decision, situation }: Made): string[] =>
  changes(decision)
    ? ((decision.ticket ?? situation.ticket)?.reports.flatMap(({ message }) => message ?? []) ?? [])
    : [];

const changes = ({ quiet, ticket, visibility, settle, cancel, effects, registration }: Decision): boolean =>
  !quiet &&
  Boolean(ticket || visibility || registration || settle?.length || cancel?.length || effects.length);

/** A message is one ticket's card: data that names another ticket cannot take it over. */
async function adopt(
  tx: Transaction<unknown>,
  municipality: string,
  now: Temporal.Instant,
  one: Made,
): Promise<void> {
  const { pressedOn } = one.request;
  // What is read in place of the card must not be wiped off by it, and may be asked for on another message than its.
  if (!pressedOn || one.decision.showTo || one.decision.answers) return;
  const { conversation, messageId } = pressedOn;
  await sql`UPDATE card SET message_id = ${messageId}, conversation = ${conversation.id},
      service_url = ${conversation.serviceUrl}, tenant = ${conversation.tenant},
      force_at = ${now.add({ milliseconds: one.decision.refusal ? AFTER_REFUSAL_MS : AFTER_PRESS_MS })}
    WHERE municipality = ${municipality} AND ticket = ${ticketOf(one)} AND audience = 'channel'
      AND NOT EXISTS (SELECT 1 FROM card other WHERE other.municipality = ${municipality}
        AND other.ticket <> ${ticketOf(one)} AND other.conversation = ${conversation.id}
        AND other.message_id = ${messageId})`.execute(tx);
}
