import { sql } from 'kysely';
import type { Database } from '../../src/store/open.ts';
import { isSound, verifyRecords } from '../../src/store/verify.ts';
import { NETWORK_NAMES } from '../fakes/networks.ts';
import { auditActs } from './audit-acts.ts';
import { auditCards } from './audit-cards.ts';
import type { Written } from './citizens.ts';
import type { Pressed, Staff } from './staff.ts';
import type { Town } from './town.ts';

/** What a run left behind, as it is counted, and every promise that was broken. */
export interface Findings {
  readonly figures: Readonly<Record<string, number>>;
  readonly violations: readonly string[];
}

/** Compares what citizens and staff were promised with what the database, the platforms and Teams hold. */
export async function audit(
  town: Town,
  database: Database<unknown>,
  written: readonly Written[],
  staff: Staff,
): Promise<Findings> {
  const parts = [
    await auditComments(town, database, written),
    await auditPresses(database, staff.pressed),
    await auditActs(town, database),
    await auditCards(town, database, staff),
    await auditRecords(database),
  ];
  return {
    figures: Object.assign({}, ...parts.map(({ figures }) => figures)),
    violations: parts.flatMap(({ violations }) => violations),
  };
}

/** Every accepted comment stands in the archive once, nothing else does, and who must be seen has a ticket. */
async function auditComments(
  { platforms }: Town,
  { kysely }: Database<unknown>,
  written: readonly Written[],
): Promise<Findings> {
  const { rows } = await sql<{
    municipality: string;
    external: string;
    copies: number;
    tickets: number;
    versions: number;
  }>`
    SELECT c.municipality, c.external_id AS external, count(DISTINCT c.id) AS copies, count(DISTINCT t.id) AS tickets,
      count(DISTINCT v.number) AS versions
    FROM comment c LEFT JOIN ticket t ON t.municipality = c.municipality AND t.comment = c.id
    LEFT JOIN comment_version v ON v.municipality = c.municipality AND v.comment = c.id
    WHERE c.kind = 'comment' GROUP BY c.municipality, c.external_id`.execute(kysely);
  const stored = new Map(rows.map((row) => [row.external, row]));
  const accepted = written.filter((one) => one.accepted);
  const known = new Set([
    ...written.map(({ externalId }) => externalId),
    ...(await platforms.acts()).map(({ made }) => made),
  ]);
  const violations = accepted.flatMap(({ externalId, municipality, platform, needsTicket, by }) => {
    const row = stored.get(externalId);
    const name = `comment ${externalId} of ${municipality} on ${platform} (${by})`;
    if (row === undefined) return [`lost: ${name}`];
    return [
      ...(row.municipality !== municipality ? [`in the wrong municipality: ${name}`] : []),
      ...(row.copies !== 1 || row.versions !== 1
        ? [`stored ${row.copies} times, ${row.versions} versions: ${name}`]
        : []),
      ...(needsTicket && row.tickets !== 1 ? [`${row.tickets} tickets: ${name}`] : []),
    ];
  });
  const strangers = rows.filter(({ external }) => !known.has(external));
  return {
    figures: {
      'comments written': written.length,
      'comments accepted': accepted.length,
      'of them through the intake': accepted.filter(({ by }) => by === 'intake').length,
      ...Object.fromEntries(
        NETWORK_NAMES.map((name) => [
          `of them on ${name}`,
          accepted.filter(({ platform }) => platform === name).length,
        ]),
      ),
      tickets: rows.reduce((sum, { tickets }) => sum + tickets, 0),
    },
    violations: [
      ...violations,
      ...written.filter(({ accepted }) => !accepted).map(({ externalId }) => `never accepted: ${externalId}`),
      ...strangers.map(({ external }) => `from nowhere: comment ${external}`),
    ],
  };
}

