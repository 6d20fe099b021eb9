import { sql, type Transaction } from 'kysely';
import { MOST_TOLD, timesTold } from '../core/repetition.ts';
import type { Queries } from './journal.ts';
import type { Made } from './made.ts';
import { toJson } from './storable.ts';

/** So many of a group are compared with what comes. */
const MOST_COMPARED = 5;
/** A card names no more of the others: the first ones, so that it is not drawn anew for each that comes. */
export const MOST_NAMED = 5;

/** What was found alike becomes one group, and its open cards are drawn anew where they now tell something else. */
export async function joinGroups(
  tx: Transaction<unknown>,
  municipality: string,
  made: readonly Made[],
): Promise<void> {
  const joined = made.flatMap(({ decision: { alike } }) =>
    alike ? alike.versions.map(({ comment, version }) => ({ comment, number: version, id: alike.id })) : [],
  );
  if (joined.length === 0) return;
  await sql`UPDATE comment_version v SET alike = r.id
    FROM jsonb_to_recordset(${toJson(joined)}::jsonb) AS r (comment uuid, number int, id uuid)
    WHERE v.municipality = ${municipality} AND v.comment = r.comment AND v.number = r.number AND v.text IS NOT NULL`.execute(
    tx,
  );
  const groups = await groupsOf(
    tx,
    municipality,
    Map.groupBy(joined, ({ id }) => id),
  );
  await keepFew(tx, municipality, groups.filter(({ times }) => times > MOST_COMPARED).map(idOf));
  await redraw(tx, municipality, groups.filter(tellsAnew).map(idOf));
}

interface Group {
  readonly id: string;
  /** So many have just joined it. */
  readonly more: number;
  readonly times: number;
  readonly tickets: number;
}

const idOf = ({ id }: Group): string => id;

/** Do its cards tell another number of times, or name another card? */
const tellsAnew = ({ more, times, tickets }: Group): boolean =>
  timesTold(times) !== timesTold(times - more) || tickets - more <= MOST_NAMED;

/** As far as their cards count. */
async function groupsOf(
  tx: Queries,
  municipality: string,
  joined: ReadonlyMap<string, readonly unknown[]>,
): Promise<Group[]> {
  const more = [...joined].map(([id, { length }]) => ({ id, more: length }));
  const { rows } = await sql<Group>`
    SELECT g.*, (SELECT count(*)::int FROM (SELECT DISTINCT w.comment FROM comment_version w
        WHERE w.municipality = ${municipality} AND w.alike = g.id LIMIT ${MOST_TOLD} + g.more) w) AS times,
      (SELECT count(*)::int FROM (SELECT FROM ${ticketsOf(municipality, [...joined.keys()])}
        WHERE w.alike = g.id LIMIT ${MOST_NAMED + 1} + g.more) t) AS tickets
    FROM jsonb_to_recordset(${toJson(more)}::jsonb) AS g (id uuid, more int)`.execute(tx);
  return rows;
}

/** What comes is compared with the latest of a group: with all, the thousandth of a campaign would be compared with a thousand. */
async function keepFew(tx: Queries, municipality: string, groups: readonly string[]): Promise<void> {
  if (groups.length === 0) return;
  await sql`UPDATE comment_version v SET likeness = NULL FROM (
      SELECT w.comment, w.number FROM comment_version w
      WHERE w.municipality = ${municipality} AND (w.comment, w.number) IN (
        SELECT comment, number FROM (
          SELECT comment, number, row_number() OVER (PARTITION BY alike ORDER BY stored_at DESC, comment DESC) AS place
          FROM comment_version
          WHERE municipality = ${municipality} AND alike = ANY(${groups}::uuid[]) AND likeness IS NOT NULL) ranked
        WHERE place > ${MOST_COMPARED})
      ORDER BY w.comment FOR UPDATE SKIP LOCKED) old
    WHERE v.municipality = ${municipality} AND v.comment = old.comment AND v.number = old.number`.execute(tx);
}

/** A card that now stands in the channel can be opened from the others of its group that name it. */
export async function redrawNaming(tx: Queries, municipality: string, ticket: string): Promise<void> {
  const { rows } = await sql<{ number: number; alike: string }>`SELECT t.number, v.alike FROM ticket t
    JOIN comment c ON c.municipality = t.municipality AND c.id = t.comment
    JOIN comment_version v ON v.municipality = c.municipality AND v.comment = c.id AND v.number = c.version
    WHERE t.municipality = ${municipality} AND t.id = ${ticket} AND v.alike IS NOT NULL`.execute(tx);
  for (const { number, alike } of rows) {
    const { rows: earlier } = await sql`SELECT FROM ${ticketsOf(municipality, [alike])}
      WHERE t.number < ${number} LIMIT ${MOST_NAMED + 1}`.execute(tx);
    if (earlier.length <= MOST_NAMED) await redraw(tx, municipality, [alike], ticket);
  }
}

/** PostgreSQL knows nothing of how many say the same, and would join every ticket with every card: each is looked up alone. */
const ticketsOf = (municipality: string, groups: readonly string[]) => sql`
  (SELECT DISTINCT v.alike, v.comment FROM comment_version v
    WHERE v.municipality = ${municipality} AND v.alike = ANY(${groups}::uuid[]) OFFSET 0) w
  CROSS JOIN LATERAL (SELECT id, number, state FROM ticket
    WHERE municipality = ${municipality} AND comment = w.comment LIMIT 1) t`;

/**
 * Draws the open cards of these groups anew, but this one: after those that tell something of their own tickets, and in the
 * order of the ids, so that two who do it do not lock each other out.
 */
async function redraw(tx: Queries, municipality: string, groups: readonly string[], but = ''): Promise<void> {
  if (groups.length === 0) return;
  const { rows } = await sql<{ id: string }>`SELECT DISTINCT t.id FROM ${ticketsOf(municipality, groups)}
    WHERE t.state <> 'closed' ORDER BY t.id`.execute(tx);
  const ids = rows.map(({ id }) => id);
  await sql`SELECT FROM card WHERE municipality = ${municipality} AND audience = 'channel' AND ticket = ANY(${ids}::uuid[])
    ORDER BY ticket FOR UPDATE`.execute(tx);
  const others = ids.filter((id) => id !== but);
  await sql`UPDATE card SET wanted = wanted + 1,
      cosmetic_to = CASE WHEN message_id IS NULL OR wanted IN (shown, cosmetic_to) THEN wanted + 1 END
    WHERE municipality = ${municipality} AND audience = 'channel' AND ticket = ANY(${others}::uuid[])`.execute(
    tx,
  );
}
