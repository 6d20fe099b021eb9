import { type RawBuilder, sql } from 'kysely';
import type { Queries } from './journal.ts';
import { basisSeal, sealOf } from './seals.ts';
import {
  coveredVersion,
  coveredWords,
  disposedBatches,
  endedDisposals,
  UNTOLD_BATCHES,
} from './verify-disposals.ts';
import { sealedEntries } from './verify-entries.ts';
import { fault, type Look, PAGE, type RecordFault } from './verify-look.ts';
import { sealedReviews, UNTOLD_REVIEWS } from './verify-reviews.ts';

const MOST = 100;

/**
 * Recomputes the seals of one municipality's lines up to `last`, and looks for rows that no line tells of. A row whose
 * text and salt are both gone is whole where a disposal covers it.
 */
export async function verifySeals(db: Queries, municipality: string, last: number): Promise<RecordFault[]> {
  const found: RecordFault[] = [];
  for (const look of [
    sealedVersions,
    sealedWords,
    sealedEntries,
    disposedBatches,
    endedDisposals,
    sealedReviews,
  ]) {
    const faults: RecordFault[] = [];
    for (let after = 0; faults.length < MOST; ) {
      const lines = await look(db, { municipality, after, last });
      faults.push(...lines.flatMap(({ fault }) => fault ?? []));
      after = lines.at(-1)?.seq ?? last;
      if (lines.length === 0) break;
    }
    found.push(...faults.slice(0, MOST));
  }
  for (const [table, why, rows] of [...UNTOLD, UNTOLD_BATCHES, UNTOLD_REVIEWS]) {
    const { rows: ids } = await sql<{ id: string }>`${rows(municipality)} LIMIT ${MOST}`.execute(db);
    found.push(...ids.map(({ id }) => ({ table, id, why })));
  }
  return found;
}

/** A text and its salt go together, or are both gone. */
const isSealed = (text: string | null, salt: string | null, seal: string): boolean =>
  text === null || salt === null ? text === salt : sealOf(text, salt) === seal;

const sealedVersions: Look = async (db, { municipality, after, last }) => {
  const { rows } = await sql<{
    seq: number;
    id: string;
    seal: string;
    found: string | null;
    text: string | null;
    salt: string | null;
    text_hmac: string;
    covered: boolean;
  }>`SELECT j.seq, (j.data->>'comment') || '/' || (j.data->>'version') AS id, j.data->>'text' AS seal,
      v.comment AS found, v.text, v.salt, v.text_hmac, v.text IS NULL AND ${coveredVersion} AS covered
    FROM journal j LEFT JOIN LATERAL (SELECT * FROM comment_version v WHERE v.municipality = j.municipality
      AND v.comment = (j.data->>'comment')::uuid AND v.number = (j.data->>'version')::int LIMIT 1) v ON true
    WHERE j.municipality = ${municipality} AND j.kind = 'comment-arrived' AND j.seq > ${after} AND j.seq <= ${last}
    ORDER BY j.seq LIMIT ${PAGE}`.execute(db);
  return rows.map(({ seq, id, seal, found, text, salt, text_hmac, covered }) => {
    const whole = text_hmac === seal && isSealed(text, salt, seal);
    return {
      seq,
      fault: fault('comment_version', id, seq, {
        found: found !== null,
        whole,
        isErased: text === null && !covered,
      }),
    };
  });
};

/**
 * A line of before the seals named their rows has neither `record` nor `decision`, and is passed over. A decision may have a
 * reply and a reason, each with a line of its own; a reply has no basis.
 */
const sealedWords: Look = async (db, { municipality, after, last }) => {
  const { rows } = await sql<{
    seq: number;
    id: string;
    seal: string;
    basis: string | null;
    reason: ({ text: string | null; salt: string | null } & Parameters<typeof basisSeal>[1]) | null;
    reply: { text: string | null; salt: string | null } | null;
    covered: boolean;
  }>`SELECT j.seq, j.id, j.seal, j.basis, to_jsonb(r) AS reason, to_jsonb(p) AS reply,
      coalesce(r.text, p.text) IS NULL AND ${coveredWords} AS covered
    FROM (SELECT municipality, seq, coalesce(data->>'record', data->>'decision') AS id, data->>'text' AS seal,
        data->>'basis' AS basis FROM journal
      WHERE municipality = ${municipality} AND kind <> 'comment-arrived' AND data ? 'text'
        AND (data ? 'record' OR data ? 'decision') AND seq > ${after} AND seq <= ${last}
      ORDER BY seq LIMIT ${PAGE}) j
    LEFT JOIN LATERAL (SELECT * FROM reply p WHERE p.municipality = j.municipality AND p.id = j.id::uuid
      AND j.basis IS NULL LIMIT 1) p ON true
    LEFT JOIN LATERAL (SELECT * FROM reason r WHERE r.municipality = j.municipality AND r.id = j.id::uuid
      AND p.id IS NULL LIMIT 1) r ON true
    ORDER BY j.seq`.execute(db);
  return rows.map(({ seq, id, seal, basis, reason, reply, covered }) => {
    const row = reason ?? reply;
    const whole =
      row !== null &&
      isSealed(row.text, row.salt, seal) &&
      (basis === null || reason === null || reason.salt === null || basisSeal(reason.salt, reason) === basis);
    const isErased = row !== null && row.text === null && !covered;
    return {
      seq,
      fault: fault(reply ? 'reply' : 'reason', id, seq, { found: row !== null, whole, isErased }),
    };
  });
};

/**
 * The rows of a table that no line tells of, and the tickets that only lines tell of.
 * EXCEPT rather than NOT EXISTS: it sorts, where a planner without statistics would compare every row with every line.
 */
const UNTOLD: readonly (readonly [
  RecordFault['table'],
  RecordFault['why'],
  (municipality: string) => RawBuilder<{ id: string }>,
])[] = [
  [
    'comment_version',
    'unsealed',
    (municipality) => sql`SELECT comment || '/' || number AS id FROM comment_version
      WHERE municipality = ${municipality}
      EXCEPT SELECT (data->>'comment') || '/' || (data->>'version') FROM journal
      WHERE municipality = ${municipality} AND kind = 'comment-arrived'`,
  ],
  ['reason', 'unsealed', (municipality) => unsealedWords(municipality, sql`SELECT * FROM reason`)],
  // A draft that was given back was never sent, and no line tells of it.
  [
    'reply',
    'unsealed',
    (municipality) => unsealedWords(municipality, sql`SELECT * FROM reply WHERE kind <> 'draft'`),
  ],
  [
    'registration',
    'unsealed',
    (municipality) => sql`SELECT id::text FROM registration WHERE municipality = ${municipality}
      EXCEPT SELECT data->>'registration' FROM journal WHERE municipality = ${municipality}`,
  ],
  [
    'ticket',
    'missing',
    (municipality) => sql`SELECT ticket AS id FROM journal
      WHERE municipality = ${municipality} AND ticket IS NOT NULL
      EXCEPT SELECT id FROM ticket WHERE municipality = ${municipality}`,
  ],
];

/** A line that has a seal is of the same ticket and instant as the row. */
const unsealedWords = (municipality: string, table: RawBuilder<unknown>): RawBuilder<{ id: string }> => sql`
  SELECT id FROM (${table}) words WHERE municipality = ${municipality} AND (ticket, at) IN (
    SELECT ticket, at FROM (${table}) every WHERE municipality = ${municipality}
    EXCEPT SELECT ticket, at FROM journal WHERE municipality = ${municipality} AND data ? 'text')`;
