import { sql } from 'kysely';
import type { OtherBlock } from '../core/block.ts';
import type { Attachment, Comment, CommentKind } from '../core/comment.ts';
import type { Breach, OwnReply } from '../core/decision.ts';
import { type Effect, isCopied } from '../core/effect.ts';
import type { EarlierRemoval } from '../core/find.ts';
import type { PlatformName } from '../core/platform.ts';
import { ofConversation } from './conversation.ts';
import { earlierRemovals } from './earlier-removals.ts';
import type { Queries } from './journal.ts';
import { otherBlock } from './other-block.ts';

/** A comment with what a decision about it looks at beside its ticket. */
export interface CommentRow {
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
  other_block: OtherBlock | null;
  trial: boolean | null;
}

/**
 * Is the account's own message a notice to the author of a removed comment? It answers nothing that the same person asks. Told
 * by its words: the platform may tell of it before it has answered us.
 */
const isNotice = sql`EXISTS (SELECT FROM comment_version w
  JOIN reply n ON n.municipality = w.municipality AND n.kind = 'notice' AND md5(n.text) = md5(w.text)
  WHERE w.municipality = o.municipality AND w.comment = o.id AND w.number = o.version)`;

/** Those of them that the municipality has. Strikes are keyed on platform, account and author id, never on a name. */
export async function commentRows(
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
            OR (o.kind = 'message' AND o.conversation = c.conversation AND o.created_at >= c.created_at
              AND NOT ${isNotice}))) AS own_replies,
      (SELECT t.id FROM comment m JOIN ticket t ON t.municipality = m.municipality AND t.comment = m.id
        WHERE ${ofConversation} AND t.state <> 'closed'
          AND t.body -> 'following' @> jsonb_build_array(jsonb_build_object('comment', c.id)) LIMIT 1) AS joined,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('ticket', b.ticket, 'rule', b.rule, 'at', b.at)
          ORDER BY b.at, b.decision), '[]')
        FROM breach b
        WHERE b.municipality = c.municipality AND b.platform = c.platform AND b.account = c.account
          AND b.author_id = c.author_id AND b.voided_at IS NULL) AS breaches,
      ${earlierRemovals} AS earlier,
      ${otherBlock} AS other_block
    FROM comment c
    JOIN comment_version v ON v.municipality = c.municipality AND v.comment = c.id AND v.number = c.version
    LEFT JOIN account a ON a.municipality = c.municipality AND a.platform = c.platform AND a.account = c.account
    WHERE c.municipality = ${municipality} AND c.id = ANY(${comments}::uuid[])`.execute(db);
  return rows;
}

/** @param effects of its ticket, by which its copies are known */
export function commentOf(municipality: string, row: CommentRow, effects: readonly Effect[]): Comment {
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
