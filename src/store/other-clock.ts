import { type Kysely, sql } from 'kysely';
import type { CommentKind } from '../core/comment.ts';
import { Ticket } from '../core/ticket.ts';
import type { TicketOfOtherClock } from '../ports/ledger.ts';

interface Row {
  body: unknown;
  created_at: Temporal.Instant;
  arrived_at: Temporal.Instant;
  kind: CommentKind;
  remind_at: Temporal.Instant | null;
}

/** Open tickets whose deadlines were computed with another clock, or from another time of their comment, with what tells whether the new one moves them. */
export async function ticketsOfOtherClock(
  db: Kysely<unknown>,
  municipality: string,
  clockVersion: string,
  limit: number,
): Promise<TicketOfOtherClock[]> {
  const { rows } = await sql<Row>`
    SELECT t.body, c.kind, c.created_at, c.arrived_at, e.due_at AS remind_at
    FROM (
      (SELECT id, comment, body FROM ticket
        WHERE municipality = ${municipality} AND clock < ${clockVersion} AND state <> 'closed'
        ORDER BY clock, id LIMIT ${limit})
      UNION ALL
      (SELECT id, comment, body FROM ticket
        WHERE municipality = ${municipality} AND clock > ${clockVersion} AND state <> 'closed'
        ORDER BY clock, id LIMIT ${limit})
      UNION ALL
      (SELECT t.id, t.comment, t.body FROM comment c
        JOIN ticket t ON t.municipality = c.municipality AND t.comment = c.id AND t.state <> 'closed'
        WHERE c.municipality = ${municipality} AND c.retimed AND t.clock = ${clockVersion}
        ORDER BY t.id LIMIT ${limit})
      LIMIT ${limit}) t
    JOIN comment c ON c.municipality = ${municipality} AND c.id = t.comment
    LEFT JOIN effect e ON e.municipality = ${municipality} AND e.ticket = t.id AND e.kind = 'remind'
      AND e.state = 'pending'`.execute(db);
  return rows.map(({ body, kind, created_at, arrived_at, remind_at }) => ({
    ticket: Ticket.parse(body),
    comment: { kind, createdAt: created_at, arrivedAt: arrived_at },
    remindAt: remind_at,
  }));
}

/** These tickets stand as they are under the new clock, and from the time that their comments have now: that is noted. */
export async function clockFollowed(
  db: Kysely<unknown>,
  municipality: string,
  clockVersion: string,
  tickets: readonly string[],
): Promise<void> {
  await sql`
    WITH followed AS (
      UPDATE ticket SET clock = ${clockVersion}, body = jsonb_set(body, '{clock}', to_jsonb(${clockVersion}::text))
      WHERE municipality = ${municipality} AND id = ANY(${tickets}::uuid[]) RETURNING comment
    )
    UPDATE comment SET retimed = false
    WHERE municipality = ${municipality} AND retimed AND id IN (SELECT comment FROM followed)`.execute(db);
}
