import { createHash, randomUUIDv7 } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { InboxCount, InboxItem } from '../core/inbox.ts';
import { storable, toJson } from './storable.ts';

/**
 * Keeps what nobody could read, in one statement; what is there already, byte for byte, is not kept again.
 * @returns what was new, in order
 */
export async function keepUnread(db: Kysely<unknown>, items: readonly InboxItem[]): Promise<InboxItem[]> {
  let end = 0;
  const hashed = items.map((item) => ({ item, sha256: sha256(item.body) }));
  const rows = hashed.map(({ item: { body, receivedAt, account, ...item }, sha256 }) => {
    end += body.length;
    return {
      ...item,
      id: randomUUIDv7(),
      account: account && storable(account),
      received_at: receivedAt.toString(),
      sha256,
      first: end - body.length + 1,
      length: body.length,
    };
  });
  const bodies = Buffer.concat(items.map(({ body }) => body));
  // In the order of the hashes, so that two processes with the same ones do not lock each other out.
  const { rows: stored } = await sql<{ sha256: string }>`
    INSERT INTO inbox (id, source, account, municipality, received_at, why, sha256, body)
    SELECT id, source, account, municipality, received_at, why, sha256, substring(${bodies}::bytea FROM first FOR length)
    FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS r (id uuid, source text, account text, municipality text,
      received_at timestamptz, why text, sha256 text, first int, length int)
    ORDER BY sha256 ON CONFLICT (sha256) DO NOTHING RETURNING sha256`.execute(db);
  const fresh = new Set(stored.map((row) => row.sha256));
  return hashed.flatMap(({ item, sha256 }) => (fresh.delete(sha256) ? [item] : []));
}

const sha256 = (body: Buffer): string => createHash('sha256').update(body).digest('hex');

/** How much stands unread, by source, account and reason. */
export async function countUnread(db: Kysely<unknown>): Promise<InboxCount[]> {
  const { rows } = await sql<InboxCount>`
    SELECT source, account, municipality, why, count(*)::int AS count, max(received_at) AS "latestAt"
    FROM inbox WHERE state = 'unread'
    GROUP BY source, account, municipality, why ORDER BY source, account NULLS FIRST, municipality, why`.execute(
    db,
  );
  return rows;
}
