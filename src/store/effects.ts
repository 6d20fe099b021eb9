import { type Kysely, sql } from 'kysely';
import { Effect, type EffectKind, SAID_LANES } from '../core/effect.ts';
import { factsOf, kindsWhere } from '../effects/index.ts';
import type { ClaimedEffect } from '../ports/ledger.ts';

const CLAIMED = sql`municipality, ticket, jsonb_build_object('id', id, 'kind', kind, 'state', state, 'dueAt', due_at,
  'attempts', attempts, 'params', params, 'result', result, 'error', error) AS effect`;

/** An effect as its row says, with what its kind's file says. @throws Error for a kind that has no file */
export const readEffect = (row: { readonly kind: EffectKind }): Effect =>
  Effect.parse({ ...row, ...factsOf(row.kind) });

const SAID = sql`(${sql.join(SAID_LANES.map(sql.lit))})`;
const ON_JUDGED_TEXT = sql`(${sql.join(kindsWhere(({ onJudgedText }) => onJudgedText).map(sql.lit))})`;

const GIVES_WAY = sql`(${sql.join(kindsWhere(({ givesWay = false }) => givesWay).map(sql.lit))})`;

interface Row {
  municipality: string;
  ticket: string;
  effect: { kind: EffectKind };
}

const claimed =
  (settling: boolean) =>
  (row: Row): ClaimedEffect => ({
    ...readEffect(row.effect),
    municipality: row.municipality,
    ticket: row.ticket,
    settling,
  });

/**
 * Hands out due effects, each to one worker: `started` is committed before anything is called. Within a ticket's lane
 * the order holds, and outside the chat a failed or unknown effect holds those behind it, but one that gives way, and has
 * been tried, none. A deletion is not handed out
 * while the comment has a newer text than the one that was judged, except where secrecy or a statute demands it. What is
 * said in the chat hangs on neither comment nor account, so they are not read for it: a third of the time of a batch.
 */
export async function claimEffects(
  db: Kysely<unknown>,
  now: Temporal.Instant,
  limit: number,
  leaseMs: number,
): Promise<ClaimedEffect[]> {
  const { rows } = await sql<Row>`
    UPDATE effect SET state = 'started', attempts = attempts + 1, lease_until = now() + ${leaseMs} * interval '1 ms'
    WHERE (municipality, id) IN (
      SELECT e.municipality, e.id FROM effect e
      LEFT JOIN comment c ON c.municipality = e.municipality
        AND c.id = CASE WHEN e.lane NOT IN ${SAID} THEN e.comment END
      LEFT JOIN account a ON a.municipality = c.municipality AND a.platform = c.platform AND a.account = c.account
      WHERE e.state = 'pending' AND e.due_at <= ${now}
        AND (e.lane IN ${SAID} OR a.paused_until IS NULL OR a.paused_until <= ${now})
        AND (e.kind NOT IN ${ON_JUDGED_TEXT} OR e.comment_version = c.version OR e.params ->> 'evenIfChanged' = 'true')
        AND NOT EXISTS (
          SELECT 1 FROM effect before
          WHERE before.municipality = e.municipality AND before.ticket = e.ticket AND before.lane = e.lane
            AND before.seq < e.seq AND CASE WHEN before.kind IN ${GIVES_WAY}
              THEN before.state = 'started' OR (before.state = 'pending' AND before.attempts = 0)
              ELSE before.state IN ('pending', 'started', 'asked')
                OR (e.lane NOT IN ${SAID} AND before.state IN ('failed', 'unknown')) END)
      ORDER BY e.due_at LIMIT ${limit} FOR UPDATE OF e SKIP LOCKED)
    RETURNING ${CLAIMED}`.execute(db);
  return rows.map(claimed(false));
}

/** Hands out effects whose worker vanished: the lease ran out by the database's clock. */
export async function claimLostEffects(
  db: Kysely<unknown>,
  limit: number,
  leaseMs: number,
): Promise<ClaimedEffect[]> {
  const { rows } = await sql<Row>`
    UPDATE effect SET attempts = attempts + 1, lease_until = now() + ${leaseMs} * interval '1 ms'
    WHERE (municipality, id) IN (
      SELECT municipality, id FROM effect WHERE state = 'started' AND lease_until < now()
      ORDER BY lease_until LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING ${CLAIMED}`.execute(db);
  return rows.map(claimed(true));
}

/** The text of a reply or a draft; null once it has been disposed of. */
export async function replyText(
  db: Kysely<unknown>,
  municipality: string,
  decision: string,
): Promise<string | null> {
  const { rows } = await sql<{ text: string | null }>`
    SELECT text FROM reply WHERE municipality = ${municipality} AND id = ${decision}`.execute(db);
  return rows[0]?.text ?? null;
}
