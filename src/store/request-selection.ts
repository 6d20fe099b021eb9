import { randomUUIDv7 } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { RecordQuery } from '../core/record-item.ts';
import type { Request } from '../core/request.ts';
import { isMeant } from './record-items.ts';
import { toJson } from './storable.ts';

/** Holds back from disposal what a request asks for, with the words in which it was asked. @returns the hold's id */
export async function placeHold(
  tx: Transaction<unknown>,
  municipality: string,
  now: Temporal.Instant,
  { request, by, query }: { request: Request; by: string; query: RecordQuery },
): Promise<string> {
  const id = randomUUIDv7();
  await sql`INSERT INTO hold (municipality, id, because, reference, query, placed_by, placed_at)
    VALUES (${municipality}, ${id}, 'request', ${request.reference}, ${toJson(query)}::jsonb, ${by}, ${now})`.execute(
    tx,
  );
  return id;
}

/**
 * Writes down what is found, and what that answers though it lies outside: the comment above, and the post that it stands
 * under. All of it is held.
 */
export async function selectItems(
  tx: Transaction<unknown>,
  municipality: string,
  { request, hold, query }: { request: string; hold: string; query: RecordQuery },
): Promise<void> {
  await sql`INSERT INTO request_item (municipality, request, comment, context)
    SELECT ${municipality}, ${request}, c.id, false FROM comment c
      LEFT JOIN ticket t ON t.municipality = c.municipality AND t.comment = c.id
      WHERE ${isMeant(municipality, query)}`.execute(tx);
  await sql`INSERT INTO request_item (municipality, request, comment, context)
    SELECT DISTINCT i.municipality, i.request, a.id, true FROM request_item i
      JOIN comment c ON c.municipality = i.municipality AND c.id = i.comment
      JOIN comment a ON a.municipality = c.municipality AND a.platform = c.platform AND a.account = c.account
        AND comment_name(a.platform, a.external_id)
          IN (comment_name(c.platform, c.parent_id), comment_name(c.platform, c.post_id))
      WHERE i.municipality = ${municipality} AND i.request = ${request} AND NOT i.context
    ON CONFLICT DO NOTHING`.execute(tx);
  await sql`INSERT INTO hold_comment (municipality, hold, comment)
    SELECT municipality, ${hold}, comment FROM request_item
      WHERE municipality = ${municipality} AND request = ${request}`.execute(tx);
}
