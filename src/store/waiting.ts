import { type Kysely, sql } from 'kysely';
import type { UnscreenedVersion, WaitingChange } from '../ports/archive.ts';
import { ofConversation } from './conversation.ts';

/** So long a change waits for its comment. Meta sends what it could not deliver for 36 hours. */
const WAITS = { hours: 7 * 24 };

/** Both spellings of a post's id end alike. */
const isPost = sql`c.kind = 'post' AND comment_name(c.platform, c.external_id) = comment_name(p.platform, p.external_id)`;
const ofPost = sql`regexp_replace(c.post_id, '^.*_', '') = regexp_replace(p.external_id, '^.*_', '')`;

/** The newest, and none for a message that has a ticket of its own. */
const openTicketOfConversation = sql`
  SELECT t.id FROM comment m JOIN ticket t ON t.municipality = m.municipality AND t.comment = m.id
  WHERE ${ofConversation} AND t.state <> 'closed'
    AND NOT EXISTS (SELECT FROM ticket own WHERE own.municipality = c.municipality AND own.comment = c.id)
  ORDER BY m.created_at DESC, m.id DESC LIMIT 1`;

/** Pictures are fetched for the comment of a ticket: a message that has any gets one of its own. */
const hasNoPictures = sql`NOT jsonb_path_exists(v.attachments, '$[*] ? (@.type != "link")')`;

/**
 * Versions in force that nobody has screened, oldest first, but those of the comments `except` and those of which the
 * platform has told something that is still to be handled: what was hidden or removed is not judged as visible. Nor what
 * came without words, while its platform is asked for them. Of a conversation the oldest alone: what follows it is to
 * find the ticket that it gets.
 */
export async function unscreened(db: Kysely<unknown>, limit: number, except: readonly string[]) {
  const { rows } = await sql<UnscreenedVersion>`
    SELECT v.municipality, v.comment, v.number AS version, c.created_at AS "writtenAt", c.platform, c.kind,
      CASE WHEN c.own THEN coalesce(t.id, talk.id) END AS answers,
      CASE WHEN NOT c.own AND c.visibility <> 'gone' AND ${hasNoPictures} THEN talk.id END AS follows, c.own, c.visibility,
      coalesce(v.text, '') AS text, v.attachments
    FROM comment_version v
    JOIN comment c ON c.municipality = v.municipality AND c.id = v.comment AND c.version = v.number
    LEFT JOIN comment p ON c.own AND p.municipality = c.municipality AND p.platform = c.platform
      AND p.account = c.account AND p.external_id = c.parent_id
    LEFT JOIN ticket t ON t.municipality = p.municipality AND t.comment = p.id
    LEFT JOIN LATERAL (${openTicketOfConversation}) talk ON true
    WHERE v.screened_at IS NULL AND v.comment <> ALL(${except}::uuid[])
      AND (c.ask_at IS NULL OR v.text <> '')
      AND NOT EXISTS (SELECT FROM comment m
        JOIN comment_version w ON w.municipality = m.municipality AND w.comment = m.id AND w.number = m.version
        WHERE ${ofConversation} AND w.screened_at IS NULL AND m.id <> ALL(${except}::uuid[])
          AND (w.stored_at, m.id) < (v.stored_at, v.comment))
      AND NOT EXISTS (SELECT FROM platform_change p WHERE p.handled_at IS NULL AND p.change <> 'post-removed'
        AND p.municipality = c.municipality AND p.platform = c.platform AND p.account = c.account
        AND p.external_id = c.external_id)
      AND NOT EXISTS (SELECT FROM platform_change p WHERE p.handled_at IS NULL AND p.change = 'post-removed'
        AND p.municipality = c.municipality AND p.platform = c.platform AND p.account = c.account
        AND c.visibility <> 'gone' AND ${ofPost})
    ORDER BY v.stored_at, v.comment LIMIT ${limit}`.execute(db);
  return rows;
}

