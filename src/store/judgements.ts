import { type Kysely, sql } from 'kysely';
import { Ticket } from '../core/ticket.ts';

/** What staff made of a comment that screening had put before them, or nobody, with the text that they judged. */
export interface Judgement {
  readonly ticket: Ticket;
  readonly text: string;
}

const PAGE = 500;

/** Every removed comment, every one that was let stand and every one that a person took up, whose text has not been erased; oldest first. */
export async function* judgements(db: Kysely<unknown>): AsyncGenerator<Judgement> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await sql<{ id: string; body: unknown; text: string | null }>`
      SELECT t.id, t.body, v.text FROM ticket t
      JOIN comment_version v ON v.municipality = t.municipality AND v.comment = t.comment
        AND v.number = coalesce((t.body #>> '{removal,commentVersion}')::int, (t.body ->> 'commentVersion')::int)
      WHERE t.id > ${after} AND (t.body -> 'removal' <> 'null' OR t.body -> 'dismissal' <> 'null' OR t.body -> 'takenUp' <> 'null'
        OR t.body #>> '{elsewhere,word,what}' = 'ours')
      ORDER BY t.id LIMIT ${PAGE}`.execute(db);
    for (const { body, text } of rows) if (text !== null) yield { ticket: Ticket.parse(body), text };
    const last = rows.at(-1);
    if (rows.length < PAGE || !last) return;
    after = last.id;
  }
}
