import { type Kysely, sql } from 'kysely';
import { Ticket } from '../core/ticket.ts';
import type { PoliceFacts, PoliceStore } from '../ports/police.ts';

/** Fills the port, as everything stood at one moment. */
export const policeOn = (db: Kysely<unknown>): PoliceStore => ({
  policeFacts: (municipality, number) => policeFacts(db, municipality, number),
});

async function policeFacts(
  db: Kysely<unknown>,
  municipality: string,
  number: number,
): Promise<PoliceFacts | null> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const { rows } = await sql<{ id: string; comment: string; body: unknown; reference: string | null }>`
        SELECT t.id, t.comment, t.body, r.reference FROM ticket t LEFT JOIN registration r
          ON r.municipality = t.municipality AND r.id::text = t.body #>> '{police,decision}'
        WHERE t.municipality = ${municipality} AND t.number = ${number}`.execute(tx);
      const [found] = rows;
      if (!found) return null;
      const { rows: above } = await sql<{ id: string }>`
        SELECT a.id FROM comment c JOIN comment a ON a.municipality = c.municipality AND a.platform = c.platform
          AND a.account = c.account AND a.id <> c.id AND comment_name(a.platform, a.external_id)
            IN (comment_name(c.platform, c.post_id), comment_name(c.platform, c.parent_id))
        WHERE c.municipality = ${municipality} AND c.id = ${found.comment} ORDER BY a.created_at`.execute(tx);
      const { rows: events } = await sql<PoliceFacts['events'][number]>`
        SELECT seq, at, kind FROM journal WHERE municipality = ${municipality} AND ticket = ${found.id}
        ORDER BY seq`.execute(tx);
      const { rows: heads } = await sql<PoliceFacts['head']>`
        SELECT seq, hash FROM journal_head WHERE municipality = ${municipality}`.execute(tx);
      return {
        report: Ticket.parse(found.body).police,
        reference: found.reference,
        comment: found.comment,
        above: above.map(({ id }) => id),
        events,
        head: heads[0] ?? { seq: 0, hash: '' },
      };
    });
}
