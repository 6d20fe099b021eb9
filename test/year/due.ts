import { type Kysely, sql } from 'kysely';

/** How much the bot has to do at an instant, by the job that does it; `underWay`: begun and not ended. */
export interface Due {
  /** Deliveries to read, and comments to screen. */
  readonly screening: number;
  readonly card: number;
  readonly effect: number;
  readonly digest: number;
  readonly underWay: number;
}

/** What a failed or unknown act holds back is not due: a person must speak first. */
const HELD = sql`EXISTS (SELECT 1 FROM effect b WHERE b.municipality = e.municipality AND b.ticket = e.ticket
  AND b.lane = e.lane AND b.seq < e.seq AND b.lane NOT IN ('chat', 'clock') AND b.state IN ('failed', 'unknown'))`;

/** Asks the ledgers, in one query. */
export async function dueAt(kysely: Kysely<unknown>, nowMs: number): Promise<Due> {
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs);
  const { rows } = await sql<Due>`
    SELECT
      ((SELECT count(*) FROM inbox WHERE state = 'received')
        + (SELECT count(*) FROM comment_version WHERE screened_at IS NULL))::int AS screening,
      (SELECT count(*) FROM card WHERE error IS NULL AND (lease_until IS NULL OR lease_until < now()) AND (shown < wanted OR force_at <= ${now})
        AND (not_before IS NULL OR not_before <= ${now})
        -- No town of the year has registrars: their cards wait for a channel that nobody binds.
        AND (audience NOT LIKE 'registrar%' OR message_id IS NOT NULL))::int AS card,
      (SELECT count(*) FROM effect e WHERE state = 'pending' AND due_at <= ${now} AND NOT ${HELD})::int AS effect,
      ((SELECT count(*) FROM digest WHERE state = 'pending' AND due_at <= ${now})
        + (SELECT count(*) FROM channel h WHERE NOT EXISTS (SELECT 1 FROM digest d
          WHERE d.municipality = h.municipality AND d.state IN ('pending', 'started'))))::int AS digest,
      ((SELECT count(*) FROM effect WHERE state = 'started') + (SELECT count(*) FROM digest WHERE state = 'started')
        + (SELECT count(*) FROM card WHERE lease_until > now()))::int AS "underWay"`.execute(kysely);
  const [row] = rows;
  if (!row) throw new Error('The database gave no row');
  return row;
}

/** When the bot has planned something next, after now; infinity when it has not. */
export async function nextDueMs(kysely: Kysely<unknown>, nowMs: number): Promise<number> {
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs);
  const { rows } = await sql<{ due: Temporal.Instant | null }>`
    SELECT least((SELECT min(due_at) FROM effect WHERE state = 'pending' AND due_at > ${now}),
      (SELECT min(due_at) FROM digest WHERE state = 'pending' AND due_at > ${now})) AS due`.execute(kysely);
  // The ledger counts microseconds.
  return rows[0]?.due ? Math.ceil(Number(rows[0].due.epochNanoseconds) / 1e6) : Number.POSITIVE_INFINITY;
}
