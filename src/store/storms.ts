import { type Kysely, sql, type Transaction } from 'kysely';
import { SAID_LANES } from '../core/effect.ts';
import type { Storm } from '../core/storm.ts';
import type { Queries } from './journal.ts';
import { type Made, ticketOf } from './made.ts';

/** Both spellings of a post's id end alike. */
const post = sql`regexp_replace(c.post_id, '^.*_', '')`;

interface Opened {
  readonly ticket: string;
  readonly platform: string;
  readonly account: string;
  readonly post: string;
  /** The storm that goes on there; null for none. */
  readonly storm: string | null;
}

/**
 * Tickets that may be one of many join the storm on their post; where there is none, and so many have been opened on it within
 * the window, they begin one. What becomes a matter of its own gets a card of its own, and a storm whose tickets changed is drawn
 * anew.
 */
export async function gatherStorms(
  tx: Transaction<unknown>,
  municipality: string,
  now: Temporal.Instant,
  made: readonly Made[],
): Promise<void> {
  const opened = made.flatMap((one) => {
    const ticket = ticketOf(one);
    return ticket !== null && one.decision.gathers ? [{ ticket, size: one.decision.gathers }] : [];
  });
  const [first] = opened;
  if (first) {
    const tickets = opened.map(({ ticket }) => ticket);
    await sql`UPDATE card SET gathers = true
      WHERE municipality = ${municipality} AND ticket = ANY(${tickets}::uuid[]) AND audience = 'channel'`.execute(
      tx,
    );
    const since = now.subtract({ minutes: first.size.withinMinutes });
    for (const group of Map.groupBy(await placesOf(tx, municipality, tickets, since), keyOf).values())
      await gather(tx, municipality, group, { since, least: first.size.tickets });
  }
  const changed = made.flatMap((one) => ticketOf(one) ?? []);
  if (changed.length === 0) return;
  const leaving = made.flatMap((one) => (one.decision.leavesStorm ? (ticketOf(one) ?? []) : []));
  await sql`UPDATE card k SET storm = NULL, gathers = false FROM ticket t
    WHERE k.municipality = ${municipality} AND k.ticket = ANY(${changed}::uuid[]) AND k.audience = 'channel'
      AND k.storm IS NOT NULL AND t.municipality = k.municipality AND t.id = k.ticket
      AND (k.ticket = ANY(${leaving}::uuid[]) OR ${isSomebodys})`.execute(tx);
  await sql`UPDATE card SET wanted = wanted + 1, error = NULL
      WHERE municipality = ${municipality} AND audience = 'storm' AND ticket IN (SELECT storm FROM card
        WHERE municipality = ${municipality} AND ticket = ANY(${changed}::uuid[]) AND storm IS NOT NULL)`.execute(
    tx,
  );
}

/** Something of it is a person's to settle or to say: what was done on the platform, or an act that did not go through. */
const isSomebodys = sql`(t.body #> '{elsewhere,word}' = 'null' OR EXISTS (SELECT FROM effect e
  WHERE e.municipality = t.municipality AND e.ticket = t.id AND e.state IN ('failed', 'unknown', 'asked')
    AND e.lane <> ALL(${SAID_LANES as readonly string[]})))`;

const keyOf = ({ platform, account, post }: Opened): string => JSON.stringify([platform, account, post]);

/** Where each of these was written, and the storm that goes on there: one that has grown within the window. */
async function placesOf(
  tx: Queries,
  municipality: string,
  tickets: readonly string[],
  since: Temporal.Instant,
): Promise<Opened[]> {
  const { rows } = await sql<Opened>`
    WITH opened AS MATERIALIZED (SELECT t.id, t.number, c.platform, c.account, ${post} AS post
      FROM ticket t JOIN comment c ON c.municipality = t.municipality AND c.id = t.comment
      WHERE t.municipality = ${municipality} AND t.id = ANY(${tickets}::uuid[]))
    SELECT o.id AS ticket, o.platform, o.account, o.post, s.storm FROM opened o JOIN (
      SELECT p.*, (SELECT k.storm FROM card k
        CROSS JOIN LATERAL (SELECT comment FROM ticket WHERE municipality = k.municipality AND id = k.ticket AND state <> 'closed'
          AND (body ->> 'openedAt')::timestamptz >= ${since} LIMIT 1) t
        CROSS JOIN LATERAL (SELECT * FROM comment WHERE municipality = k.municipality AND id = t.comment LIMIT 1) c
        WHERE k.municipality = ${municipality} AND k.storm IS NOT NULL AND c.platform = p.platform
          AND c.account = p.account AND ${post} = p.post LIMIT 1) AS storm
      FROM (SELECT DISTINCT platform, account, post FROM opened) p) s
      ON (s.platform, s.account) = (o.platform, o.account) AND s.post IS NOT DISTINCT FROM o.post ORDER BY o.number`.execute(
    tx,
  );
  return rows;
}

