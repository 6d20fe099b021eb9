import { type RawBuilder, sql } from 'kysely';
import { commentTypeOf, type DisposalFacts, type ItemOf } from '../core/disposal.ts';
import type { DisposalType } from '../core/disposal-policy.ts';
import type { Queries } from './journal.ts';

/** Which rows are looked at: those with these ids, or a page of all that came before, in the order of their ids. */
type Which =
  | { readonly ids: readonly string[] }
  | { readonly after: string; readonly before: Temporal.Instant; readonly limit: number };

interface Asked {
  readonly municipality: string;
  readonly type: DisposalType;
  readonly which: Which;
  readonly now: Temporal.Instant;
}

/** Whose rows a rule of that type speaks of. */
export function sourcesOf(type: DisposalType): readonly ItemOf[] {
  if (type === 'draft') return ['reply'];
  return type === 'raw' ? ['comment', 'delivery', 'inbox'] : ['comment'];
}

/** What counts of rows that have something left which a rule of that type would erase. */
export const factsOf = (db: Queries, of: ItemOf, asked: Asked): Promise<readonly DisposalFacts[]> =>
  READERS[of](db, asked);

/** The rows that are meant. */
function meant(which: Which, id: RawBuilder<unknown>, at: RawBuilder<unknown>): RawBuilder<unknown> {
  if ('ids' in which) return sql`${id} = ANY(${which.ids}::uuid[])`;
  return sql`${id} > ${which.after}::uuid AND ${at} <= ${which.before}`;
}

const limited = (which: Which): RawBuilder<unknown> => ('ids' in which ? sql`` : sql`LIMIT ${which.limit}`);

/** Is anything left of a comment that a rule of that type would erase? */
function leftOf(type: DisposalType): RawBuilder<unknown> {
  const versions = sql`SELECT FROM comment_version v WHERE v.municipality = c.municipality AND v.comment = c.id`;
  if (type === 'raw') return sql`EXISTS (${versions} AND v.raw <> '{}')`;
  if (type !== 'media') return sql`EXISTS (${versions} AND v.text IS NOT NULL)`;
  return sql`(EXISTS (${versions} AND v.attachments <> '[]') OR EXISTS (SELECT FROM attachment a
    WHERE a.municipality = c.municipality AND a.comment = c.id AND a.bytes IS NOT NULL))`;
}

/** Is a comment on a hold that nobody has released, and that has not ended by itself? */
const held = (comment: RawBuilder<unknown>, { municipality, now }: Asked): RawBuilder<unknown> => sql`EXISTS (
  SELECT FROM hold_comment hc JOIN hold h ON h.municipality = hc.municipality AND h.id = hc.hold
  WHERE hc.municipality = ${municipality} AND hc.comment = ${comment}
    AND h.released_at IS NULL AND (h.ends_at IS NULL OR h.ends_at > ${now}))`;

/** Has police it, or must it be kept for them? A suspicion that they have answered, so that it may go, holds no longer. */
const isPoliceCase = sql`(t.body->>'police' IS NOT NULL AND t.body#>>'{police,outcome}' IS NULL
  OR t.body->>'suspected' IS NOT NULL
    AND coalesce(t.body#>>'{suspected,outcome,what}', 'reported') IN ('reported', 'keep')) IS TRUE`;

/** What of a ticket `t` holds back what it is about. What failed in the chat is said, and holds nothing up. */
const ofTicket = sql`
  (t.state <> 'closed') IS TRUE AS "hasOpenTicket",
  CASE WHEN t.state = 'closed' THEN t.closed_at END AS "closedAt",
  EXISTS (SELECT FROM effect e WHERE e.municipality = t.municipality AND e.ticket = t.id
    AND e.state NOT IN ('done', 'cancelled') AND NOT (e.lane IN ('chat', 'clock') AND e.state IN ('failed', 'unknown')))
    AS "isUnsettled",
  ${isPoliceCase} AS "isPoliceCase",
  EXISTS (SELECT FROM superseded_message s WHERE s.municipality = t.municipality AND s.ticket = t.id)
    OR EXISTS (SELECT FROM card k WHERE k.municipality = t.municipality AND k.ticket = t.id
      AND k.message_id IS NOT NULL AND k.shown < k.wanted AND k.error IS NULL) AS "isShown",
  ARRAY(SELECT DISTINCT r.rule FROM reason r WHERE r.municipality = t.municipality AND r.ticket = t.id
    AND r.rule IS NOT NULL) AS rules`;

