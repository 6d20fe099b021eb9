import { type Kysely, sql } from 'kysely';
import { MINE_LISTS, type Mine, type MineItem, type MineListName } from '../core/mine.ts';
import type { MineQuery } from '../ports/mine.ts';
import { placeOf } from './digest-lines.ts';

interface Row extends Omit<MineItem, 'list' | 'target' | 'card'> {
  readonly list: number;
  readonly total: number;
  readonly target: NonNullable<MineItem['target']>['kind'] | null;
  readonly targetAt: Temporal.Instant | null;
  readonly conversation: string | null;
  readonly tenant: string | null;
  readonly messageId: string | null;
}

const listNumber = (name: MineListName) => sql`${MINE_LISTS.indexOf(name)}::int`;

/** Does a question to that person wait for its answer? */
const isAsked = (
  person: string,
) => sql`EXISTS (SELECT FROM jsonb_array_elements(t.body -> 'internal') AS asked
  WHERE asked ->> 'kind' = 'question' AND asked ->> 'person' = ${person}
    AND NOT EXISTS (SELECT FROM jsonb_array_elements(t.body -> 'internal') AS answer
      WHERE answer ->> 'question' = asked ->> 'decision'))`;

/**
 * Only tickets that are not closed are looked at, which `ticket_target` finds: a town has tens of them. Each stands in the
 * first of the lists that it belongs to. An alert waits for nobody any longer once somebody has the ticket.
 */
export async function mine(db: Kysely<unknown>, municipality: string, query: MineQuery): Promise<Mine> {
  const { person, reviews, unclaimed, limit } = query;
  const accounts = unclaimed.accounts.map(({ platform, account }) => `${platform}:${account}`);
  const { rows } = await sql<Row>`
    WITH listed AS (
      SELECT t.*, c.platform, c.kind, coalesce(t.target_at, t.due_at) AS at, CASE
        WHEN t.state = 'claimed' AND t.body #>> '{claim,by}' = ${person} THEN ${listNumber('claimed')}
        WHEN t.state = 'open' AND t.body #>> '{alertConfirmed,by}' IS NULL AND EXISTS (SELECT FROM effect e
          WHERE e.municipality = t.municipality AND e.ticket = t.id AND e.kind IN ('alert-duty', 'alert-second')
            AND e.state = 'done' AND e.params ->> 'person' = ${person}) THEN ${listNumber('alerted')}
        WHEN ${isAsked(person)} THEN ${listNumber('asked')}
        WHEN t.state = 'awaiting-approval' AND ${reviews}::boolean AND t.body #>> '{removal,by}' <> ${person}
          THEN ${listNumber('proposed')}
        WHEN t.state = 'open' AND (c.platform || ':' || c.account = ANY(${accounts}::text[])) <> ${unclaimed.all}::boolean
          THEN ${listNumber('unclaimed')}
        END AS list
      FROM ticket t JOIN comment c ON c.municipality = t.municipality AND c.id = t.comment
      WHERE t.municipality = ${municipality} AND t.state <> 'closed'),
    ranked AS (
      SELECT l.*, count(*) OVER (PARTITION BY list) AS total,
        row_number() OVER (PARTITION BY list ORDER BY at, number) AS place
      FROM listed l WHERE list IS NOT NULL)
    SELECT r.list, r.total, r.id AS ticket, r.number, r.state, r.kind, r.platform, r.at, r.target,
      r.target_at AS "targetAt", r.body #>> '{screening,display}' AS display,
      k.conversation, k.tenant, k.message_id AS "messageId"
    FROM ranked r
    LEFT JOIN card k ON k.municipality = r.municipality AND k.ticket = r.id AND k.audience = 'channel'
    WHERE r.place <= ${limit} ORDER BY r.list, r.place`.execute(db);
  const totalOf = (name: MineListName) => rows.find(({ list }) => MINE_LISTS[list] === name)?.total ?? 0;
  return {
    totals: Object.fromEntries(MINE_LISTS.map((name) => [name, totalOf(name)])) as Mine['totals'],
    items: rows.map(itemOf),
  };
}

function itemOf({ list, total: _, target, targetAt, ...row }: Row): MineItem {
  const { conversation, tenant, messageId, ...rest } = row;
  return {
    ...rest,
    list: MINE_LISTS[list] as MineListName,
    target: target !== null && targetAt !== null ? { kind: target, at: targetAt.toString() } : null,
    card: placeOf(conversation, tenant, messageId),
  };
}
