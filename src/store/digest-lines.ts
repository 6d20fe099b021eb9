import { type Kysely, sql, type Transaction } from 'kysely';
import {
  DIGEST_LISTS,
  type DigestCount,
  type DigestItem,
  type DigestLines,
  type DigestListName,
  SEVERITIES,
  type Severity,
} from '../core/digest-lists.ts';
import { SAID_LANES } from '../core/effect.ts';
import type { CardPlace } from '../core/view.ts';
import type { LinesQuery } from '../ports/digests.ts';
import { IN_TROUBLE } from './handovers.ts';

/** A page of the lines of a digest, and how many there are, as it stands at one instant. */
export function digestLines(
  db: Kysely<unknown>,
  municipality: string,
  query: LinesQuery,
): Promise<DigestLines> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((tx) => linesOf(tx, municipality, query));
}

/** The same within a transaction that reads more. */
export async function linesOf(
  tx: Transaction<unknown>,
  municipality: string,
  query: LinesQuery,
): Promise<DigestLines> {
  const { rows: counted } = await sql<DigestCount & { list: number }>`
    WITH ${listed(municipality, query)}
    SELECT l.list, count(*) AS total, count(*) FILTER (WHERE w.list = l.list) AS listed
    FROM listed l JOIN worst w ON w.ticket = l.ticket GROUP BY l.list`.execute(tx);
  const counts = DIGEST_LISTS.map((name, list): [DigestListName, DigestCount] => {
    const { total = 0, listed = 0 } = counted.find((row) => row.list === list) ?? {};
    return [name, { total, listed }];
  });
  const rows = await page(tx, municipality, query);
  return {
    counts: Object.fromEntries(counts) as DigestLines['counts'],
    before: (rows[0]?.place ?? 1) - 1,
    items: rows.map(itemOf),
  };
}

const listNumber = (name: DigestListName) => sql`${DIGEST_LISTS.indexOf(name)}::int`;

/** What is to be judged at once is not late from its first second: it leads the digest, and is late when its deadline has passed. */
const dueAt = sql`CASE WHEN target = 'at-once' THEN due_at ELSE target_at END`;

/** Does a finding of a ticket `t` have one of these? */
const finds = (what: 'category' | 'rule', among: readonly string[]) => sql`EXISTS (
  SELECT 1 FROM jsonb_array_elements(t.body #> '{screening,findings}') AS f
  WHERE f ->> ${sql.lit(what)} = ANY(${among}::text[]))`;

type Gravity = Pick<LinesQuery, 'statutory' | 'critical' | 'high'>;

const isGrave = ({
  statutory,
  critical,
}: Omit<Gravity, 'high'>) => sql`(t.body #>> '{screening,urgent}' = 'true'
  OR ${finds('category', statutory)} OR ${finds('rule', critical)})`;

/** By its number, the gravest first. */
const severityOf = (query: Gravity) => sql`CASE WHEN ${isGrave(query)} THEN 0
  WHEN ${finds('rule', query.high)} THEN 1 ELSE 2 END`;

/**
 * `listed`: every list, by its number, with the tickets that belong to it. `worst`: each of these tickets once, with its
 * first list. Of a ticket's problems the worst is named: unknown, failed, card, which the alphabet knows; the same of its entries' hand-overs.
 */
const listed = (municipality: string, { now, dayEnds, statutory, critical }: LinesQuery) => sql`
  stuck AS (SELECT ticket, max(problem) AS problem FROM (
    SELECT ticket, state AS problem FROM effect
      WHERE municipality = ${municipality} AND state IN ('failed', 'unknown') AND lane NOT IN (${sql.join(SAID_LANES.map(sql.lit))})
    UNION ALL SELECT k.ticket, 'card' FROM card k
      JOIN ticket t ON t.municipality = k.municipality AND t.id = k.ticket
      WHERE k.municipality = ${municipality} AND k.audience = 'channel' AND k.error IS NOT NULL
        AND t.state <> 'closed') problems GROUP BY ticket),
  entered AS (SELECT r.ticket, bool_or(r.state = 'secured') AS waits, max(h.state) AS handover FROM registration r
    LEFT JOIN handover h ON h.municipality = r.municipality AND h.registration = r.id AND ${IN_TROUBLE}
    WHERE r.municipality = ${municipality} AND r.ticket IS NOT NULL AND (r.state = 'secured' OR h.state IS NOT NULL)
    GROUP BY r.ticket),
  listed AS (
    SELECT ${listNumber('urgent')} AS list, id AS ticket FROM ticket t
      WHERE municipality = ${municipality} AND state <> 'closed' AND target IN ('answer', 'assess', 'at-once', 'remove')
        AND ${isGrave({ statutory, critical })}
    UNION ALL SELECT ${listNumber('overdue')}, id FROM ticket
      WHERE municipality = ${municipality} AND state <> 'closed' AND ${dueAt} < ${now}
    UNION ALL SELECT ${listNumber('today')}, id FROM ticket
      WHERE municipality = ${municipality} AND state <> 'closed' AND ${dueAt} >= ${now} AND ${dueAt} < ${dayEnds}
    UNION ALL SELECT ${listNumber('unclaimed')}, id FROM ticket
      WHERE municipality = ${municipality} AND state = 'open'
    UNION ALL SELECT ${listNumber('failed')}, ticket FROM stuck
    UNION ALL SELECT ${listNumber('registrar')}, ticket FROM entered),
  worst AS (SELECT ticket, min(list) AS list FROM listed GROUP BY ticket)`;

