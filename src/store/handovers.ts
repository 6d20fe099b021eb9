import { type Kysely, sql, type Transaction } from 'kysely';
import type { AwaitedNumber, ClaimedHandover, HandoverEnd, HandoverStore } from '../ports/handovers.ts';
import { handedEntry } from './handed-entry.ts';
import { appendJournal, type Queries } from './journal.ts';
import { toJson } from './storable.ts';

/** Which hand-overs (`h`, of the entry `r`) a person must see to: a number that was given since ends it, and so does a return. */
export const IN_TROUBLE = sql`(h.state IN ('failed', 'unknown') AND r.state <> 'returned'
  AND (r.registered_at IS NULL OR r.registered_at <= h.ended_at))`;

/** The statement that orders an entry handed over on each way of its municipality, for the transaction that secures it. */
export const orderHandovers = (municipality: string, registration: string, now: Temporal.Instant) =>
  sql`INSERT INTO handover (municipality, registration, way, due_at)
    SELECT municipality, ${registration}::uuid, way, ${now}::timestamptz FROM handover_way WHERE municipality = ${municipality}
    ON CONFLICT DO NOTHING`;

/** The ledger of what is handed over, on a database. */
export const handoversOn = (db: Kysely<unknown>): HandoverStore => ({
  declareHandoverWays: (ways) =>
    db.transaction().execute(async (tx) => {
      const declared = sql`jsonb_to_recordset(${toJson(ways)}::jsonb) AS r (municipality text, way text)`;
      await sql`INSERT INTO handover_way SELECT r.municipality, r.way FROM ${declared} ON CONFLICT DO NOTHING`.execute(
        tx,
      );
      await sql`DELETE FROM handover_way w WHERE NOT EXISTS (SELECT FROM ${declared}
        WHERE r.municipality = w.municipality AND r.way = w.way)`.execute(tx);
    }),
  claimHandover: (now, leaseMs) => claimHandover(db, now, leaseMs),
  handedEntry: (municipality, registration) => handedEntry(db, municipality, registration),
  handoverEnded: (of, now, end) => db.transaction().execute((tx) => handoverEnded(tx, of, now, end)),
  handovers: async (municipality) => {
    const { rows } = await sql<Awaited<ReturnType<HandoverStore['handovers']>>[number]>`
      SELECT h.municipality, r.reference, h.way, h.state, h.attempts, h.error, h.message_id AS "messageId",
        ${IN_TROUBLE} AS "needsSomebody"
      FROM handover h JOIN registration r ON r.municipality = h.municipality AND r.id = h.registration
      WHERE h.municipality = ${municipality} ORDER BY r.series_year, r.series_number, h.way`.execute(db);
    return rows;
  },
  retryHandover: async (municipality, reference, way, now) => {
    const { rows } = await sql<{ ticket: string | null }>`UPDATE handover h
      SET state = 'pending', due_at = ${now}, attempts = 0, error = NULL, message_id = NULL, ended_at = NULL
      FROM registration r WHERE r.municipality = h.municipality AND r.id = h.registration
        AND h.municipality = ${municipality} AND r.reference = ${reference} AND h.way = ${way}
        AND h.state IN ('failed', 'unknown') RETURNING r.ticket`.execute(db);
    const [row] = rows;
    if (row) await redraw(db, municipality, row.ticket);
    return row !== undefined;
  },
  awaitedNumbers: async () => {
    const { rows } = await sql<AwaitedNumber>`
      SELECT r.municipality, r.reference FROM handover h
      JOIN registration r ON r.municipality = h.municipality AND r.id = h.registration
      WHERE h.way = 'folder' AND h.state = 'done' AND r.state = 'secured'
      ORDER BY r.municipality, r.series_year, r.series_number`.execute(db);
    return rows;
  },
});

/** The cards of the entry's ticket say how it went. */
const redraw = (db: Queries, municipality: string, ticket: string | null) =>
  sql`UPDATE card SET wanted = wanted + 1 WHERE municipality = ${municipality} AND ticket = ${ticket}`.execute(
    db,
  );

/** A way that the settings no longer name is left as it stands: nobody knows where it led. */
async function claimHandover(
  db: Kysely<unknown>,
  now: Temporal.Instant,
  leaseMs: number,
): Promise<ClaimedHandover | null> {
  const { rows } = await sql<ClaimedHandover>`
    WITH due AS (
      SELECT h.municipality, h.registration, h.way, h.state FROM handover h
      JOIN handover_way w ON w.municipality = h.municipality AND w.way = h.way
      WHERE (h.state = 'pending' AND h.due_at <= ${now}) OR (h.state = 'started' AND h.lease_until < now())
      ORDER BY h.due_at LIMIT 1 FOR UPDATE OF h SKIP LOCKED)
    UPDATE handover h SET state = 'started', attempts = attempts + 1,
      lease_until = now() + ${leaseMs} * interval '1 ms'
    FROM due WHERE h.municipality = due.municipality AND h.registration = due.registration AND h.way = due.way
    RETURNING h.municipality, h.registration, h.way, h.attempts, due.state = 'started' AS lost`.execute(db);
  return rows[0] ?? null;
}

const JOURNAL = {
  done: 'handed-over',
  failed: 'hand-over-failed',
  unknown: 'hand-over-unknown',
} as const;

async function handoverEnded(
  tx: Transaction<unknown>,
  { municipality, registration, way, attempts }: ClaimedHandover,
  now: Temporal.Instant,
  end: HandoverEnd,
): Promise<void> {
  const error = end.state === 'done' ? null : end.error;
  const messageId = 'messageId' in end ? end.messageId : null;
  const due = end.state === 'pending' ? end.dueAt : null;
  const { rows } = await sql<{ ticket: string | null }>`
    UPDATE handover h SET state = ${end.state}, error = ${error}, message_id = ${messageId}, lease_until = NULL,
      due_at = coalesce(${due}::timestamptz, due_at), ended_at = ${due === null ? now : null}
    FROM registration r WHERE r.municipality = h.municipality AND r.id = h.registration
      AND h.municipality = ${municipality} AND h.registration = ${registration} AND h.way = ${way}
      AND h.state = 'started' AND h.attempts = ${attempts}
    RETURNING r.ticket`.execute(tx);
  const [row] = rows;
  if (!row || end.state === 'pending') return;
  if (end.state !== 'done') await redraw(tx, municipality, row.ticket);
  const note = { kind: JOURNAL[end.state], by: null, data: { registration, way, error } };
  await appendJournal(tx, municipality, now, [{ ticket: row.ticket, note }]);
}
