import { sql } from 'kysely';

/** So many are enough to answer from. */
const MOST = 3;

/** Removals of what the author of comment `c` wrote before on the account, the latest first: neither undone nor only tried. */
export const earlierRemovals = sql`(SELECT coalesce(jsonb_agg(e.removal ORDER BY e.at DESC), '[]') FROM (
  SELECT t.body #>> '{removal,at}' AS at, jsonb_build_object('ticket', t.id, 'rule', t.body #>> '{removal,rule}',
    'at', t.body #>> '{removal,at}') AS removal
  FROM comment o JOIN ticket t ON t.municipality = o.municipality AND t.comment = o.id
  WHERE o.municipality = c.municipality AND o.platform = c.platform AND o.account = c.account
    AND o.author_id = c.author_id AND NOT o.own AND NOT c.own AND o.id <> c.id
    AND t.state IN ('removing', 'closed') AND t.body #>> '{removal,rule}' IS NOT NULL
    AND NOT EXISTS (SELECT FROM effect x WHERE x.municipality = t.municipality AND x.ticket = t.id
      AND x.kind IN ('hide-comment', 'delete-comment') AND x.params ->> 'trial' = 'true')
  ORDER BY 1 DESC LIMIT ${MOST}) e)`;
