import { randomUUIDv7 } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Effect, EffectKind } from '../core/effect.ts';
import { Registration } from '../core/registration.ts';
import { Ticket } from '../core/ticket.ts';
import type { DecisionRequest, StoredSituation, StoredView } from '../ports/ledger.ts';
import { commentOf, commentRows } from './comment-rows.ts';
import { readEffect } from './effects.ts';
import type { Queries } from './journal.ts';
import { repeatedOf } from './repeated.ts';

/** Situations in the order of the requests; null where a request names nothing that the municipality has. */
export async function loadForDecision(
  tx: Transaction<unknown>,
  municipality: string,
  requests: readonly DecisionRequest[],
): Promise<readonly (StoredSituation | null)[]> {
  const about = requests.map((request) => request.about);
  const tickets = await lockTickets(tx, municipality, about);
  const comments = [
    ...tickets.map(({ comment }) => comment),
    ...about.flatMap((one) => ('comment' in one ? [one.comment] : [])),
  ];
  const situations = await situationsOf(tx, municipality, comments, tickets, true);
  return about.map((one) => {
    const comment = 'comment' in one ? one.comment : tickets.find(({ id }) => id === one.ticket)?.comment;
    return (comment !== undefined && situations.get(comment)) || null;
  });
}

/** Tickets' situations and numbers, and how often their texts were written, read without locks. */
export async function loadTickets(
  db: Queries,
  municipality: string,
  tickets: readonly string[],
): Promise<readonly (StoredSituation & Pick<StoredView, 'ticket' | 'number' | 'repeated'>)[]> {
  const { rows } = await sql<{ body: unknown; number: number }>`
    SELECT body, number FROM ticket WHERE municipality = ${municipality} AND id = ANY(${tickets}::uuid[])`.execute(
    db,
  );
  const found = rows.map(({ body, number }) => ({ ticket: Ticket.parse(body), number }));
  const parsed = found.map(({ ticket }) => ticket);
  const comments = parsed.map(({ comment }) => comment);
  const situations = await situationsOf(db, municipality, comments, parsed, false);
  const repeats = await repeatedOf(db, municipality, comments);
  return found.flatMap(({ ticket, number }) => {
    const situation = situations.get(ticket.comment);
    const repeated = repeats.get(ticket.comment) ?? null;
    return situation ? [{ ...situation, ticket, number, repeated }] : [];
  });
}

async function lockTickets(
  tx: Transaction<unknown>,
  municipality: string,
  about: readonly DecisionRequest['about'][],
) {
  const ids = about.flatMap((one) => ('ticket' in one ? [one.ticket] : []));
  const comments = about.flatMap((one) => ('comment' in one ? [one.comment] : []));
  const { rows } = await sql<{ body: unknown }>`
    SELECT body FROM ticket
    WHERE municipality = ${municipality} AND (id = ANY(${ids}::uuid[]) OR comment = ANY(${comments}::uuid[]))
    ORDER BY id FOR UPDATE`.execute(tx);
  return rows.map(({ body }) => Ticket.parse(body));
}

/** Effects are locked with their ticket, so that no worker starts one while a decision cancels it. */
async function situationsOf(
  db: Queries,
  municipality: string,
  comments: readonly string[],
  tickets: readonly Ticket[],
  lock: boolean,
): Promise<ReadonlyMap<string, StoredSituation>> {
  const rows = await commentRows(db, municipality, comments);
  const ids = tickets.map(({ id }) => id);
  const effects = await effectsOf(db, municipality, ids, lock);
  return new Map(
    rows.map((row) => {
      const ticket = tickets.find(({ comment }) => comment === row.id) ?? null;
      const own = ticket ? (effects.get(ticket.id) ?? []) : [];
      return [
        row.id,
        {
          municipality,
          comment: commentOf(municipality, row, own),
          ticket,
          account: { name: row.account_name ?? row.account, trial: row.trial ?? true },
          ownReplies: row.own_replies.map(({ at, ...reply }) => ({
            ...reply,
            at: Temporal.Instant.from(at),
          })),
          joined: row.joined,
          effects: own,
          postText: row.post_text,
          registrations: row.registrations.map((registration) => Registration.parse(registration)),
          breaches: row.breaches.map(({ at, ...breach }) => ({ ...breach, at: Temporal.Instant.from(at) })),
          earlierRemovals: row.earlier.map(({ at, ...one }) => ({ ...one, at: Temporal.Instant.from(at) })),
          otherBlock: row.other_block,
          decisionId: randomUUIDv7(),
        },
      ];
    }),
  );
}

async function effectsOf(db: Queries, municipality: string, tickets: readonly string[], lock: boolean) {
  if (tickets.length === 0) return new Map<string, Effect[]>();
  const { rows } = await sql<{ ticket: string; effect: { kind: EffectKind } }>`
    SELECT ticket, jsonb_build_object('id', id, 'kind', kind, 'state', state, 'dueAt', due_at, 'attempts', attempts,
      'params', params, 'result', result, 'error', error) AS effect
    FROM effect WHERE municipality = ${municipality} AND ticket = ANY(${tickets}::uuid[])
    ORDER BY ticket, seq ${lock ? sql`FOR UPDATE` : sql``}`.execute(db);
  const groups = Map.groupBy(rows, ({ ticket }) => ticket);
  return new Map([...groups].map(([ticket, own]) => [ticket, own.map(({ effect }) => readEffect(effect))]));
}
