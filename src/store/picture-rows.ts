import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { EvidenceKey } from './evidence-keys.ts';
import type { Queries } from './journal.ts';
import { openBytes, sealBytes } from './sealing.ts';

/** A stored copy as its row has it. */
export interface PictureRow {
  readonly comment: string;
  readonly number: number;
  readonly position: number;
  readonly content_type: string;
  readonly sha256: string;
  readonly sealed: string | null;
  /** Null once erased. */
  readonly bytes: Buffer | null;
}

/** What a {@link PictureRow} is read from. */
export const PICTURE_COLUMNS = sql`comment, number, position, content_type, sha256, sealed, bytes`;

/** What is authenticated with a copy: it opens for its own place alone. A row that was moved, or whose hash was changed, does not open. */
export const boundTo = (
  municipality: string,
  { comment, number, position, sha256 }: Omit<PictureRow, 'bytes' | 'sealed'>,
) => [municipality, comment, number, position, sha256];

/** The hash that a copy is known by: of the bytes as they came. */
export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A copy as it is stored under this key. */
export const sealedWith = (
  key: EvidenceKey,
  municipality: string,
  row: Omit<PictureRow, 'bytes' | 'sealed'>,
  bytes: Buffer,
) => ({
  sealed: key.id,
  bytes: sealBytes(key.key, boundTo(municipality, row), bytes),
});

/** `locked`: its key is not here. Null: it is not what was stored. */
export function openedOrNot(
  municipality: string,
  row: PictureRow,
  keys: readonly EvidenceKey[],
): Buffer | 'locked' | null {
  const bytes = row.bytes ?? Buffer.alloc(0);
  if (row.sealed === null) return sha256Of(bytes) === row.sha256 ? bytes : null;
  const key = keys.find(({ id }) => id === row.sealed);
  if (!key) return 'locked';
  const plain = openBytes(key.key, boundTo(municipality, row), bytes);
  return plain !== null && sha256Of(plain) === row.sha256 ? plain : null;
}

/** Puts a copy in the place of the one that stands there. */
export async function putSealed(
  tx: Queries,
  municipality: string,
  { comment, number, position }: PictureRow,
  { sealed, bytes }: { readonly sealed: string; readonly bytes: Buffer },
): Promise<void> {
  await sql`UPDATE attachment SET sealed = ${sealed}, bytes = ${bytes}::bytea
    WHERE municipality = ${municipality} AND comment = ${comment} AND number = ${number} AND position = ${position}`.execute(
    tx,
  );
}
