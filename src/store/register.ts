import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { isDiaryNumber } from '../core/number-shape.ts';
import { type EntryPlace, type Registration, referenceOf } from '../core/registration.ts';
import type { NewEntry, NumberOutcome, RegisterStore, SecuredEntry } from '../ports/register.ts';
import { orderHandovers } from './handovers.ts';
import { appendJournal } from './journal.ts';
import { changeSeal, entrySeal, factsSeal, protectedSeal } from './seals.ts';
import { storable } from './storable.ts';

/** The counter's row lock makes the series gap-free: a place is taken in the transaction that uses it, or not at all. */
export async function takeEntryPlace(
  tx: Transaction<unknown>,
  municipality: string,
  now: Temporal.Instant,
): Promise<EntryPlace> {
  const { year } = now.toZonedDateTimeISO('Europe/Stockholm');
  const { rows } = await sql<{ last: number }>`
    INSERT INTO register_counter (municipality, year, last) VALUES (${municipality}, ${year}, 1)
    ON CONFLICT (municipality, year) DO UPDATE SET last = register_counter.last + 1 RETURNING last`.execute(
    tx,
  );
  return { year, place: rows[0]?.last ?? 1 };
}

/** An entry with its id, place and number, as it is written. */
export interface PlacedEntry extends NewEntry {
  readonly id: string;
  readonly place: EntryPlace;
  readonly number: string | null;
}

/** Writes an entry of the register. @returns what the journal's line carries of it, so that a change is found */
export async function insertEntry(
  tx: Transaction<unknown>,
  municipality: string,
  now: Temporal.Instant,
  entry: PlacedEntry,
): Promise<Record<string, string>> {
  const { id, place, kind, direction, ticket, comment, ground, secret, by } = entry;
  const [documentAt, receivedAt] = [sealable(entry.documentAt), sealable(entry.receivedAt)];
  const number = entry.number === null ? null : storable(entry.number);
  const subject = storable(entry.subject);
  const apart = {
    sender: shielded(entry.sender),
    recipient: shielded(entry.recipient),
    subject: shielded(entry.protectedSubject),
  };
  const salt = randomBytes(16).toString('hex');
  // One statement: each adds half a millisecond to the transaction that secures.
  await sql`WITH entry AS (
    INSERT INTO registration (municipality, id, ticket, comment, kind, direction, state, number, series_year,
      series_number, subject, ground, secret, secrecy, document_at, received_at, secured_at, registered_at, by)
    VALUES (${municipality}, ${id}, ${ticket}, ${comment}, ${kind}, ${direction},
      ${number === null ? 'secured' : 'registered'}, ${number}, ${place.year}, ${place.place}, ${subject}, ${ground},
      ${secret}, ${secret ? 'possible' : 'none'}, ${documentAt}, ${receivedAt}, ${now},
      ${number === null ? null : now}, ${by})), apart AS (
    INSERT INTO registration_protected (municipality, registration, sender, recipient, subject, salt)
    VALUES (${municipality}, ${id}, ${apart.sender}, ${apart.recipient}, ${apart.subject}, ${salt}))
    ${orderHandovers(municipality, id, now)}`.execute(tx);
  return {
    entry: entrySeal({ id, ticket, subject, ground, secret, by }),
    entryFacts: factsSeal(id, {
      ...{ reference: referenceOf(place), kind, direction, comment },
      ...{ documentAt: documentAt?.toString() ?? null, receivedAt: receivedAt?.toString() ?? null },
    }),
    entryApart: protectedSeal(salt, apart),
    ...(number !== null &&
      (await writeChange(tx, municipality, now, { id, by, what: 'number', value: number }))),
  };
}

/** The database keeps microseconds, and a clock may give more: what is sealed must come back as it was. */
const sealable = (at: Temporal.Instant | null): Temporal.Instant | null =>
  at?.round({ smallestUnit: 'millisecond', roundingMode: 'floor' }) ?? null;

const shielded = (text: string | null): string | null => (text === null ? null : storable(text));

/** Writes one line of what is decided about an entry afterwards. @returns what the journal's line carries of it */
export async function writeChange(
  tx: Transaction<unknown>,
  municipality: string,
  now: Temporal.Instant,
  { id, by, what, value }: { id: string; by: string; what: string; value: string },
): Promise<{ entryChange: string }> {
  await sql`INSERT INTO registration_change (municipality, registration, seq, at, by, what, value)
    SELECT ${municipality}, ${id}, coalesce(max(seq), 0) + 1, ${now}, ${by}, ${what}, ${value}
    FROM registration_change WHERE municipality = ${municipality} AND registration = ${id}`.execute(tx);
  return { entryChange: changeSeal(id, { what, value }) };
}

/** Secures an entry that no ticket's decision makes, and journals it. Call it last in a transaction, as the journal asks. */
export async function secureEntry(
  tx: Transaction<unknown>,
  municipality: string,
  now: Temporal.Instant,
  entry: NewEntry,
): Promise<SecuredEntry> {
  const id = randomUUIDv7();
  const place = await takeEntryPlace(tx, municipality, now);
  const reference = referenceOf(place);
  const seals = await insertEntry(tx, municipality, now, { ...entry, id, place, number: null });
  const data = { registration: id, reference, kind: entry.kind, ...seals };
  const note = { kind: 'secured' as const, by: entry.by, data };
  await appendJournal(tx, municipality, now, [{ ticket: entry.ticket, note }]);
  return { id, reference, ...place };
}

/** Gives an entry its diary number, as `RegisterStore` says. */
export async function giveNumber(
  tx: Transaction<unknown>,
  municipality: string,
  now: Temporal.Instant,
  { reference, number: told, by, shape }: Parameters<RegisterStore['giveNumber']>[2],
): Promise<NumberOutcome> {
  const number = storable(told.trim());
  if (!isDiaryNumber(number, shape)) return 'bad-number';
  const entry = await lockEntry(tx, municipality, reference);
  if (!entry) return 'unknown';
  const { id, ticket, state } = entry;
  if (state === 'registered') return entry.number === number ? 'same' : 'conflict';
  if (state === 'returned') return 'returned';
  await sql`UPDATE registration SET state = 'registered', number = ${number}, registered_at = ${now}
    WHERE municipality = ${municipality} AND id = ${id}`.execute(tx);
  const seals = await writeChange(tx, municipality, now, { id, by, what: 'number', value: number });
  // The card says what the register says.
  if (ticket !== null) {
    await sql`UPDATE card SET wanted = wanted + 1 WHERE municipality = ${municipality} AND ticket = ${ticket}`.execute(
      tx,
    );
  }
  const note = { kind: 'registered' as const, by, data: { registration: id, reference, ...seals } };
  await appendJournal(tx, municipality, now, [{ ticket, note }]);
  return 'given';
}

/** The ticket is locked before its entry, as every decision about it does. */
async function lockEntry(tx: Transaction<unknown>, municipality: string, reference: string) {
  await sql`SELECT FROM ticket t JOIN registration r ON r.municipality = t.municipality AND r.ticket = t.id
    WHERE r.municipality = ${municipality} AND r.reference = ${reference} FOR UPDATE OF t`.execute(tx);
  const { rows } = await sql<{
    id: string;
    ticket: string | null;
    state: Registration['state'];
    number: string | null;
  }>`SELECT id, ticket, state, number FROM registration
    WHERE municipality = ${municipality} AND reference = ${reference} FOR UPDATE`.execute(tx);
  return rows[0];
}