interface LineRow
  extends Pick<
    DigestItem,
    | ('ticket' | 'number' | 'at' | 'kind' | 'platform' | 'account' | 'accountId' | 'writtenAt')
    | ('proposedBy' | 'byHand')
  > {
  readonly list: number;
  readonly severity: number;
  readonly post: string | null;
  readonly postText: string | null;
  readonly place: number;
  readonly closed: boolean;
  readonly screening: DigestItem['screening'] & { readonly findings: readonly DigestItem['finding'][] };
  readonly target: NonNullable<DigestItem['target']>['kind'] | null;
  readonly targetAt: Temporal.Instant | null;
  readonly owner: string | null;
  readonly problem: DigestItem['problem'];
  readonly awaitsRegistrar: boolean;
  readonly handover: DigestItem['handover'];
  readonly permalink: string | null;
  readonly conversation: string | null;
  readonly tenant: string | null;
  readonly messageId: string | null;
}

async function page(tx: Transaction<unknown>, municipality: string, query: LinesQuery): Promise<LineRow[]> {
  const { after } = query;
  const rest =
    after === null
      ? sql`true`
      : sql`(r.list, r.severity, r.at, r.number) > (${listNumber(after.list)},
          ${SEVERITIES.indexOf(after.severity)}::int, ${after.at}::timestamptz, ${after.number}::int)`;
  const { rows } = await sql<LineRow>`
    WITH ${listed(municipality, query)},
    graded AS (
      SELECT w.list, t.*, coalesce(t.target_at, t.due_at) AS at, ${severityOf(query)} AS severity
      FROM worst w JOIN ticket t ON t.municipality = ${municipality} AND t.id = w.ticket),
    ranked AS (
      SELECT g.*, row_number() OVER (ORDER BY g.list, g.severity, g.at, g.number) AS place FROM graded g),
    paged AS (SELECT * FROM ranked r WHERE ${rest} ORDER BY r.place LIMIT ${query.limit})
    SELECT r.list, r.severity, r.place, r.at, r.id AS ticket, r.number, r.state = 'closed' AS closed, r.target,
      r.target_at AS "targetAt", r.body -> 'screening' AS screening, s.problem, coalesce(e.waits, false) AS "awaitsRegistrar",
      e.handover,
      c.platform || ' ' || c.account || ' ' || comment_name(c.platform, c.post_id) AS post,
      (SELECT v.text FROM comment o
        JOIN comment_version v ON v.municipality = o.municipality AND v.comment = o.id AND v.number = o.version
        WHERE o.municipality = ${municipality} AND o.platform = c.platform AND o.account = c.account AND o.own
          AND comment_name(o.platform, o.external_id) = comment_name(c.platform, c.post_id) LIMIT 1) AS "postText",
      CASE WHEN r.state = 'awaiting-approval' THEN coalesce(q.name, '') END AS "proposedBy",
      EXISTS (SELECT 1 FROM effect x WHERE x.municipality = ${municipality} AND x.ticket = r.id AND x.state = 'asked') AS "byHand",
      c.kind, c.platform, c.account AS "accountId", coalesce(a.name, c.account) AS account, c.created_at AS "writtenAt", c.permalink,
      CASE WHEN r.body #>> '{claim,by}' IS NOT NULL THEN coalesce(p.name, '') END AS owner,
      k.conversation, k.tenant, k.message_id AS "messageId"
    FROM paged r
    JOIN comment c ON c.municipality = ${municipality} AND c.id = r.comment
    LEFT JOIN stuck s ON s.ticket = r.id
    LEFT JOIN entered e ON e.ticket = r.id
    LEFT JOIN account a ON a.municipality = ${municipality} AND a.platform = c.platform AND a.account = c.account
    LEFT JOIN person p ON p.municipality = ${municipality} AND p.id = r.body #>> '{claim,by}'
    LEFT JOIN person q ON q.municipality = ${municipality} AND q.id = r.body #>> '{removal,by}'
    LEFT JOIN card k ON k.municipality = ${municipality} AND k.ticket = r.id AND k.audience = 'channel'
    ORDER BY r.place`.execute(tx);
  return rows;
}

function itemOf({ list, severity, place: _, screening, target, targetAt, ...row }: LineRow): DigestItem {
  const { conversation, tenant, messageId, post, postText, ...rest } = row;
  const {
    findings: [best],
    display,
    urgent,
    needsReply,
  } = screening;
  return {
    ...rest,
    list: DIGEST_LISTS[list] as DigestListName,
    severity: SEVERITIES[severity] as Severity,
    seesTo: null,
    post: post === null ? null : { id: post, text: postText },
    screening: { display, urgent, needsReply },
    finding: best ? { rule: best.rule, category: best.category } : null,
    target: target !== null && targetAt !== null ? { kind: target, at: targetAt.toString() } : null,
    card: placeOf(conversation, tenant, messageId),
  };
}

/** Where the card stands; null while it has not been posted. */
export const placeOf = (
  conversation: string | null,
  tenant: string | null,
  messageId: string | null,
): CardPlace | null =>
  conversation !== null && tenant !== null && messageId !== null ? { conversation, tenant, messageId } : null;
