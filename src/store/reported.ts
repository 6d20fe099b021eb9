import { sql } from 'kysely';
import type { ReportedComment } from '../core/view.ts';
import type { StoredSituation } from '../ports/ledger.ts';

/** What the messages among these report, by the message's ticket. */
export const reportedOf = (municipality: string, situations: readonly StoredSituation[]) => sql`(
  SELECT coalesce(jsonb_object_agg(message, all_of_it), '{}') FROM (
    SELECT m.id AS message, jsonb_agg(jsonb_build_object('number', t.number, 'outcome', ${outcome}) ORDER BY t.number) AS all_of_it
    FROM ticket m
    JOIN ticket t ON t.municipality = m.municipality AND t.body -> 'reports' <> '[]'
      AND t.body -> 'reports' @> jsonb_build_array(jsonb_build_object('message', m.comment))
    JOIN comment c ON c.municipality = t.municipality AND c.id = t.comment
    WHERE m.municipality = ${municipality} AND m.comment = ANY(${messagesAmong(situations)}::uuid[])
    GROUP BY m.id) AS reports)`;

/** While nobody has decided nothing is said of it, whatever has become of the comment meanwhile. */
const outcome = sql`CASE WHEN t.state <> 'closed' THEN ${'awaiting' satisfies ReportedComment['outcome']}
  WHEN c.visibility = 'visible' THEN ${'stands' satisfies ReportedComment['outcome']}
  ELSE ${'gone' satisfies ReportedComment['outcome']} END`;

const messagesAmong = (situations: readonly StoredSituation[]): string[] =>
  situations.flatMap(({ comment: { id, kind } }) => (kind === 'message' ? [id] : []));

/** The numbers of the messages in which these are reported, by the comment that each is stored as. */
export const reportingMessages = (municipality: string, situations: readonly StoredSituation[]) => sql`(
  SELECT coalesce(jsonb_object_agg(comment, number), '{}') FROM ticket
  WHERE municipality = ${municipality} AND comment = ANY(${reportsAmong(situations)}::uuid[]))`;

const reportsAmong = (situations: readonly StoredSituation[]): string[] =>
  situations.flatMap(({ ticket }) => ticket?.reports.flatMap(({ message }) => message ?? []) ?? []);
