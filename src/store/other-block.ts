import { sql } from 'kysely';

/**
 * The block of comment `c`'s author on the account that another ticket has ordered and nobody has decided to lift, the one that
 * lasts longest: on its way, carried out, or stuck, but neither only tried nor of an account that was gone.
 */
export const otherBlock = sql`(SELECT jsonb_build_object('untilOn', t.body #>> '{block,untilOn}')
  FROM comment o JOIN ticket t ON t.municipality = o.municipality AND t.comment = o.id
  WHERE o.municipality = c.municipality AND o.platform = c.platform AND o.account = c.account
    AND o.author_id = c.author_id AND NOT o.own AND NOT c.own AND o.id <> c.id
    AND t.body #>> '{block,rule}' IS NOT NULL
    AND (SELECT x.state <> 'cancelled' AND x.params ->> 'trial' IS DISTINCT FROM 'true'
        AND (x.result ->> 'how' IS NULL OR x.result ->> 'how' NOT IN ('trial', 'already-so'))
      FROM effect x WHERE x.municipality = t.municipality AND x.ticket = t.id AND x.kind = 'block-author'
      ORDER BY x.seq DESC LIMIT 1)
  ORDER BY t.body #>> '{block,untilOn}' DESC NULLS FIRST LIMIT 1)`;