/** What stands now of a comment. */
export async function inForce(db: Kysely<unknown>, municipality: string, comment: string) {
  const { rows } = await sql<Pick<UnscreenedVersion, 'version' | 'text' | 'attachments'>>`
    SELECT v.number AS version, v.text, v.attachments FROM comment c
    JOIN comment_version v ON v.municipality = c.municipality AND v.comment = c.id AND v.number = c.version
    WHERE c.municipality = ${municipality} AND c.id = ${comment} AND v.text IS NOT NULL`.execute(db);
  return rows[0] ?? null;
}

/** What platforms told of comments and nobody has handled, oldest first. A comment that has not come yet is waited for. */
export async function unhandledChanges(db: Kysely<unknown>, now: Temporal.Instant, limit: number) {
  const { rows } = await sql<WaitingChange>`
    SELECT p.municipality, p.key, c.id AS comment, p.change, p.at,
      (SELECT jsonb_build_object('text', coalesce(v.text, ''), 'attachments', v.attachments) FROM comment_version v
        WHERE p.change <> 'removed-with-post' AND v.municipality = c.municipality AND v.comment = c.id AND v.number = c.version
          AND v.screened_at IS NOT NULL AND v.text IS NOT NULL) AS says,
      (SELECT t.id FROM comment m JOIN ticket t ON t.municipality = m.municipality AND t.comment = m.id
        WHERE p.change = 'removed' AND ${ofConversation} AND t.state <> 'closed'
          AND t.body -> 'following' @> jsonb_build_array(jsonb_build_object('comment', c.id)) LIMIT 1) AS joined,
      p.change IN ('hidden', 'unhidden') AND EXISTS (SELECT FROM platform_change l
        WHERE l.municipality = p.municipality AND l.platform = p.platform AND l.account = p.account
          AND l.external_id = p.external_id AND l.change IN ('hidden', 'unhidden') AND l.handled_at IS NOT NULL
          AND (l.at, l.seq) > (p.at, p.seq)) AS "isOvertaken"
    FROM platform_change p
    LEFT JOIN comment c ON c.municipality = p.municipality AND c.platform = p.platform AND c.account = p.account
      AND c.external_id = p.external_id
    WHERE p.handled_at IS NULL AND p.change <> 'post-removed' AND (c.id IS NOT NULL OR p.received_at < ${now.subtract(WAITS)})
    ORDER BY p.at, p.seq LIMIT ${limit}`.execute(db);
  return rows;
}

/**
 * Tells of every comment of a removed post, also of one that comes after, that it is gone; the number of them. A post
 * waits for its comments as long as a change does for its comment.
 */
export async function spreadRemovedPosts(db: Kysely<unknown>, now: Temporal.Instant): Promise<number> {
  const { rows } = await sql`
    WITH old AS (
      UPDATE platform_change SET handled_at = ${now}
      WHERE change = 'post-removed' AND handled_at IS NULL AND received_at < ${now.subtract(WAITS)}
    )
    INSERT INTO platform_change (municipality, key, platform, account, external_id, change, at, received_at)
    SELECT p.municipality, p.key || ':' || c.id, p.platform, p.account, c.external_id, 'removed-with-post', p.at,
      p.received_at
    FROM platform_change p
    JOIN comment c ON c.municipality = p.municipality AND c.platform = p.platform AND c.account = p.account
      AND (${ofPost} OR ${isPost})
    WHERE p.change = 'post-removed' AND p.handled_at IS NULL AND c.visibility <> 'gone'
    ON CONFLICT DO NOTHING RETURNING key`.execute(db);
  return rows.length;
}

/** What a platform told is not handed out again. */
export async function changeHandled(
  db: Kysely<unknown>,
  municipality: string,
  key: string,
  now: Temporal.Instant,
): Promise<void> {
  await sql`UPDATE platform_change SET handled_at = ${now}
    WHERE municipality = ${municipality} AND key = ${key}`.execute(db);
}

/** Every municipality that has a journal, and so anything at all. */
export async function municipalities(db: Kysely<unknown>): Promise<string[]> {
  const { rows } = await sql<{ municipality: string }>`SELECT municipality FROM journal_head`.execute(db);
  return rows.map(({ municipality }) => municipality);
}
