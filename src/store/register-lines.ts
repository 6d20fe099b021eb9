import { sql } from 'kysely';
import { type Direction, Registration } from '../core/registration.ts';
import type { RegisterLine, RegisterQuery } from '../ports/register.ts';
import type { Queries } from './journal.ts';

/** Lines of the register, as `RegisterStore` says. The public's query does not name the table of what is kept apart. */
export async function registerLines(
  db: Queries,
  municipality: string,
  { from, to, kind, platform, secrecy, public: isPublic }: RegisterQuery,
): Promise<readonly RegisterLine[]> {
  const apart = isPublic
    ? sql`NULL`
    : sql`(SELECT jsonb_build_object('sender', p.sender, 'recipient', p.recipient, 'subject', p.subject)
        FROM registration_protected p WHERE p.municipality = r.municipality AND p.registration = r.id)`;
  const { rows } = await sql<LineRow>`
    SELECT jsonb_build_object('id', r.id, 'reference', r.reference, 'state', r.state, 'number', r.number,
        'kind', r.kind, 'subject', r.subject, 'ground', r.ground, 'secrecy', r.secrecy, 'provision', r.provision,
        'outcome', r.outcome, 'securedAt', r.secured_at, 'registeredAt', r.registered_at, 'by', r.by) AS entry,
      r.direction, r.document_at AS "documentAt", r.received_at AS "receivedAt", t.number AS ticket, c.platform,
      c.own IS FALSE AS "hasSender", ${apart} AS apart,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('number', n.value, 'at', n.at, 'by', n.by) ORDER BY n.seq), '[]')
        FROM registration_change n
        WHERE n.municipality = r.municipality AND n.registration = r.id AND n.what = 'number') AS numbers
    FROM registration r
    LEFT JOIN ticket t ON t.municipality = r.municipality AND t.id = r.ticket
    LEFT JOIN comment c ON c.municipality = r.municipality AND c.id = r.comment
    WHERE r.municipality = ${municipality} AND (${from}::timestamptz IS NULL OR r.secured_at >= ${from})
      AND (${to}::timestamptz IS NULL OR r.secured_at < ${to}) AND (${kind}::text IS NULL OR r.kind = ${kind})
      AND (${platform}::text IS NULL OR c.platform = ${platform})
      AND (${secrecy}::text IS NULL OR r.secrecy = ${secrecy})
    ORDER BY r.series_year, r.series_number`.execute(db);
  return rows.map(({ entry, apart: kept, numbers, ...line }) => ({
    ...line,
    registration: Registration.parse(entry),
    protected: kept,
    numbers: numbers.map(({ at, ...one }) => ({ ...one, at: Temporal.Instant.from(at) })),
  }));
}

interface LineRow {
  readonly entry: unknown;
  readonly direction: Direction;
  readonly documentAt: Temporal.Instant | null;
  readonly receivedAt: Temporal.Instant | null;
  readonly ticket: number | null;
  readonly platform: string | null;
  readonly hasSender: boolean;
  readonly apart: RegisterLine['protected'];
  readonly numbers: readonly { readonly number: string; readonly at: string; readonly by: string }[];
}
