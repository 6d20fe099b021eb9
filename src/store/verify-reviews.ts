import { type RawBuilder, sql } from 'kysely';
import type { Review } from '../core/request.ts';
import { reviewSeal } from './seals.ts';
import { fault, type Look, PAGE, type RecordFault } from './verify-look.ts';

/**
 * What was decided of the items of requests: the last line of each item that has a seal, since the row holds the last word
 * alone. A line of before there were seals is passed over.
 */
export const sealedReviews: Look = async (db, { municipality, after, last }) => {
  const { rows } = await sql<{
    seq: number;
    id: string;
    request: string;
    seal: string;
    superseded: boolean;
    row: Review | null;
  }>`SELECT j.seq, j.data->>'request' AS request, j.data->>'review' AS seal,
      (j.data->>'request') || '/' || (j.data->>'comment') || '/' || (j.data->>'commentVersion') AS id,
      EXISTS (SELECT FROM journal n WHERE n.municipality = j.municipality AND n.kind = j.kind AND n.seq > j.seq
        AND n.seq <= ${last} AND n.data->>'request' = j.data->>'request' AND n.data->>'comment' = j.data->>'comment'
        AND n.data->>'commentVersion' = j.data->>'commentVersion') AS superseded,
      (SELECT to_jsonb(r) FROM request_review r WHERE r.municipality = j.municipality
        AND r.request = (j.data->>'request')::uuid AND r.comment = (j.data->>'comment')::uuid
        AND r.version = (j.data->>'commentVersion')::int) AS row
    FROM journal j
    WHERE j.municipality = ${municipality} AND j.kind = 'request-item-reviewed' AND j.data ? 'review'
      AND j.seq > ${after} AND j.seq <= ${last}
    ORDER BY j.seq LIMIT ${PAGE}`.execute(db);
  return rows.map(({ seq, id, request, seal, superseded, row }) => {
    const whole = superseded || (row !== null && reviewSeal(request, row) === seal);
    return { seq, fault: fault('request_review', id, seq, { found: row !== null, whole }) };
  });
};

/** Reviews that no line tells of. */
export const UNTOLD_REVIEWS: readonly [
  RecordFault['table'],
  RecordFault['why'],
  (municipality: string) => RawBuilder<{ id: string }>,
] = [
  'request_review',
  'unsealed',
  (municipality) => sql`SELECT request || '/' || comment || '/' || version AS id FROM request_review
    WHERE municipality = ${municipality}
    EXCEPT SELECT (data->>'request') || '/' || (data->>'comment') || '/' || (data->>'commentVersion') FROM journal
    WHERE municipality = ${municipality} AND kind = 'request-item-reviewed'`,
];
