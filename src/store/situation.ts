import { randomUUIDv7 } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Attachment, Comment, PlatformName } from '../core/comment.ts';
import type { Breach } from '../core/decision.ts';
import { Effect } from '../core/effect.ts';
import { Registration } from '../core/registration.ts';
import { Ticket } from '../core/ticket.ts';
import type { DecisionRequest, StoredSituation } from '../store-port.ts';
import type { Queries } from './journal.ts';

interface CommentRow {
  id: string;
  platform: PlatformName;
  account: string;
  external_id: string;
  post_id: string | null;
  parent_id: string | null;
  author_id: string | null;
  author_name: string | null;
  permalink: string | null;
  created_at: Temporal.Instant;
  arrived_at: Temporal.Instant;
  own: boolean;
  visibility: Comment['visibility'];
  version: number;
  text: string | null;
  attachments: Attachment[];
  account_name: string | null;
  trial: boolean | null;
}

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

/** One ticket's situation, read without locks. */
export async function loadTicket(
  db: Queries,
  municipality: string,
  ticket: string,
): Promise<StoredSituation | null> {
  const { rows } = await sql<{ body: unknown }>`
    SELECT body FROM ticket WHERE municipality = ${municipality} AND id = ${ticket}`.execute(db);
  if (!rows[0]) return null;
  const found = Ticket.parse(rows[0].body);
  return (await situationsOf(db, municipality, [found.comment], [found], false)).get(found.comment) ?? null;
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
  const registrations = await registrationsOf(db, municipality, ids);
  const breaches = await breachesOf(db, municipality, tickets.length === 0 ? [] : rows);
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
          effects: own,
          registrations: ticket ? (registrations.get(ticket.id) ?? []) : [],
          breaches: breaches.get(authorKey(row)) ?? [],
          decisionId: randomUUIDv7(),
        },
      ];
    }),
  );
}

async function commentRows(
  db: Queries,
  municipality: string,
  comments: readonly string[],
): Promise<CommentRow[]> {
  const { rows } = await sql<CommentRow>`
    SELECT c.*, v.text, v.attachments, a.name AS account_name, a.trial
    FROM comment c
    JOIN comment_version v ON v.municipality = c.municipality AND v.comment = c.id AND v.number = c.version
    LEFT JOIN account a ON a.municipality = c.municipality AND a.platform = c.platform AND a.account = c.account
    WHERE c.municipality = ${municipality} AND c.id = ANY(${comments}::uuid[])`.execute(db);
  return rows;
}

function commentOf(municipality: string, row: CommentRow, effects: readonly Effect[]): Comment {
  const copied = effects.some(
    ({ kind, state, params }) =>
      kind === 'fetch-attachments' && state === 'done' && params.commentVersion === row.version,
  );
  return {
    id: row.id,
    municipality,
    platform: row.platform,
    account: row.account,
    externalId: row.external_id,
    postId: row.post_id,
    parentId: row.parent_id,
    author: { id: row.author_id, name: row.author_name },
    permalink: row.permalink,
    createdAt: row.created_at,
    arrivedAt: row.arrived_at,
    own: row.own,
    visibility: row.visibility,
    version: row.version,
    text: row.text ?? '',
    attachments: row.attachments,
    evidenceStored: copied || row.attachments.every(({ type }) => type === 'link'),
  };
}

async function effectsOf(db: Queries, municipality: string, tickets: readonly string[], lock: boolean) {
  if (tickets.length === 0) return new Map<string, Effect[]>();
  const { rows } = await sql<{ ticket: string; effect: unknown }>`
    SELECT ticket, jsonb_build_object('id', id, 'kind', kind, 'state', state, 'dueAt', due_at, 'attempts', attempts,
      'params', params, 'result', result, 'error', error) AS effect
    FROM effect WHERE municipality = ${municipality} AND ticket = ANY(${tickets}::uuid[])
    ORDER BY ticket, seq ${lock ? sql`FOR UPDATE` : sql``}`.execute(db);
  return groupBy(
    rows,
    ({ ticket }) => ticket,
    ({ effect }) => Effect.parse(effect),
  );
}

async function registrationsOf(db: Queries, municipality: string, tickets: readonly string[]) {
  if (tickets.length === 0) return new Map<string, Registration[]>();
  const { rows } = await sql<{ ticket: string; registration: unknown }>`
    SELECT ticket, jsonb_build_object('id', id, 'state', state, 'number', number, 'subject', subject, 'ground', ground,
      'secret', secret, 'securedAt', secured_at, 'registeredAt', registered_at, 'by', by) AS registration
    FROM registration WHERE municipality = ${municipality} AND ticket = ANY(${tickets}::uuid[]) ORDER BY id`.execute(
    db,
  );
  return groupBy(
    rows,
    ({ ticket }) => ticket,
    ({ registration }) => Registration.parse(registration),
  );
}

const authorKey = (row: { platform: string; account: string; author_id: string | null }): string =>
  JSON.stringify([row.platform, row.account, row.author_id]);

/** Strikes are keyed on platform, account and author id, never on a name. */
async function breachesOf(db: Queries, municipality: string, comments: readonly CommentRow[]) {
  const authors = comments.flatMap(({ author_id }) => (author_id === null ? [] : [author_id]));
  if (authors.length === 0) return new Map<string, Breach[]>();
  const { rows } = await sql<Breach & { platform: string; account: string; author_id: string }>`
    SELECT platform, account, author_id, ticket, rule, at FROM breach
    WHERE municipality = ${municipality} AND author_id = ANY(${authors}) AND voided_at IS NULL ORDER BY at`.execute(
    db,
  );
  return groupBy(rows, authorKey, ({ ticket, rule, at }) => ({ ticket, rule, at }));
}

function groupBy<Row, Value>(
  rows: readonly Row[],
  key: (row: Row) => string,
  value: (row: Row) => Value,
): Map<string, Value[]> {
  return new Map([...Map.groupBy(rows, key)].map(([name, group]) => [name, group.map(value)]));
}
