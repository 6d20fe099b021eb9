import { randomUUIDv7 } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Attachment, Comment, CommentKind } from '../core/comment.ts';
import type { Breach, OwnReply } from '../core/decision.ts';
import { type Effect, type EffectKind, isCopied } from '../core/effect.ts';
import type { EarlierRemoval } from '../core/find.ts';
import type { PlatformName } from '../core/platform.ts';
import { Registration } from '../core/registration.ts';
import { Ticket } from '../core/ticket.ts';
import type { DecisionRequest, StoredSituation, StoredView } from '../ports/ledger.ts';
import { ofConversation } from './conversation.ts';
import { earlierRemovals } from './earlier-removals.ts';
import { readEffect } from './effects.ts';
import type { Queries } from './journal.ts';

interface CommentRow {
  id: string;
  kind: CommentKind;
  platform: PlatformName;
  account: string;
  external_id: string;
  post_id: string | null;
  parent_id: string | null;
  conversation: string | null;
  inbox_only: Comment['inboxOnly'];
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
  joined: string | null;
  registrations: unknown[];
  post_text: string | null;
  own_replies: (Omit<OwnReply, 'at'> & { at: string })[];
  breaches: (Omit<Breach, 'at'> & { at: string })[];
  earlier: (Omit<EarlierRemoval, 'at'> & { at: string })[];
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

/** Tickets' situations and numbers, read without locks. */
export async function loadTickets(
  db: Queries,
  municipality: string,
  tickets: readonly string[],
): Promise<readonly (StoredSituation & Pick<StoredView, 'ticket' | 'number'>)[]> {
  const { rows } = await sql<{ body: unknown; number: number }>`
    SELECT body, number FROM ticket WHERE municipality = ${municipality} AND id = ANY(${tickets}::uuid[])`.execute(
    db,
  );
  const found = rows.map(({ body, number }) => ({ ticket: Ticket.parse(body), number }));
  const parsed = found.map(({ ticket }) => ticket);
  const comments = parsed.map(({ comment }) => comment);
  const situations = await situationsOf(db, municipality, comments, parsed, false);
  return found.flatMap(({ ticket, number }) => {
    const situation = situations.get(ticket.comment);
    return situation ? [{ ...situation, ticket, number }] : [];
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
          decisionId: randomUUIDv7(),
        },
      ];
    }),
  );
}

/** Strikes are keyed on platform, account and author id, never on a name. */
async function commentRows(
  db: Queries,
  municipality: string,
  comments: readonly string[],
): Promise<CommentRow[]> {
  const { rows } = await sql<CommentRow>`
    SELECT c.*, v.text, v.attachments, a.name AS account_name, a.trial,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'reference', r.reference, 'state', r.state,
          'number', r.number, 'kind', r.kind, 'subject', r.subject, 'ground', r.ground, 'secrecy', r.secrecy,
          'provision', r.provision, 'outcome', r.outcome, 'securedAt', r.secured_at,
          'registeredAt', r.registered_at, 'by', r.by) ORDER BY r.id), '[]')
        FROM registration r WHERE r.municipality = c.municipality AND r.comment = c.id) AS registrations,
      (SELECT pv.text FROM comment p
        JOIN comment_version pv ON pv.municipality = p.municipality AND pv.comment = p.id AND pv.number = p.version
        WHERE p.municipality = c.municipality AND p.platform = c.platform AND p.account = c.account
          AND p.external_id = c.post_id AND p.own) AS post_text,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('externalId', o.external_id, 'at', o.created_at,
          'madeBy', o.made_by) ORDER BY o.created_at), '[]')
        FROM comment o
        WHERE o.municipality = c.municipality AND o.platform = c.platform AND o.account = c.account
          AND o.own AND (o.parent_id = c.external_id
            OR (o.kind = 'message' AND o.conversation = c.conversation AND o.created_at >= c.created_at))) AS own_replies,
      (SELECT t.id FROM comment m JOIN ticket t ON t.municipality = m.municipality AND t.comment = m.id
        WHERE ${ofConversation} AND t.state <> 'closed'
          AND t.body -> 'following' @> jsonb_build_array(jsonb_build_object('comment', c.id)) LIMIT 1) AS joined,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('ticket', b.ticket, 'rule', b.rule, 'at', b.at)
          ORDER BY b.at, b.decision), '[]')
        FROM breach b
        WHERE b.municipality = c.municipality AND b.platform = c.platform AND b.account = c.account
          AND b.author_id = c.author_id AND b.voided_at IS NULL) AS breaches,
      ${earlierRemovals} AS earlier
    FROM comment c
    JOIN comment_version v ON v.municipality = c.municipality AND v.comment = c.id AND v.number = c.version
    LEFT JOIN account a ON a.municipality = c.municipality AND a.platform = c.platform AND a.account = c.account
    WHERE c.municipality = ${municipality} AND c.id = ANY(${comments}::uuid[])`.execute(db);
  return rows;
}

function commentOf(municipality: string, row: CommentRow, effects: readonly Effect[]): Comment {
  return {
    id: row.id,
    kind: row.kind,
    municipality,
    platform: row.platform,
    account: row.account,
    externalId: row.external_id,
    postId: row.post_id,
    parentId: row.parent_id,
    conversation: row.conversation,
    inboxOnly: row.inbox_only,
    author: { id: row.author_id, name: row.author_name },
    permalink: row.permalink,
    createdAt: row.created_at,
    arrivedAt: row.arrived_at,
    own: row.own,
    visibility: row.visibility,
    version: row.version,
    text: row.text ?? '',
    attachments: row.attachments,
    evidenceStored: isCopied(effects, row.version) || row.attachments.every(({ type }) => type === 'link'),
  };
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