async function gather(
  tx: Transaction<unknown>,
  municipality: string,
  group: readonly Opened[],
  { since, least }: { readonly since: Temporal.Instant; readonly least: number },
): Promise<void> {
  const [one] = group;
  if (!one) return;
  if (one.storm !== null)
    return join(
      tx,
      municipality,
      one.storm,
      group.map(({ ticket }) => ticket),
    );
  const { rows } = await sql<{ ticket: string }>`
    SELECT t.id AS ticket FROM card k JOIN ticket t ON t.municipality = k.municipality AND t.id = k.ticket
    JOIN comment c ON c.municipality = t.municipality AND c.id = t.comment
    WHERE k.municipality = ${municipality} AND k.gathers AND k.storm IS NULL AND k.audience = 'channel'
      AND t.state <> 'closed' AND (t.body ->> 'openedAt')::timestamptz >= ${since}
      AND c.platform = ${one.platform} AND c.account = ${one.account} AND ${post} = ${one.post} ORDER BY t.number`.execute(
    tx,
  );
  const [leader] = rows;
  if (!leader || rows.length < least) return;
  await sql`INSERT INTO card (municipality, ticket, audience, wanted, channel)
    SELECT municipality, ticket, 'storm', 1, channel FROM card
    WHERE municipality = ${municipality} AND ticket = ${leader.ticket} AND audience = 'channel'
    ON CONFLICT (municipality, ticket, audience) DO UPDATE SET wanted = card.wanted + 1, error = NULL`.execute(
    tx,
  );
  await join(
    tx,
    municipality,
    leader.ticket,
    rows.map(({ ticket }) => ticket),
  );
}

const join = async (
  tx: Transaction<unknown>,
  municipality: string,
  storm: string,
  tickets: readonly string[],
): Promise<void> => {
  await sql`UPDATE card SET storm = ${storm}
    WHERE municipality = ${municipality} AND ticket = ANY(${tickets}::uuid[]) AND audience = 'channel'`.execute(
    tx,
  );
};

/** A storm as it stands; null where that ticket is at the head of none. */
export async function stormOf(
  db: Kysely<unknown>,
  municipality: string,
  leader: string,
): Promise<Storm | null> {
  const { rows } = await sql<Storm['tickets'][number] & { postText: string | null }>`
    SELECT t.id, t.number, (t.body ->> 'version')::int AS version, t.state, t.body #>> '{screening,findings,0,rule}' AS rule,
      coalesce((t.body #>> '{screening,findings,0,score}')::float8, 0) AS score,
      (t.body #> '{screening,needsReply}' = 'true' AND t.body -> 'answer' = 'null') AS "awaitsAnswer",
      greatest((t.body ->> 'openedAt')::timestamptz, (t.body #>> '{editedAfter,at}')::timestamptz,
        (t.body #>> '{lastAct,at}')::timestamptz) AS "changedAt",
      (t.state = 'removing' AND t.body #>> '{removal,storm}' = ${leader}) AS undoable, k.message_id IS NOT NULL AS posted,
      (SELECT v.text FROM ticket l JOIN comment c ON c.municipality = l.municipality AND c.id = l.comment
        JOIN comment p ON p.municipality = c.municipality AND p.platform = c.platform AND p.account = c.account AND p.own
          AND comment_name(p.platform, p.external_id) = comment_name(c.platform, c.post_id)
        JOIN comment_version v ON v.municipality = p.municipality AND v.comment = p.id AND v.number = p.version
        WHERE l.municipality = ${municipality} AND l.id = ${leader} LIMIT 1) AS "postText"
    FROM card k JOIN ticket t ON t.municipality = k.municipality AND t.id = k.ticket
    WHERE k.municipality = ${municipality} AND k.storm = ${leader} AND k.audience = 'channel' ORDER BY t.number`.execute(
    db,
  );
  const [one] = rows;
  if (!one) return null;
  return { leader, postText: one.postText, tickets: rows.map(({ postText: _, ...ticket }) => ticket) };
}

/** Gives one ticket of a storm a card of its own. */
export async function leaveStorm(db: Kysely<unknown>, municipality: string, ticket: string): Promise<void> {
  await sql`UPDATE card SET storm = NULL, gathers = false, wanted = wanted + 1
    WHERE municipality = ${municipality} AND ticket = ${ticket} AND audience = 'channel'`.execute(db);
}
