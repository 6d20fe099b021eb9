import { sql, type Transaction } from 'kysely';
import { joinGroups } from './alike-groups.ts';
import { type Applied, applyAll, differing } from './applied.ts';
import { commitCards } from './commit-cards.ts';
import { commitRecords, registrationKey, replyKey, type Seals } from './commit-records.ts';
import { appendJournal, type TicketNote } from './journal.ts';
import { type Made, ticketOf } from './made.ts';
import { toJson } from './storable.ts';

/** Writes decisions, in the lock order of the store: tickets, ticket counter, register counter, journal head last. */
export async function commitDecisions(
  tx: Transaction<unknown>,
  municipality: string,
  now: Temporal.Instant,
  made: readonly Made[],
): Promise<void> {
  await writeTickets(tx, municipality, made);
  const applied = await applyAll(tx, municipality, now, made);
  await writeComments(tx, municipality, now, applied);
  const seals = await commitRecords(tx, municipality, now, applied);
  await settleEffects(tx, municipality, applied);
  await orderEffects(tx, municipality, applied);
  await commitCards(tx, municipality, now, made);
  await joinGroups(tx, municipality, made);
  await appendJournal(
    tx,
    municipality,
    now,
    made.flatMap((one) => notesOf(one, seals)),
  );
}

async function writeTickets(
  tx: Transaction<unknown>,
  municipality: string,
  made: readonly Made[],
): Promise<void> {
  const tickets = made.flatMap(({ decision }) => decision.ticket ?? []);
  if (tickets.length === 0) return;
  const numbers = await takeNumbers(tx, municipality, made);
  const rows = tickets.map((ticket) => ({
    ...ticket,
    number: numbers.get(ticket.id),
    needs: ticket.screening.needsReply,
    answered: ticket.answer?.at,
    how: ticket.answer?.how,
    awaited: ticket.target?.kind,
    awaitedAt: ticket.target?.at,
    body: ticket,
  }));
  await sql`
    INSERT INTO ticket (municipality, id, number, comment, version, state, opened_at, due_at, closed_at, needs_reply,
      answered_at, answered_how, target, target_at, clock, body)
    SELECT ${municipality}, r.id, coalesce(r.number, had.number), r.comment, r.version, r.state,
      coalesce("openedAt", "arrivedAt"), "dueAt", "closedAt", needs, answered, how, awaited, "awaitedAt", r.clock, r.body
    FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS r (id uuid, number int, comment uuid, version int, state text,
      "openedAt" timestamptz, "arrivedAt" timestamptz, "dueAt" timestamptz, "closedAt" timestamptz, needs boolean,
      answered timestamptz, how text, awaited text, "awaitedAt" timestamptz, clock text, body jsonb)
    LEFT JOIN ticket had ON had.municipality = ${municipality} AND had.id = r.id
    ON CONFLICT (municipality, id) DO UPDATE SET version = excluded.version, state = excluded.state,
      opened_at = excluded.opened_at, due_at = excluded.due_at, closed_at = excluded.closed_at,
      needs_reply = excluded.needs_reply, answered_at = excluded.answered_at, answered_how = excluded.answered_how,
      target = excluded.target, target_at = excluded.target_at, clock = excluded.clock, body = excluded.body`.execute(
    tx,
  );
}

/** Numbers for the tickets that are being opened, in order. The counter's row lock gives no number twice, nor loses one. */
async function takeNumbers(
  tx: Transaction<unknown>,
  municipality: string,
  made: readonly Made[],
): Promise<ReadonlyMap<string, number>> {
  const opened = made.flatMap(({ situation, decision }) =>
    situation.ticket === null && decision.ticket ? [decision.ticket.id] : [],
  );
  if (opened.length === 0) return new Map();
  const { rows } = await sql<{ last: number }>`
    INSERT INTO ticket_counter (municipality, last) VALUES (${municipality}, ${opened.length})
    ON CONFLICT (municipality) DO UPDATE SET last = ticket_counter.last + excluded.last RETURNING last`.execute(
    tx,
  );
  const before = (rows[0]?.last ?? opened.length) - opened.length;
  return new Map(opened.map((id, index) => [id, before + index + 1]));
}

