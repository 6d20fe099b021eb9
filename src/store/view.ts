import { type Kysely, sql } from 'kysely';
import type { StoredView } from '../store-port.ts';
import { loadTicket } from './situation.ts';

/** Everything a card shows, as committed; null when the municipality has no such ticket. */
export async function view(
  db: Kysely<unknown>,
  municipality: string,
  ticket: string,
): Promise<StoredView | null> {
  const situation = await loadTicket(db, municipality, ticket);
  if (!situation?.ticket) return null;
  const { ticket: found, registrations } = situation;
  const people = [
    found.claim?.by,
    found.reply?.by,
    found.removal?.by,
    found.removal?.approvedBy,
    found.hiddenNow?.by,
    found.dismissal?.by,
    found.block?.by,
    found.lastAct?.by,
    ...registrations.map(({ by }) => by),
  ].filter((id) => typeof id === 'string');
  const { rows } = await sql<{ names: Record<string, string>; texts: Record<string, string | null> }>`
    SELECT
      (SELECT coalesce(jsonb_object_agg(id, name), '{}') FROM person
        WHERE municipality = ${municipality} AND id = ANY(${people})) AS names,
      (SELECT coalesce(jsonb_object_agg(number, text), '{}') FROM comment_version
        WHERE municipality = ${municipality} AND comment = ${found.comment}
          AND number IN (${found.commentVersion}, ${found.editedAfter?.version ?? 0})) AS texts`.execute(db);
  const { names = {}, texts = {} } = rows[0] ?? {};
  const textOf = (version: number | undefined) => texts[String(version)] ?? null;
  return {
    ...situation,
    ticket: found,
    names: new Map(Object.entries(names)),
    text: textOf(found.commentVersion) ?? '',
    textBefore: textOf(found.editedAfter?.version),
  };
}