interface CommentRow extends Omit<DisposalFacts, 'of' | 'type'> {
  readonly kind: string;
  readonly own: boolean;
  readonly isFollowing: boolean;
  readonly isMeasured: boolean;
  readonly isAnswered: boolean;
  readonly isRegistered: boolean;
}

async function commentFacts(db: Queries, asked: Asked): Promise<DisposalFacts[]> {
  const { municipality, which } = asked;
  // A private message may belong to the open ticket of one that came before it.
  const { rows } = await sql<CommentRow>`
    WITH following AS MATERIALIZED (
      SELECT DISTINCT (f->>'comment')::uuid AS comment FROM ticket o, jsonb_array_elements(o.body->'following') f
      WHERE o.municipality = ${municipality} AND o.state <> 'closed' AND jsonb_typeof(o.body->'following') = 'array'
    )
    SELECT c.id, v.number AS versions, c.kind, c.own, c.platform, c.account,
      greatest(c.arrived_at, v.stored_at) AS "arrivedAt", ${held(sql`c.id`, asked)} AS "isHeld", ${ofTicket},
      c.id IN (SELECT comment FROM following) AS "isFollowing",
      (t.body->>'removal' IS NOT NULL OR t.body->>'hiddenNow' IS NOT NULL OR t.body->>'block' IS NOT NULL) IS TRUE
        AS "isMeasured",
      (t.body->>'reply' IS NOT NULL OR t.body->>'answer' IS NOT NULL) IS TRUE AS "isAnswered",
      EXISTS (SELECT FROM registration r WHERE r.municipality = c.municipality AND r.comment = c.id) AS "isRegistered",
      EXISTS (SELECT FROM registration r WHERE r.municipality = c.municipality AND r.comment = c.id
        AND r.state = 'secured') AS "isUnnumbered",
      ${handedOver} AS "isHandedOver",
      (SELECT max(b.at) FROM breach b WHERE b.municipality = t.municipality AND b.ticket = t.id
        AND b.voided_at IS NULL) AS "breachAt"
    FROM comment c
    CROSS JOIN LATERAL (SELECT max(n.number) AS number, max(n.stored_at) AS stored_at FROM comment_version n
      WHERE n.municipality = c.municipality AND n.comment = c.id) v
    LEFT JOIN ticket t ON t.municipality = c.municipality AND t.comment = c.id
    WHERE c.municipality = ${municipality} AND ${meant(which, sql`c.id`, sql`c.arrived_at`)} AND ${leftOf(asked.type)}
    ORDER BY c.id ${limited(which)}`.execute(db);
  return rows.map(({ kind, own, isFollowing, isMeasured, isRegistered, isAnswered, ...row }) => ({
    ...row,
    of: 'comment',
    type: commentTypeOf({ kind, own, isMeasured, isRegistered, isAnswered }),
    hasOpenTicket: row.hasOpenTicket || isFollowing,
  }));
}

/** Has an archive acknowledged a package that it is in, secret or not as it is, with every version that it has? */
const handedOver = sql`EXISTS (SELECT FROM archive_package a
  WHERE a.municipality = c.municipality AND a.platform = c.platform AND a.account = c.account
    AND a.receiver IS NOT NULL AND a.covers_from <= c.arrived_at AND c.arrived_at < a.covers_to AND v.stored_at <= a.built_at
    AND a.secret = ((t.body#>>'{screening,display}' = 'secret') IS TRUE OR EXISTS (SELECT FROM registration r
      WHERE r.municipality = c.municipality AND r.comment = c.id AND r.secrecy <> 'none')))`;

