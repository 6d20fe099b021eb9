import { randomUUIDv7 } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { DisclosureRefusal, Request, RequestChange, Review } from '../core/request.ts';
import type { NewRequest, RequestStore } from '../ports/requests.ts';
import { appendJournal, type Queries } from './journal.ts';
import { secureEntry } from './register.ts';
import { insertRequest, requestRows } from './request-rows.ts';
import { placeHold, selectItems } from './request-selection.ts';
import { reviewSeal } from './seals.ts';
import { toJson } from './storable.ts';

/** Requests on a database. */
export const requestsOn = (db: Kysely<unknown>): RequestStore => ({
  openRequest: (municipality, now, request) =>
    db.transaction().execute((tx) => openRequest(tx, municipality, now, request)),
  requests: (municipality, which) =>
    requestRows(db, municipality, which === 'all' ? sql`true` : sql`q.state <> 'closed'`),
  request: async (municipality, reference) =>
    (await requestRows(db, municipality, sql`q.reference = ${reference}`))[0] ?? null,
  changeRequest: (municipality, now, reference, decide) =>
    db.transaction().execute(async (tx) => {
      await sql`SELECT FROM request WHERE municipality = ${municipality} AND reference = ${reference} FOR UPDATE`.execute(
        tx,
      );
      const request = await one(tx, municipality, reference);
      if (!request) return { refusal: { code: 'no-such-request' } satisfies DisclosureRefusal };
      const step = decide(request, await reviewsOf(tx, municipality, request.id));
      if ('refusal' in step) return step;
      await apply(tx, municipality, now, request, step);
      return { request: (await one(tx, municipality, reference)) ?? request };
    }),
  contextOf: async (municipality, request) => {
    const { rows } = await sql<{ comment: string }>`SELECT comment FROM request_item
      WHERE municipality = ${municipality} AND request = ${request} AND context`.execute(db);
    return new Set(rows.map(({ comment }) => comment));
  },
  packageBuilt: (municipality, now, by, { sha256, selected, given, masked, withheld }) =>
    db.transaction().execute(async (tx) => {
      const data = { sha256, selected, given, masked, withheld };
      await appendJournal(tx, municipality, now, [
        { ticket: null, note: { kind: 'package-built', by, data } },
      ]);
    }),
  reviews: (municipality, request) => reviewsOf(db, municipality, request),
});

const one = async (db: Queries, municipality: string, reference: string) =>
  (await requestRows(db, municipality, sql`q.reference = ${reference}`))[0];

async function openRequest(
  tx: Transaction<unknown>,
  municipality: string,
  now: Temporal.Instant,
  { delivery, address, receivedAt, comment, subject, by }: NewRequest,
): Promise<Request> {
  if (comment !== null) {
    // Two that press at the same time make one.
    await sql`SELECT FROM comment WHERE municipality = ${municipality} AND id = ${comment} FOR UPDATE`.execute(
      tx,
    );
    const [known] = await requestRows(tx, municipality, sql`q.comment = ${comment}`);
    if (known) return known;
  }
  const id = randomUUIDv7();
  const entry = await secureEntry(tx, municipality, now, {
    ...{ kind: 'request', direction: 'in', ticket: null, comment, documentAt: receivedAt, receivedAt: now },
    ...{ subject, ground: null, secret: false, by, sender: null, recipient: null, protectedSubject: null },
  });
  const { id: registration, reference } = entry;
  await insertRequest(tx, municipality, {
    id,
    registration,
    reference,
    comment,
    delivery,
    address,
    receivedAt,
  });
  const data = { request: id, reference: entry.reference };
  await appendJournal(tx, municipality, now, [
    { ticket: null, note: { kind: 'request-received', by, data } },
  ]);
  const opened = await one(tx, municipality, entry.reference);
  if (!opened) throw new Error(`No request was made of ${entry.reference}`);
  return opened;
}

