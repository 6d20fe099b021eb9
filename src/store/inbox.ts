import { createHash, randomUUIDv7 } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { InboxCount, InboxItem, InboxRow, Received, Unread } from '../core/inbox.ts';
import type { ClaimedDelivery, ReadThrough } from '../ports/archive.ts';
import { storable, toJson } from './storable.ts';

type Needed = 'source' | 'body' | 'receivedAt' | 'app';
interface NewRow extends Omit<Partial<InboxItem>, Needed>, Pick<InboxItem, Needed> {}

/** Keeps deliveries as they came, in one statement. One that the same app brought before, byte for byte, is there already. */
export async function keepDeliveries(
  db: Kysely<unknown>,
  source: string,
  deliveries: readonly Received[],
): Promise<void> {
  await insert(
    db,
    deliveries.map(({ body, receivedAt, app }) => ({ body, receivedAt, app, source })),
  );
}

/**
 * Adds rows, in one statement; what is there already from that app, byte for byte, is not kept again.
 * @returns what was new, in order
 */
async function insert<Row extends NewRow>(db: Kysely<unknown>, items: readonly Row[]): Promise<Row[]> {
  if (items.length === 0) return [];
  let end = 0;
  const hashed = items.map((item) => ({ item, sha256: sha256(item.body) }));
  const rows = hashed.map(({ item: { body, receivedAt, account, app, ...item }, sha256 }) => {
    end += body.length;
    return {
      ...item,
      id: randomUUIDv7(),
      app: app ?? THE_INSTALLATION,
      account: account && storable(account),
      received_at: receivedAt.toString(),
      state: item.why === undefined ? 'received' : 'unread',
      sha256,
      first: end - body.length + 1,
      length: body.length,
    };
  });
  const bodies = Buffer.concat(items.map(({ body }) => body));
  // In the order of the hashes, so that two processes with the same ones do not lock each other out.
  const { rows: stored } = await sql<{ app: string; sha256: string }>`
    INSERT INTO inbox (id, app, source, account, municipality, received_at, state, why, sha256, body)
    SELECT id, app, source, account, municipality, received_at, state, why, sha256,
      substring(${bodies}::bytea FROM first FOR length)
    FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS r (id uuid, app text, source text, account text, municipality text,
      received_at timestamptz, state text, why text, sha256 text, first int, length int)
    ORDER BY app, sha256 ON CONFLICT (app, sha256) DO NOTHING RETURNING app, sha256`.execute(db);
  const fresh = new Set(stored.map((row) => `${row.app} ${row.sha256}`));
  return hashed.flatMap(({ item, sha256 }) =>
    fresh.delete(`${item.app ?? THE_INSTALLATION} ${sha256}`) ? [item] : [],
  );
}

/** As the table spells that no municipality's own app brought it. */
const THE_INSTALLATION = '';

const sha256 = (body: Buffer): string => createHash('sha256').update(body).digest('hex');

/** Read at a time, beside the one that goes beyond it: Meta may send 8 MiB in one delivery, and fifty such at once. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Hands out deliveries that nobody has read, oldest first, each to one reader; one whose reader vanished is handed out again. */
export async function claimDeliveries(
  db: Kysely<unknown>,
  limit: number,
  leaseMs: number,
): Promise<ClaimedDelivery[]> {
  const { rows } = await sql<ClaimedDelivery>`
    WITH waiting AS (
      SELECT id, octet_length(body) AS size FROM inbox
      WHERE state = 'received' AND (lease_until IS NULL OR lease_until < now())
      ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ), sized AS (
      SELECT id, sum(size) OVER (ORDER BY id) - size AS before FROM waiting
    )
    UPDATE inbox SET attempts = inbox.attempts + 1, lease_until = now() + ${leaseMs} * interval '1 ms'
    FROM sized WHERE inbox.id = sized.id AND sized.before < ${MOST_BYTES}
    RETURNING inbox.id, inbox.source, inbox.received_at AS "receivedAt", inbox.body, inbox.sha256, inbox.attempts,
      nullif(inbox.app, ${THE_INSTALLATION}) AS app`.execute(db);
  return rows.sort((one, other) => (one.id < other.id ? -1 : 1));
}

