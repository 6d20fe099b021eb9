import { type Kysely, sql } from 'kysely';
import type { Attachment, PlatformChange } from '../core/comment.ts';

/** Versions in force that nobody has screened, oldest first, but those of the comments `except`. */
export async function unscreened(db: Kysely<unknown>, limit: number, except: readonly string[]) {
  const { rows } = await sql<{
    municipality: string;
    comment: string;
    version: number;
    answers: string | null;
  }>`
    SELECT v.municipality, v.comment, v.number AS version, t.id AS answers
    FROM comment_version v
    JOIN comment c ON c.municipality = v.municipality AND c.id = v.comment AND c.version = v.number
    LEFT JOIN comment p ON c.own AND p.municipality = c.municipality AND p.platform = c.platform
      AND p.account = c.account AND p.external_id = c.parent_id
    LEFT JOIN ticket t ON t.municipality = p.municipality AND t.comment = p.id
    WHERE v.screened_at IS NULL AND v.comment <> ALL(${except}::uuid[]) ORDER BY v.stored_at, v.comment LIMIT ${limit}`.execute(
    db,
  );
  return rows;
}

/** What screening reads of these comments: the versions in force that are not erased, but for the accounts' own and what is gone. */
export async function waitingTexts(db: Kysely<unknown>, municipality: string, comments: readonly string[]) {
  const { rows } = await sql<{ comment: string; version: number; text: string; attachments: Attachment[] }>`
    SELECT v.comment, v.number AS version, v.text, v.attachments
    FROM comment c
    JOIN comment_version v ON v.municipality = c.municipality AND v.comment = c.id AND v.number = c.version
    WHERE c.municipality = ${municipality} AND c.id = ANY(${comments}::uuid[])
      AND NOT c.own AND c.visibility <> 'gone' AND v.text IS NOT NULL`.execute(db);
  return rows;
}

/** What platforms told and nobody has handled, oldest first. A comment still to be screened is waited for. */
export async function unhandledChanges(db: Kysely<unknown>, limit: number) {
  const { rows } = await sql<{
    municipality: string;
    key: string;
    comment: string | null;
    change: PlatformChange['change'];
    at: Temporal.Instant;
  }>`
    SELECT p.municipality, p.key, c.id AS comment, p.change, p.at
    FROM platform_change p
    LEFT JOIN comment c ON c.municipality = p.municipality AND c.platform = p.platform AND c.account = p.account
      AND c.external_id = p.external_id
    WHERE p.handled_at IS NULL AND NOT EXISTS (
      SELECT 1 FROM comment_version v WHERE v.municipality = c.municipality AND v.comment = c.id
        AND v.number = c.version AND v.screened_at IS NULL)
    ORDER BY p.at LIMIT ${limit}`.execute(db);
  return rows;
}

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