const NO_COMMENT = {
  ...{ type: null, versions: 0, isUnnumbered: false, isHandedOver: false, breachAt: null },
} as const;

async function draftFacts(db: Queries, asked: Asked): Promise<DisposalFacts[]> {
  const { municipality, which } = asked;
  const { rows } = await sql<Omit<DisposalFacts, 'of' | keyof typeof NO_COMMENT>>`
    SELECT p.id, p.at AS "arrivedAt", c.platform, c.account, ${held(sql`c.id`, asked)} AS "isHeld", ${ofTicket}
    FROM reply p
    JOIN ticket t ON t.municipality = p.municipality AND t.id = p.ticket
    JOIN comment c ON c.municipality = t.municipality AND c.id = t.comment
    WHERE p.municipality = ${municipality} AND p.kind = 'draft' AND p.text IS NOT NULL
      AND ${meant(which, sql`p.id`, sql`p.at`)} ORDER BY p.id ${limited(which)}`.execute(db);
  return rows.map((row) => ({ ...NO_COMMENT, ...row, of: 'reply' }));
}

/** Of what belongs to no single comment. */
const NOBODYS = {
  ...NO_COMMENT,
  ...{ platform: null, account: null, rules: [], closedAt: null },
  ...{ isUnsettled: false, isPoliceCase: false, isShown: false },
} as const;

async function deliveryFacts(db: Queries, asked: Asked): Promise<DisposalFacts[]> {
  const { municipality, which } = asked;
  const { rows } = await sql<Pick<DisposalFacts, 'id' | 'arrivedAt' | 'isHeld' | 'hasOpenTicket'>>`
    WITH d AS MATERIALIZED (
      SELECT d.id, d.received_at FROM delivery d WHERE d.municipality = ${municipality} AND d.body IS NOT NULL
        AND ${meant(which, sql`d.id`, sql`d.received_at`)} ORDER BY d.id ${limited(which)}
    ), brought AS (
      SELECT v.delivery, bool_or(${held(sql`v.comment`, asked)} OR ${isPoliceCase}) AS held,
        bool_or(t.state <> 'closed') AS open
      FROM comment_version v LEFT JOIN ticket t ON t.municipality = v.municipality AND t.comment = v.comment
      WHERE v.municipality = ${municipality} AND v.delivery IN (SELECT id FROM d) GROUP BY v.delivery
    )
    SELECT d.id, d.received_at AS "arrivedAt", b.held IS TRUE AS "isHeld", b.open IS TRUE AS "hasOpenTicket"
    FROM d LEFT JOIN brought b ON b.delivery = d.id ORDER BY d.id`.execute(db);
  return rows.map((row) => ({ ...NOBODYS, ...row, of: 'delivery' }));
}

/** What nobody could read: whose it is stands there by the account that it names. */
async function inboxFacts(db: Queries, { municipality, which }: Asked): Promise<DisposalFacts[]> {
  const { rows } = await sql<Pick<DisposalFacts, 'id' | 'arrivedAt'>>`
    SELECT i.id, i.received_at AS "arrivedAt" FROM inbox i
    WHERE i.municipality = ${municipality} AND i.state = 'unread'
      AND ${meant(which, sql`i.id`, sql`i.received_at`)} ORDER BY i.id ${limited(which)}`.execute(db);
  return rows.map((row) => ({ ...NOBODYS, ...row, of: 'inbox', isHeld: false, hasOpenTicket: false }));
}

const READERS: Readonly<Record<ItemOf, (db: Queries, asked: Asked) => Promise<DisposalFacts[]>>> = {
  comment: commentFacts,
  reply: draftFacts,
  delivery: deliveryFacts,
  inbox: inboxFacts,
};