/** What a press must leave in the journal, once, under the presser's id. */
const JOURNALLED: Readonly<Record<string, readonly string[]>> = {
  reply: ['reply-ordered'],
  remove: ['removal-ordered', 'removal-proposed'],
  undo: ['removal-undone', 'removal-withdrawn', 'ticket-reopened'],
  dismiss: ['let-stand'],
  claim: ['ticket-claimed'],
  release: ['ticket-released'],
  register: ['secured', 'registered'],
  'hide-now': ['hiding-ordered'],
};

/** An answered press was decided once; an accepted one is in the journal, with its reply or reason and its effects. */
async function auditPresses({ kysely }: Database<unknown>, pressed: readonly Pressed[]): Promise<Findings> {
  const { rows: events } = await sql<{ key: string }>`SELECT key FROM event WHERE key LIKE 'teams:%'`.execute(
    kysely,
  );
  const { rows: journal } = await sql<{
    by: string;
    kind: string;
    ticket: string;
    effects: number;
    texts: number;
  }>`
    SELECT j.by, j.kind, j.ticket,
      (SELECT count(*) FROM effect e WHERE e.municipality = j.municipality AND e.ticket = j.ticket
        AND e.params ->> 'decision' = j.data ->> 'decision') AS effects,
      (SELECT count(*) FROM reply r WHERE r.municipality = j.municipality AND r.by = j.by AND r.kind = 'reply')
      + (SELECT count(*) FROM reason r WHERE r.municipality = j.municipality AND r.by = j.by) AS texts
    FROM journal j WHERE j.by IS NOT NULL
      -- Whoever knows the number registers as they secure: two lines of one decision.
      AND NOT (j.kind = 'registered' AND j.data @> '{"atOnce":true}')`.execute(kysely);
  const keys = new Set(events.map(({ key }) => key));
  const byPerson = Map.groupBy(journal, ({ by }) => by);
  const violations = pressed.flatMap((press) => {
    const name = `press ${press.key} (${press.verb}, ${press.answer})`;
    const lines = (byPerson.get(press.by) ?? []).filter(({ kind }) => JOURNALLED[press.verb]?.includes(kind));
    const [line] = lines;
    const texts = ['reply', 'remove', 'hide-now'].includes(press.verb) ? 1 : 0;
    return [
      ...(press.answer === 'none' ? [`never answered: ${name}`] : []),
      ...(press.answer !== 'none' && !keys.has(press.key) ? [`answered and lost: ${name}`] : []),
      ...(press.answer === 'accepted' && line === undefined ? [`accepted and not journalled: ${name}`] : []),
      ...(press.answer === 'refused' && line !== undefined ? [`refused and done all the same: ${name}`] : []),
      ...(lines.length > 1 ? [`decided ${lines.length} times: ${name}`] : []),
      ...(line && line.ticket !== press.ticket ? [`on another ticket: ${name}`] : []),
      ...(line && line.texts !== texts ? [`${line.texts} texts kept: ${name}`] : []),
      ...(line && press.verb === 'reply' && line.effects !== 1
        ? [`${line.effects} replies ordered: ${name}`]
        : []),
    ];
  });
  const count = (answer: Pressed['answer']) => pressed.filter((press) => press.answer === answer).length;
  return {
    figures: {
      presses: pressed.length,
      'presses accepted': count('accepted'),
      'presses answered by a repeat': count('unsure'),
      'presses refused with a reason': count('refused'),
    },
    violations,
  };
}

async function auditRecords({ kysely }: Database<unknown>): Promise<Findings> {
  const verdicts = await verifyRecords(kysely);
  const { rows } = await sql<{ lines: number }>`SELECT count(*) AS lines FROM journal`.execute(kysely);
  return {
    figures: { 'journal lines': rows[0]?.lines ?? 0 },
    violations: verdicts
      .filter((verdict) => !isSound(verdict))
      .map((verdict) => `kv verify: ${JSON.stringify(verdict)}`),
  };
}
