import { sql, type Transaction } from 'kysely';
import type { Registration, RegistrationChange } from '../core/registration.ts';
import { type Made, ticketOf } from './made.ts';
import { basisSeal, entrySeal, numberSeal } from './seals.ts';
import { sealed, storable } from './storable.ts';

/**
 * What the journal's lines carry of the records, so that a change of one is found (`verify.ts`). By decision: `record`,
 * the id of the reason or reply, `text`, its keyed hash, and `basis`. By registration: `entry` and `entryNumber`.
 */
export type Seals = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** Writes what a decision keeps for ever: reasons, replies, registrations and counted breaches. */
export async function commitRecords(
  tx: Transaction<unknown>,
  municipality: string,
  now: Temporal.Instant,
  made: readonly Made[],
): Promise<Seals> {
  const seals = new Map<string, Readonly<Record<string, string>>>();
  for (const one of made) {
    const { decision, situation, request } = one;
    const ticket = ticketOf(one);
    const row = { municipality, id: situation.decisionId, ticket, by: request.by ?? '', now };
    if (decision.reason) seals.set(row.id, await writeReason(tx, row, decision.reason, request.policy));
    if (decision.reply) seals.set(row.id, await writeReply(tx, row, decision.reply));
    if (decision.registration) {
      const [id, seal] = await writeRegistration(tx, row, decision.registration);
      seals.set(registrationKey(id), seal);
    }
    if (decision.breach) await writeBreach(tx, one, now);
    if (decision.voidBreach) {
      await sql`UPDATE breach SET voided_at = ${now}
        WHERE municipality = ${municipality} AND ticket = ${ticket} AND voided_at IS NULL`.execute(tx);
    }
  }
  return seals;
}

/** Under which a registration's seals are found. */
export const registrationKey = (id: unknown): string => `registration:${id}`;

interface Row {
  readonly municipality: string;
  readonly id: string;
  readonly ticket: string | null;
  readonly by: string;
  readonly now: Temporal.Instant;
}

async function writeReason(
  tx: Transaction<unknown>,
  { municipality, id, ticket, by, now }: Row,
  reason: NonNullable<Made['decision']['reason']>,
  policy: string,
): Promise<Record<string, string>> {
  const { text, salt, hmac } = sealed(reason.text);
  await sql`INSERT INTO reason (municipality, id, ticket, verb, rule, quote, policy, text, salt, by, at)
    VALUES (${municipality}, ${id}, ${ticket}, ${reason.verb}, ${reason.rule}, ${reason.quote}, ${policy}, ${text},
      ${salt}, ${by}, ${now})`.execute(tx);
  return { record: id, text: hmac, basis: basisSeal(salt, { ...reason, policy }) };
}

async function writeReply(
  tx: Transaction<unknown>,
  { municipality, id, ticket, by, now }: Row,
  reply: NonNullable<Made['decision']['reply']>,
): Promise<Record<string, string>> {
  const { text, salt, hmac } = sealed(reply.text);
  await sql`INSERT INTO reply (municipality, id, ticket, kind, text, salt, by, at)
    VALUES (${municipality}, ${id}, ${ticket}, ${reply.kind}, ${text}, ${salt}, ${by}, ${now})`.execute(tx);
  return { record: id, text: hmac };
}

/** @returns its id and seals */
async function writeRegistration(
  tx: Transaction<unknown>,
  row: Row,
  change: RegistrationChange,
): Promise<readonly [string, Record<string, string>]> {
  const { municipality, now } = row;
  if ('complete' in change) {
    const number = storable(change.number);
    await sql`UPDATE registration SET state = 'registered', number = ${number}, registered_at = ${now}
      WHERE municipality = ${municipality} AND id = ${change.complete} AND state = 'secured'`.execute(tx);
    return [change.complete, { entryNumber: numberSeal(change.complete, number) }];
  }
  const create = { ...change.create, subject: storable(change.create.subject) };
  const given = await numberFor(tx, row, change.number);
  const state: Registration['state'] = given.number === null ? 'secured' : 'registered';
  await sql`INSERT INTO registration (municipality, id, ticket, state, number, series_year, series_number, subject,
      ground, secret, secured_at, registered_at, by)
    VALUES (${municipality}, ${row.id}, ${row.ticket}, ${state}, ${given.number}, ${given.year}, ${given.counted},
      ${create.subject}, ${create.ground}, ${create.secret}, ${now},
      ${given.number === null ? null : now}, ${create.by})`.execute(tx);
  const entry = entrySeal({ ...create, id: row.id, ticket: row.ticket });
  return [row.id, { entry, ...(given.number !== null && { entryNumber: numberSeal(row.id, given.number) }) }];
}

interface Numbered {
  readonly number: string | null;
  readonly year: number | null;
  readonly counted: number | null;
}

/** The counter's row lock makes the series gap-free: a number is taken in the transaction that uses it, or not at all. */
async function numberFor(
  tx: Transaction<unknown>,
  { municipality, now }: Row,
  wanted: Extract<RegistrationChange, { create: unknown }>['number'],
): Promise<Numbered> {
  if (wanted === null) return { number: null, year: null, counted: null };
  if ('given' in wanted) return { number: storable(wanted.given), year: null, counted: null };
  const { year } = now.toZonedDateTimeISO('Europe/Stockholm');
  const { rows } = await sql<{ last: number }>`
    INSERT INTO register_counter (municipality, year, last) VALUES (${municipality}, ${year}, 1)
    ON CONFLICT (municipality, year) DO UPDATE SET last = register_counter.last + 1 RETURNING last`.execute(
    tx,
  );
  const counted = rows[0]?.last ?? 1;
  return { number: `${wanted.series} ${year}/${String(counted).padStart(4, '0')}`, year, counted };
}

async function writeBreach(tx: Transaction<unknown>, one: Made, now: Temporal.Instant): Promise<void> {
  const { decision, situation } = one;
  const { comment, decisionId } = situation;
  if (!decision.breach || comment.author.id === null) return;
  await sql`INSERT INTO breach (municipality, decision, ticket, platform, account, author_id, rule, at)
    VALUES (${comment.municipality}, ${decisionId}, ${ticketOf(one)}, ${comment.platform}, ${comment.account},
      ${comment.author.id}, ${decision.breach.rule}, ${now})`.execute(tx);
}
