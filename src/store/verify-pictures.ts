import { sql } from 'kysely';
import { AWAY, type EvidenceKeys } from './evidence-keys.ts';
import type { Queries } from './journal.ts';
import { openedOrNot, PICTURE_COLUMNS, type PictureRow } from './picture-rows.ts';
import { coveredPicture } from './verify-disposals.ts';
import type { RecordFault } from './verify-look.ts';

/** What was found of the stored pictures, and how many could not be looked at: their key is not here. */
export interface PictureVerdict {
  readonly faults: readonly RecordFault[];
  readonly unchecked: number;
}

const MOST = 100;

/**
 * Opens every stored picture and compares it with its hash, one in memory at a time. One that was erased must have a line of
 * the journal that ordered it; one whose key is elsewhere is only counted.
 */
export async function verifyPictures(
  db: Queries,
  keys: EvidenceKeys,
  municipality: string,
): Promise<PictureVerdict> {
  const known = await keys.all(municipality);
  const faults: RecordFault[] = [];
  let unchecked = 0;
  for (const at of await placesOf(db, municipality)) {
    const id = `${at.comment}/${at.number}/${at.position}`;
    if (at.erased) {
      if (!at.told) faults.push({ table: 'attachment', id, why: 'missing' });
      continue;
    }
    const row = at.sealed?.startsWith(AWAY) ? null : await rowAt(db, municipality, at);
    const bytes = row ? openedOrNot(municipality, row, known) : 'locked';
    if (bytes === 'locked') unchecked += 1;
    else if (bytes === null) faults.push({ table: 'attachment', id, why: 'changed' });
  }
  return { faults: faults.slice(0, MOST), unchecked };
}

type Place = Omit<PictureRow, 'bytes' | 'sha256' | 'content_type'> & {
  readonly erased: boolean;
  /** Does the journal tell that its erasure was ordered, or a disposal cover it? */
  readonly told: boolean;
};

async function placesOf(db: Queries, municipality: string): Promise<Place[]> {
  const { rows } = await sql<Place>`
    SELECT a.comment, a.number, a.position, a.sealed, a.bytes IS NULL AS erased,
      a.bytes IS NULL AND (${coveredPicture} OR EXISTS (SELECT 1 FROM ticket t
        JOIN journal j ON j.municipality = t.municipality AND j.ticket = t.id
        WHERE t.municipality = a.municipality AND t.comment = a.comment
          AND j.kind IN ('pictures-suspected', 'suspicion-followed') AND j.data ->> 'pictures' = 'erase')) AS told
    FROM attachment a WHERE a.municipality = ${municipality} ORDER BY a.comment, a.number, a.position`.execute(
    db,
  );
  return rows;
}

async function rowAt(
  db: Queries,
  municipality: string,
  { comment, number, position }: Place,
): Promise<PictureRow | null> {
  const { rows } = await sql<PictureRow>`SELECT ${PICTURE_COLUMNS} FROM attachment
    WHERE municipality = ${municipality} AND comment = ${comment} AND number = ${number} AND position = ${position}`.execute(
    db,
  );
  return rows[0] ?? null;
}
