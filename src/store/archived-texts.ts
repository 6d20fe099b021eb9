import { type Kysely, sql } from 'kysely';

/** A comment of a citizen's as it stands in the archive. */
export interface ArchivedText {
  readonly municipality: string;
  readonly comment: string;
  readonly text: string;
  readonly hasAttachments: boolean;
}

const PAGE = 500;

/** The texts in force of every archived comment but the municipality's own and those that have been erased. */
export async function* archivedTexts(db: Kysely<unknown>): AsyncGenerator<ArchivedText> {
  let after: readonly [municipality: string, comment: string] = ['', '00000000-0000-0000-0000-000000000000'];
  for (;;) {
    const { rows } = await sql<ArchivedText & { text: string | null }>`
      SELECT c.municipality, c.id AS comment, v.text,
        EXISTS (SELECT 1 FROM jsonb_array_elements(v.attachments) a WHERE a ->> 'type' <> 'link') AS "hasAttachments"
      FROM comment c
      JOIN comment_version v ON v.municipality = c.municipality AND v.comment = c.id AND v.number = c.version
      WHERE (c.municipality, c.id) > (${after[0]}, ${after[1]}::uuid) AND NOT c.own
      ORDER BY c.municipality, c.id LIMIT ${PAGE}`.execute(db);
    for (const row of rows) if (row.text !== null) yield row;
    const last = rows.at(-1);
    if (rows.length < PAGE || !last) return;
    after = [last.municipality, last.comment];
  }
}
