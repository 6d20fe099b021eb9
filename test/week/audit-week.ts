import type { Network } from '../fakes/networks.ts';
import type { RunningApp } from '../fakes/running-app.ts';
import type { WrittenThere } from './citizens.ts';

/** How often each account is listed. */
export const LISTED_EVERY_MINUTES = 60;

/** What a run left behind, as it is counted, and every promise that was broken. */
export interface WeekFindings {
  readonly figures: Readonly<Record<string, number>>;
  readonly violations: readonly string[];
}

interface Row {
  readonly id: string;
  readonly own: boolean;
  readonly visibility: string;
  readonly text: string;
  readonly versions: number;
  readonly repeats: number;
  readonly tickets: number;
}

interface Gap {
  readonly from: string;
  readonly to: string;
}

/** Compares what stands on the platform, and what was written there, with the archive, the cards and the journal. */
export async function auditWeek(
  bot: RunningApp,
  network: Network,
  written: readonly WrittenThere[],
): Promise<WeekFindings> {
  const rows = await bot.query<Row>(
    `SELECT c.external_id AS id, c.own, c.visibility, v.text,
       (SELECT count(*)::int FROM comment_version n WHERE n.comment = c.id) AS versions,
       (SELECT count(*)::int FROM comment_version n JOIN comment_version o ON o.comment = n.comment
         AND o.number = n.number + 1 AND o.text = n.text WHERE n.comment = c.id) AS repeats,
       (SELECT count(*)::int FROM ticket t WHERE t.comment = c.id) AS tickets
     FROM comment c JOIN comment_version v ON v.comment = c.id AND v.number = c.version
     WHERE c.platform = '${network.platform}' AND c.kind = 'comment'`,
  );
  const gaps = (
    await bot.query<{ data: Gap }>(
      `SELECT data FROM journal WHERE kind LIKE 'account-un%' AND data ->> 'platform' = '${network.platform}'`,
    )
  ).map(({ data }) => data);
  const standing = new Map((await network.standing()).map((one) => [one.id, one]));
  const archived = new Map(rows.map((row) => [row.id, row]));
  const lost = written.filter(({ id }) => !archived.has(id) && !standing.has(id));
  const acts = (await network.acts()).map(({ act, on, text }) => `${act} ${on} ${text ?? ''}`);
  const verdict = await bot.verify();
  console.log(
    JSON.stringify(
      await bot.query(
        `SELECT c.external_id, c.version, c.visibility, (SELECT json_agg(json_build_array(number, text, written_at, stored_at, d.source) ORDER BY number) FROM comment_version v JOIN delivery d ON d.id=v.delivery WHERE v.comment=c.id) FROM comment c WHERE kind='comment'`,
      ),
      null,
      0,
    ).replaceAll('},{', '},\n{'),
    JSON.stringify(written),
    JSON.stringify(gaps),
  );
  return {
    figures: {
      written: written.length,
      standing: standing.size,
      archived: rows.length,
      gone: rows.filter(({ visibility }) => visibility === 'gone').length,
      edits: written.reduce((sum, { edits }) => sum + edits, 0),
      'never seen': lost.length,
      gaps: gaps.length,
      acts: acts.length,
      tickets: rows.reduce((sum, { tickets }) => sum + tickets, 0),
    },
    violations: [
      ...[...standing.values()].flatMap(({ id, text, hidden }) => {
        const row = archived.get(id);
        if (row === undefined) return [`stands, and is not archived: ${id} "${text}"`];
        return [
          ...(row.text === text ? [] : [`other words: ${id} "${row.text}" for "${text}"`]),
          ...(row.visibility === (hidden ? 'hidden' : 'visible')
            ? []
            : [`${row.visibility}: ${id}, hidden: ${hidden}`]),
        ];
      }),
      ...rows.flatMap((row) => [
        ...(standing.has(row.id) || row.visibility === 'gone' ? [] : [`not noticed as gone: ${row.id}`]),
        ...(row.repeats > 0 ? [`the same words twice in a row: ${row.id}`] : []),
        ...(row.tickets > 1 ? [`${row.tickets} tickets: ${row.id}`] : []),
        ...(row.versions > 1 + (written.find(({ id }) => id === row.id)?.edits ?? 0)
          ? [`${row.versions} versions: ${row.id}`]
          : []),
      ]),
      ...lost
        .filter((one) => !gaps.some((gap) => isIn(gap, one.at)))
        // What tells of nothing by itself is blind between two lists, and says so in its documentation alone.
        .filter((one) => network.deliver !== null || !isBrief(one))
        .map(({ id, at }) => `never seen, and no gap is named: ${id} of ${at}`),
      ...twice(acts).map((act) => `done twice: ${act}`),
      // A card without buttons names no ticket.
      ...twice(bot.cards().flatMap(({ ticket }) => (ticket === '' ? [] : ticket))).map(
        (ticket) => `two cards: ${ticket}`,
      ),
      ...(verdict?.journal.ok && verdict.records.length === 0
        ? []
        : [`kv verify: ${JSON.stringify(verdict)}`]),
    ],
  };
}

/** Gone within two lists' time. */
const isBrief = ({ at, goneAt }: WrittenThere): boolean =>
  goneAt !== null && goneAt.since(at).total('minutes') <= 2 * LISTED_EVERY_MINUTES;

const isIn = ({ from, to }: Gap, at: Temporal.Instant): boolean =>
  Temporal.Instant.compare(from, at) <= 0 && Temporal.Instant.compare(at, to) <= 0;

const twice = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, index) => names.indexOf(name) !== index)),
];
