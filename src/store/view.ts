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
  const { rows: names } = await sql<{ id: string; name: string }>`
    SELECT id, name FROM person WHERE municipality = ${municipality} AND id = ANY(${people})`.execute(db);
  const before = found.editedAfter?.version;
  const { rows: earlier } =
    before === undefined
      ? { rows: [] }
      : await sql<{ text: string | null }>`
    SELECT text FROM comment_version
    WHERE municipality = ${municipality} AND comment = ${found.comment} AND number = ${before}`.execute(db);
  return {
    ...situation,
    ticket: found,
    names: new Map(names.map(({ id, name }) => [id, name])),
    textBefore: earlier[0]?.text ?? null,
  };
}