/**
 * Notes what became of deliveries, in one transaction: what was not understood is kept, each part by itself; of the
 * rest the row keeps the hash alone, since the archive has it.
 * @returns the parts that were not there before
 */
export async function deliveriesRead(
  db: Kysely<unknown>,
  read: readonly ReadThrough[],
): Promise<InboxItem[]> {
  if (read.length === 0) return [];
  const whole = ({ delivery, unread }: ReadThrough) => unread.find(({ body }) => body.equals(delivery.body));
  return db.transaction().execute(async (tx) => {
    const rows = read.map((one) => ({ id: one.delivery.id, ...about(whole(one)) }));
    await sql`UPDATE inbox i SET state = CASE WHEN r.why IS NULL THEN 'archived' ELSE 'unread' END, why = r.why,
        account = r.account, municipality = r.municipality, lease_until = NULL,
        body = CASE WHEN r.why IS NOT NULL THEN i.body END
      FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS r (id uuid, account text, municipality text, why text)
      WHERE i.id = r.id`.execute(tx);
    await noteWebhooks(tx, read);
    const items = read.flatMap((one) => {
      const { source, receivedAt, app } = one.delivery;
      return one.unread.map((part) => ({ ...part, source, receivedAt, app, isWhole: part === whole(one) }));
    });
    const parts = items.filter(({ isWhole }) => !isWhole).map(({ isWhole: _, ...item }) => item);
    const fresh = await insert(tx, parts);
    return [...items.filter(({ isWhole }) => isWhole), ...fresh];
  });
}

/** When each account's platform last brought something, to the minute: a storm need not write it each time. */
async function noteWebhooks(tx: Transaction<unknown>, read: readonly ReadThrough[]): Promise<void> {
  const told = read.flatMap(({ delivery: { source, receivedAt }, tellsOf }) =>
    tellsOf.map((one) => ({ ...one, platform: source, at: receivedAt.toString() })),
  );
  if (told.length === 0) return;
  // In order, so that two readers do not lock each other out.
  await sql`WITH told AS (
      SELECT municipality, platform, account, max(at) AS at
      FROM jsonb_to_recordset(${toJson(told)}::jsonb)
        AS r (municipality text, platform text, account text, at timestamptz)
      GROUP BY municipality, platform, account
    ), held AS (
      SELECT a.municipality, a.platform, a.account, t.at FROM account a JOIN told t USING (municipality, platform, account)
      WHERE a.last_webhook_at IS NULL OR a.last_webhook_at <= t.at - interval '1 minute'
      ORDER BY 1, 2, 3 FOR UPDATE OF a
    )
    UPDATE account a SET last_webhook_at = held.at FROM held
    WHERE (a.municipality, a.platform, a.account) = (held.municipality, held.platform, held.account)`.execute(
    tx,
  );
}

const about = (unread: (Unread & Pick<InboxItem, 'municipality'>) | undefined) =>
  unread && {
    account: unread.account && storable(unread.account),
    municipality: unread.municipality,
    why: unread.why,
  };

/** What stands unread, oldest first, without what it says. */
export async function unreadRows(db: Kysely<unknown>, municipality: string | null): Promise<InboxRow[]> {
  const { rows } = await sql<InboxRow>`
    SELECT id, source, account, municipality, received_at AS "receivedAt", why FROM inbox
    WHERE state = 'unread' AND (${municipality}::text IS NULL OR municipality = ${municipality})
    ORDER BY id`.execute(db);
  return rows;
}

/** Hands what stands unread to the readers again; the number of it. */
export async function retryUnread(db: Kysely<unknown>, municipality: string | null): Promise<number> {
  const { numAffectedRows } = await sql`
    UPDATE inbox SET state = 'received', why = NULL, attempts = 0, lease_until = NULL
    WHERE state = 'unread' AND (${municipality}::text IS NULL OR municipality = ${municipality})`.execute(db);
  return Number(numAffectedRows);
}

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