async function writeComments(
  tx: Transaction<unknown>,
  municipality: string,
  now: Temporal.Instant,
  applied: readonly Applied[],
): Promise<void> {
  const seen = applied.flatMap(
    ({
      situation,
      after: {
        comment: { id, visibility },
      },
    }) => (visibility === situation.comment.visibility ? [] : [{ id, visibility }]),
  );
  if (seen.length > 0) {
    await sql`UPDATE comment c SET visibility = r.visibility
      FROM jsonb_to_recordset(${toJson(seen)}::jsonb) AS r (id uuid, visibility text)
      WHERE c.municipality = ${municipality} AND c.id = r.id`.execute(tx);
  }
  const screened = applied.flatMap(({ decision, situation }) =>
    decision.screenedVersion ? [{ comment: situation.comment.id, number: decision.screenedVersion }] : [],
  );
  if (screened.length === 0) return;
  await sql`UPDATE comment_version v SET screened_at = ${now}
    FROM jsonb_to_recordset(${toJson(screened)}::jsonb) AS r (comment uuid, number int)
    WHERE v.municipality = ${municipality} AND v.comment = r.comment AND v.number <= r.number AND v.screened_at IS NULL`.execute(
    tx,
  );
}

async function settleEffects(
  tx: Transaction<unknown>,
  municipality: string,
  applied: readonly Applied[],
): Promise<void> {
  const rows = applied.flatMap(({ situation, after }) =>
    differing(situation.effects, after.effects.slice(0, situation.effects.length)).map(
      ({ id, state, dueAt, result, error }) => ({ id, state, due_at: dueAt, result, error }),
    ),
  );
  if (rows.length === 0) return;
  await sql`UPDATE effect e SET state = r.state, due_at = r.due_at, result = r.result, error = r.error,
      lease_until = NULL
    FROM jsonb_to_recordset(${toJson(rows)}::jsonb)
      AS r (id uuid, state text, due_at timestamptz, result jsonb, error text)
    WHERE e.municipality = ${municipality} AND e.id = r.id`.execute(tx);
}

async function orderEffects(
  tx: Transaction<unknown>,
  municipality: string,
  applied: readonly Applied[],
): Promise<void> {
  const rows = applied.flatMap((one) => {
    const { effects, comment } = one.situation;
    return one.after.effects.slice(effects.length).map(({ id, lane, kind, state, dueAt, params }, index) => ({
      id,
      ticket: ticketOf(one),
      comment: comment.id,
      seq: effects.length + index + 1,
      lane,
      kind,
      state,
      due_at: dueAt,
      params,
      comment_version: params.commentVersion,
    }));
  });
  if (rows.length === 0) return;
  await sql`
    INSERT INTO effect (municipality, id, ticket, comment, seq, lane, kind, state, due_at, params, comment_version)
    SELECT ${municipality}, id, ticket, comment, seq, lane, kind, state, due_at, params, comment_version
    FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS r (id uuid, ticket uuid, comment uuid, seq int, lane text,
      kind text, state text, due_at timestamptz, params jsonb, comment_version int)`.execute(tx);
}

/**
 * The first line of a decision carries the seals of its reply, or of its reason, the second those of the reason where there
 * is a reply too; that of a registration its own.
 */
function notesOf(one: Made, seals: Seals): TicketNote[] {
  const { decisionId } = one.situation;
  const words = [seals.get(replyKey(decisionId)), seals.get(decisionId)].filter((of) => of !== undefined);
  return one.decision.journal.map((note, index) => ({
    ticket: ticketOf(one),
    note: {
      ...note,
      data: {
        ...note.data,
        ...words[index],
        ...seals.get(registrationKey(note.data['registration'])),
      },
    },
  }));
}
