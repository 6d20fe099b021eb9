import { type RawBuilder, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { PlatformName } from '../core/platform.ts';
import type { RecordQuery } from '../core/record-item.ts';
import type { Request, Review } from '../core/request.ts';
import type { NewRequest } from '../ports/requests.ts';
import type { Queries } from './journal.ts';
import { storable } from './storable.ts';

type Row = Omit<Request, 'query' | 'reviewed'> & {
  readonly query: unknown;
  readonly reviewed: Partial<Request['reviewed']>;
};

/** Opens a request; its entry has been written. */
export async function insertRequest(
  tx: Transaction<unknown>,
  municipality: string,
  request: Pick<NewRequest, 'comment' | 'delivery' | 'address' | 'receivedAt'> &
    Readonly<Record<'id' | 'registration' | 'reference', string>>,
): Promise<void> {
  const { id, registration, reference, comment, delivery, address, receivedAt } = request;
  await sql`INSERT INTO request (municipality, id, registration, reference, comment, state, delivery, address, received_at)
    VALUES (${municipality}, ${id}, ${registration}, ${reference}, ${comment}, 'received', ${delivery},
      ${address === null ? null : storable(address)}, ${receivedAt})`.execute(tx);
}

/** Requests that fit: `q` is the request. */
export async function requestRows(
  db: Queries,
  municipality: string,
  fits: RawBuilder<unknown>,
): Promise<readonly Request[]> {
  const { rows } = await sql<Row>`
    SELECT q.id, q.reference, q.state, q.delivery, q.address, q.received_at AS "receivedAt", q.query,
      q.selected_at AS "selectedAt", q.hold, q.names, q.looked_at_by AS "lookedAtBy", q.package, q.refusal,
      q.hold_until AS "holdUntil", q.closed_at AS "closedAt",
      (SELECT count(*)::int FROM request_item i
        WHERE i.municipality = q.municipality AND i.request = q.id AND NOT i.context) AS selected,
      (SELECT coalesce(jsonb_agg(DISTINCT r.by), '[]') FROM request_review r
        WHERE r.municipality = q.municipality AND r.request = q.id) AS reviewers,
      (SELECT coalesce(jsonb_object_agg(o.outcome, o.items), '{}') FROM (
        SELECT r.outcome, count(*) AS items FROM request_review r
          WHERE r.municipality = q.municipality AND r.request = q.id GROUP BY r.outcome) o) AS reviewed
    FROM request q WHERE q.municipality = ${municipality} AND ${fits} ORDER BY q.received_at, q.id`.execute(
    db,
  );
  return rows.map(({ query, reviewed, ...row }) => ({
    ...row,
    query: query === null ? null : StoredQuery.parse(query),
    reviewed: { ...NONE, ...reviewed },
  }));
}

const NONE: Readonly<Record<Review['outcome'], number>> = { given: 0, masked: 0, withheld: 0 };

const Instant = z.string().transform((text) => Temporal.Instant.from(text));

const StoredQuery: z.ZodType<RecordQuery, unknown> = z.object({
  from: Instant,
  to: Instant,
  platform: PlatformName.optional(),
  account: z.string().optional(),
  ticket: z.int().optional(),
  author: z.string().optional(),
  words: z.string().optional(),
});
