import { type Kysely, sql } from 'kysely';
import type { ReportStore } from '../ports/reports.ts';
import { foundToReport } from './find.ts';

/** A closed ticket whose reports nobody has told of that; as the index has it. */
const isUntold = sql`t.state = 'closed' AND t.body -> 'reports' @> '[{"told": false}]'`;

/** Reports, as tickets hold them. */
export const reportsOn = (db: Kysely<unknown>): ReportStore => ({
  reportable: (municipality, query) => foundToReport(db, municipality, query),
  decidedReports: async (limit) => {
    const { rows } = await sql<Awaited<ReturnType<ReportStore['decidedReports']>>[number]>`
      SELECT t.municipality, t.id AS ticket, (t.body ->> 'closedAt')::timestamptz AS at,
        ARRAY(SELECT m.id::text FROM jsonb_array_elements(t.body -> 'reports') r
          JOIN ticket m ON m.municipality = t.municipality AND m.comment = (r ->> 'message')::uuid
          WHERE NOT (r ->> 'told')::boolean) AS messages
      FROM ticket t WHERE ${isUntold} ORDER BY t.id LIMIT ${limit}`.execute(db);
    return rows;
  },
  reportsTold: async (municipality, ticket) => {
    await sql`UPDATE ticket t SET body = jsonb_set(body, '{reports}',
        (SELECT jsonb_agg(r || '{"told": true}') FROM jsonb_array_elements(body -> 'reports') r))
      WHERE municipality = ${municipality} AND id = ${ticket} AND ${isUntold}`.execute(db);
  },
});
