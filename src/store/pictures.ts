import { type Kysely, sql, type Transaction } from 'kysely';
import type { PictureAt, PictureStore } from '../ports/pictures.ts';
import { AWAY, type EvidenceKey, type EvidenceKeys } from './evidence-keys.ts';
import type { Queries } from './journal.ts';
import {
  boundTo,
  openedOrNot,
  PICTURE_COLUMNS,
  type PictureRow,
  putSealed,
  sealedWith,
  sha256Of,
} from './picture-rows.ts';
import { pictureKeys, sealSome } from './picture-upkeep.ts';
import { StoreError } from './store-error.ts';

/**
 * Does somebody suspect the pictures of this comment? Until police have cleared them nobody reads them: the
 * same as `mayBeRead` of `core/pictures.ts`, told by the stored ticket.
 */
export const isSuspected = (municipality: string, comment: unknown) => sql`EXISTS (
  SELECT 1 FROM ticket t WHERE t.municipality = ${municipality} AND t.comment = ${comment}
    AND jsonb_typeof(t.body -> 'suspected') = 'object'
    AND t.body #>> '{suspected,outcome,what}' IS DISTINCT FROM 'cleared')`;

/** The stored copies of what comments show, sealed and opened with these keys. */
export const picturesOn = (db: Kysely<unknown>, keys: EvidenceKeys): PictureStore => ({
  storeAttachments: async (municipality, comment, version, files, now) => {
    const key = await keys.inForce(municipality);
    const rows = files.map(({ bytes, contentType }, position) => {
      const row = { comment, number: version, position, content_type: contentType, sha256: sha256Of(bytes) };
      return { ...row, ...sealedWith(key, municipality, row, bytes), size: bytes.length };
    });
    await db.transaction().execute((tx) => insert(tx, municipality, rows, now));
  },
  readMedia: async (municipality, of) => {
    const [row] = await rowsOf(db, municipality, of);
    if (!row?.bytes || row.sealed?.startsWith(AWAY)) return null;
    const bytes = opened(municipality, row, await keys.all(municipality));
    return { bytes, contentType: row.content_type };
  },
  sealAway: async (municipality, comment) => {
    const { away } = keys;
    if (away === null) return;
    const known = await keys.all(municipality);
    await db.transaction().execute(async (tx) => {
      for (const row of await lockedOf(tx, municipality, comment)) {
        const bytes = openedOrNot(municipality, row, known);
        // What no key here opens is out of reach already.
        if (bytes === null || bytes === 'locked') continue;
        const anew = away.seal(boundTo(municipality, row), bytes);
        await putSealed(tx, municipality, row, { sealed: away.id, bytes: anew });
      }
    });
  },
  erasePictures: async (municipality, comment) => {
    await sql`UPDATE attachment SET bytes = NULL
      WHERE municipality = ${municipality} AND comment = ${comment} AND bytes IS NOT NULL`.execute(db);
  },
  sealSome: (limit) => sealSome(db, keys, limit),
  pictureKeys: () => pictureKeys(db, keys),
});

/** The ticket is locked, so that a press on "suspected" comes wholly before or wholly after. */
async function insert(
  tx: Transaction<unknown>,
  municipality: string,
  rows: readonly (PictureRow & { readonly size: number })[],
  now: Temporal.Instant,
): Promise<void> {
  const comment = rows[0]?.comment;
  await sql`SELECT 1 FROM ticket WHERE municipality = ${municipality} AND comment = ${comment} FOR SHARE`.execute(
    tx,
  );
  for (const row of rows) {
    await sql`INSERT INTO attachment (municipality, comment, number, position, content_type, sha256, bytes, fetched_at,
        sealed, size)
      SELECT ${municipality}, ${row.comment}, ${row.number}, ${row.position}, ${row.content_type}, ${row.sha256},
        ${row.bytes}::bytea, ${now}::timestamptz, ${row.sealed}, ${row.size}
      WHERE NOT ${isSuspected(municipality, row.comment)}
      ON CONFLICT DO NOTHING`.execute(tx);
  }
}

async function rowsOf(db: Queries, municipality: string, { comment, version, position }: PictureAt) {
  const { rows } = await sql<PictureRow>`SELECT ${PICTURE_COLUMNS} FROM attachment
    WHERE municipality = ${municipality} AND comment = ${comment} AND number = ${version} AND position = ${position}
      AND NOT ${isSuspected(municipality, comment)}`.execute(db);
  return rows;
}

/** Those of a comment that can still be sealed anew. */
async function lockedOf(tx: Transaction<unknown>, municipality: string, comment: string) {
  const { rows } = await sql<PictureRow>`SELECT ${PICTURE_COLUMNS} FROM attachment
    WHERE municipality = ${municipality} AND comment = ${comment} AND bytes IS NOT NULL
      AND (sealed IS NULL OR NOT starts_with(sealed, ${AWAY}))
    ORDER BY number, position FOR UPDATE`.execute(tx);
  return rows;
}

/** What a row says, opened with one of the keys. @throws StoreError `no-key` or `damaged` */
function opened(municipality: string, row: PictureRow, keys: readonly EvidenceKey[]): Buffer {
  const bytes = openedOrNot(municipality, row, keys);
  if (bytes === 'locked') throw noKey(row);
  if (bytes === null) throw new StoreError('damaged', `attachment ${nameOf(row)} is not what was stored`);
  return bytes;
}

type Place = Pick<PictureRow, 'comment' | 'number' | 'position'>;

const nameOf = ({ comment, number, position }: Place): string => `${comment}/${number}/${position}`;

/** What is said where no key that is here opens a copy. */
export const noKey = (row: Place): StoreError =>
  new StoreError(
    'no-key',
    `EVIDENCE_KEY: is not the one that attachment ${nameOf(row)} was sealed with: set that one`,
  );
