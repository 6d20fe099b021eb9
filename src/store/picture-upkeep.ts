import { type Kysely, sql } from 'kysely';
import type { PictureKeys } from '../ports/pictures.ts';
import { AWAY, type EvidenceKey, type EvidenceKeys } from './evidence-keys.ts';
import type { Queries } from './journal.ts';
import { openedOrNot, PICTURE_COLUMNS, type PictureRow, putSealed, sealedWith } from './picture-rows.ts';

/** How many stored copies lie under which key. */
export async function pictureKeys(db: Queries, keys: EvidenceKeys): Promise<PictureKeys> {
  const counts = { sealed: 0, toSeal: 0, locked: 0, away: 0 };
  for (const { municipality, sealed, count } of await countedByKey(db)) {
    counts[await whereLies(keys, municipality, sealed)] += count;
  }
  return counts;
}

async function countedByKey(db: Queries) {
  const { rows } = await sql<{ municipality: string; sealed: string | null; count: number }>`
    SELECT municipality, sealed, count(*)::int AS count FROM attachment WHERE bytes IS NOT NULL
    GROUP BY municipality, sealed`.execute(db);
  return rows;
}

async function whereLies({ all }: EvidenceKeys, municipality: string, sealed: string | null) {
  if (sealed?.startsWith(AWAY)) return 'away';
  const [inForce, ...others] = await all(municipality);
  if (sealed !== null && sealed === inForce?.id) return 'sealed';
  return sealed === null || others.some(({ id }) => id === sealed) ? 'toSeal' : 'locked';
}

/** Seals what the key in force did not, one copy at a time, each in a transaction of its own: a film may have 20 MiB. What is damaged is left for `kv verify` to tell of. */
export async function sealSome(db: Kysely<unknown>, keys: EvidenceKeys, limit: number): Promise<number> {
  let done = 0;
  for (const { municipality, sealed } of await countedByKey(db)) {
    if ((await whereLies(keys, municipality, sealed)) !== 'toSeal') continue;
    const known = await keys.all(municipality);
    const key = await keys.inForce(municipality);
    const { rows } = await sql<Omit<PictureRow, 'bytes'>>`
      SELECT comment, number, position FROM attachment
      WHERE municipality = ${municipality} AND sealed IS NOT DISTINCT FROM ${sealed} AND bytes IS NOT NULL
      ORDER BY comment, number, position LIMIT ${limit - done}`.execute(db);
    for (const at of rows) done += await sealOne(db, municipality, at, { known, key });
  }
  return done;
}

async function sealOne(
  db: Kysely<unknown>,
  municipality: string,
  { comment, number, position }: Pick<PictureRow, 'comment' | 'number' | 'position'>,
  { known, key }: { readonly known: readonly EvidenceKey[]; readonly key: EvidenceKey },
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<PictureRow>`SELECT ${PICTURE_COLUMNS} FROM attachment
      WHERE municipality = ${municipality} AND comment = ${comment} AND number = ${number} AND position = ${position}
        AND bytes IS NOT NULL FOR UPDATE`.execute(tx);
    const [row] = rows;
    const bytes = row ? openedOrNot(municipality, row, known) : null;
    if (!row || bytes === null || bytes === 'locked') return 0;
    await putSealed(tx, municipality, row, sealedWith(key, municipality, row, bytes));
    return 1;
  });
}