async function apply(
  tx: Transaction<unknown>,
  municipality: string,
  now: Temporal.Instant,
  request: Request,
  change: RequestChange,
): Promise<void> {
  const { id } = request;
  const { by } = change.journal;
  if (change.select) await writeSelection(tx, municipality, now, request, { by, ...change.select });
  await sql`UPDATE request SET state = ${change.state},
      closed_at = CASE WHEN ${change.state} = 'closed' THEN coalesce(closed_at, ${now}) END,
      address = CASE WHEN ${change.state} = 'closed' THEN NULL ELSE address END
    WHERE municipality = ${municipality} AND id = ${id}`.execute(tx);
  if (change.review) await writeReview(tx, municipality, now, id, change.review);
  if (change.lookedAtBy !== undefined) {
    await sql`UPDATE request SET looked_at_by = ${change.lookedAtBy} WHERE municipality = ${municipality} AND id = ${id}`.execute(
      tx,
    );
  }
  if (change.package) {
    await sql`UPDATE request SET package = ${toJson(change.package)}::jsonb WHERE municipality = ${municipality} AND id = ${id}`.execute(
      tx,
    );
  }
  if (change.hold !== undefined) await moveHold(tx, municipality, now, request, { by, hold: change.hold });
  const { decision } = change;
  const refusal = decision ? await drawUp(tx, municipality, now, request, { by, ...decision }) : null;
  const { kind, data } = change.journal;
  const sealed = change.review ? { review: reviewSeal(id, change.review) } : {};
  const note = { kind, by, data: { ...data, ...sealed, ...(refusal !== null && { refusal }) } };
  await appendJournal(tx, municipality, now, [{ ticket: null, note }]);
}

async function writeSelection(
  tx: Transaction<unknown>,
  municipality: string,
  now: Temporal.Instant,
  request: Request,
  { by, query, names }: { by: string } & NonNullable<RequestChange['select']>,
): Promise<void> {
  const hold = await placeHold(tx, municipality, now, { request, by, query });
  await sql`UPDATE request SET query = ${toJson(query)}::jsonb, names = ${names}, selected_at = ${now}, hold = ${hold}
    WHERE municipality = ${municipality} AND id = ${request.id}`.execute(tx);
  await selectItems(tx, municipality, { request: request.id, hold, query });
}

async function writeReview(
  tx: Transaction<unknown>,
  municipality: string,
  now: Temporal.Instant,
  request: string,
  { comment, version, outcome, provision, masks, by }: Review,
): Promise<void> {
  await sql`INSERT INTO request_review (municipality, request, comment, version, outcome, provision, masks, by, at)
    VALUES (${municipality}, ${request}, ${comment}, ${version}, ${outcome}, ${provision}, ${toJson(masks)}::jsonb, ${by}, ${now})
    ON CONFLICT (municipality, request, comment, version) DO UPDATE SET outcome = excluded.outcome,
      provision = excluded.provision, masks = excluded.masks, by = excluded.by, at = excluded.at`.execute(tx);
}

async function moveHold(
  tx: Transaction<unknown>,
  municipality: string,
  now: Temporal.Instant,
  request: Request,
  { by, hold }: { by: string; hold: NonNullable<RequestChange['hold']> },
): Promise<void> {
  const endsAt = typeof hold === 'string' ? null : hold;
  await sql`UPDATE hold SET ends_at = ${endsAt},
      released_by = CASE WHEN ${hold === 'released'} THEN ${by} END,
      released_at = CASE WHEN ${hold === 'released'} THEN ${now}::timestamptz END
    WHERE municipality = ${municipality} AND id = ${request.hold}`.execute(tx);
  await sql`UPDATE request SET hold_until = ${hold === 'released' ? now : endsAt}
    WHERE municipality = ${municipality} AND id = ${request.id}`.execute(tx);
}

/** The decision to refuse is a document of its own. */
async function drawUp(
  tx: Transaction<unknown>,
  municipality: string,
  now: Temporal.Instant,
  { id }: Request,
  { by, subject }: { by: string; subject: string },
): Promise<string> {
  const { reference } = await secureEntry(tx, municipality, now, {
    ...{
      kind: 'decision',
      direction: 'drawn-up',
      ticket: null,
      comment: null,
      documentAt: now,
      receivedAt: null,
    },
    ...{ subject, ground: null, secret: false, by, sender: null, recipient: null, protectedSubject: null },
  });
  await sql`UPDATE request SET refusal = ${reference} WHERE municipality = ${municipality} AND id = ${id}`.execute(
    tx,
  );
  return reference;
}

async function reviewsOf(db: Queries, municipality: string, request: string): Promise<readonly Review[]> {
  const { rows } = await sql<Review>`
    SELECT comment, version, outcome, provision, masks, by FROM request_review
    WHERE municipality = ${municipality} AND request = ${request} ORDER BY comment, version`.execute(db);
  return rows;
}
