import { sql, type Transaction } from 'kysely';
import type { Comment } from '../core/comment.ts';
import type { EntryKind, RegistrationChange } from '../core/registration.ts';
import { type Applied, differing } from './applied.ts';
import { type Made, ticketOf } from './made.ts';
import { insertEntry, writeChange } from './register.ts';
import { insertRequest } from './request-rows.ts';
import { basisSeal } from './seals.ts';
import { sealed, storable } from './storable.ts';

/**
 * What the journal's lines carry of the records, so that a change of one is found (`verify.ts`). By decision, for its
 * reason and its reply each: `record`, the id, `text`, its keyed hash, and of a reason `basis`. By registration: what begins with `entry`.
 */
export type Seals = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** Writes what a decision keeps for ever: reasons, replies, registrations and counted breaches. */
export async function commitRecords(
  tx: Transaction<unknown>,
  municipality: string,
  now: Temporal.Instant,
  applied: readonly Applied[],
): Promise<Seals> {
  const seals = new Map<string, Readonly<Record<string, string>>>();
  for (const one of applied) {
    const { decision, situation, request } = one;
    const ticket = ticketOf(one);
    const row = { municipality, id: situation.decisionId, ticket, by: request.by ?? '', now };
    if (decision.reason) seals.set(row.id, await writeReason(tx, row, decision.reason, request.policy));
    if (decision.reply) seals.set(replyKey(row.id), await writeReply(tx, row, decision.reply));
    const registered = await writeRegistration(tx, row, one);
    if (registered) seals.set(registrationKey(registered[0]), registered[1]);
    await writeBreaches(tx, row, one);
  }
  return seals;
}

/** Under which a reply's seals are found: a decision may have a reason too. */
export const replyKey = (decision: string): string => `reply:${decision}`;

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

/** @returns its id and seals; null when nothing of the register has changed */
async function writeRegistration(
  tx: Transaction<unknown>,
  { municipality, ticket, by, now }: Row,
  { decision, situation, after, place }: Applied,
): Promise<readonly [string, Record<string, string>] | null> {
  const [entry] = differing(situation.registrations, after.registrations);
  const { registration: change } = decision;
  if (!entry || !change) return null;
  const { id, state, secrecy, provision, outcome, registeredAt } = entry;
  if ('create' in change) {
    if (place === null) throw new Error('An entry was made without a place in the register');
    const { comment } = situation;
    const seals = await insertEntry(tx, municipality, now, {
      ...{ id, place, number: entry.number, ticket, comment: comment.id, ...change.create },
      ...documentOf(change.create.kind, comment),
    });
    if (change.create.kind === 'request')
      await insertRequest(tx, municipality, {
        id,
        registration: id,
        reference: entry.reference,
        comment: comment.id,
        ...NOT_SAID,
        receivedAt: comment.createdAt,
      });
    return [id, { reference: entry.reference, ...seals }];
  }
  const number = entry.number === null ? null : storable(entry.number);
  await sql`UPDATE registration SET state = ${state}, number = ${number}, registered_at = ${registeredAt},
      secrecy = ${secrecy}, provision = ${provision}, outcome = ${outcome}
    WHERE municipality = ${municipality} AND id = ${id}`.execute(tx);
  return [id, { ...(await writeChange(tx, municipality, now, { id, by, ...changeOf(change) })) }];
}

/** Nobody is asked how they want it: it can be read on the spot until they say otherwise. */
const NOT_SAID = { delivery: 'on-the-spot', address: null } as const;

/** A report to the police is drawn up here; the comment that it is about came in. Who asks for documents is not noted. */
const documentOf = (kind: EntryKind, { createdAt, arrivedAt, author }: Comment) =>
  kind === 'police-report'
    ? {
        ...{ direction: 'drawn-up' as const, documentAt: null, receivedAt: null },
        ...{ sender: null, recipient: null, protectedSubject: null },
      }
    : {
        ...{ direction: 'in' as const, documentAt: createdAt, receivedAt: arrivedAt },
        ...{ sender: kind === 'request' ? null : author.name, recipient: null, protectedSubject: null },
      };

/** A change as it is kept. */
function changeOf(change: Exclude<RegistrationChange, { create: unknown }>): { what: string; value: string } {
  if ('numbered' in change) return { what: 'number', value: storable(change.number) };
  if ('tried' in change) return { what: 'secrecy', value: change.provision ?? 'none' };
  return 'returned' in change
    ? { what: 'returned', value: 'returned' }
    : { what: 'outcome', value: change.became };
}

/** Breaches are found by the author's id, never by a name. */
async function writeBreaches(
  tx: Transaction<unknown>,
  { municipality, ticket, now }: Row,
  { situation, after }: Applied,
): Promise<void> {
  if (differing(after.breaches, situation.breaches).length > 0) {
    await sql`UPDATE breach SET voided_at = ${now}
      WHERE municipality = ${municipality} AND ticket = ${ticket} AND voided_at IS NULL`.execute(tx);
  }
  const { comment, decisionId } = situation;
  for (const { rule, at } of differing(situation.breaches, after.breaches)) {
    await sql`INSERT INTO breach (municipality, decision, ticket, platform, account, author_id, rule, at)
      VALUES (${municipality}, ${decisionId}, ${ticket}, ${comment.platform}, ${comment.account},
        ${comment.author.id}, ${rule}, ${at})`.execute(tx);
  }
}
