import { sql } from 'kysely';
import {
  changeSeal,
  type Entry,
  type EntryApart,
  type EntryFacts,
  entrySeal,
  factsSeal,
  numberSeal,
  protectedSeal,
} from './seals.ts';
import { fault, type Look, PAGE } from './verify-look.ts';

interface EntryLine {
  readonly seq: number;
  readonly id: string;
  /** The seals that the line carries; null for those that it does not. */
  readonly entry: string | null;
  readonly entryFacts: string | null;
  readonly entryApart: string | null;
  readonly entryNumber: string | null;
  readonly entryChange: string | null;
  readonly row: (Entry & { number: string | null }) | null;
  readonly facts: EntryFacts | null;
  readonly apart: (EntryApart & { salt: string }) | null;
  readonly changes: readonly { what: string; value: string }[];
}

/** Entries of the register, what is kept apart of them, and what was decided about them since. */
export const sealedEntries: Look = async (db, { municipality, after, last }) => {
  const { rows } = await sql<EntryLine>`
    SELECT j.seq, j.data->>'registration' AS id, j.data->>'entry' AS entry, j.data->>'entryFacts' AS "entryFacts",
      j.data->>'entryApart' AS "entryApart", j.data->>'entryNumber' AS "entryNumber",
      j.data->>'entryChange' AS "entryChange", to_jsonb(r) AS row,
      CASE WHEN r.id IS NOT NULL THEN jsonb_build_object('reference', r.reference, 'kind', r.kind,
        'direction', r.direction, 'comment', r.comment, 'documentAt', r.document_at, 'receivedAt', r.received_at)
      END AS facts,
      (SELECT to_jsonb(p) FROM registration_protected p WHERE p.municipality = j.municipality
        AND p.registration = r.id) AS apart,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('what', c.what, 'value', c.value) ORDER BY c.seq), '[]')
        FROM registration_change c WHERE c.municipality = j.municipality AND c.registration = r.id) AS changes
    FROM journal j
    LEFT JOIN LATERAL (SELECT * FROM registration r WHERE r.municipality = j.municipality
      AND r.id = (j.data->>'registration')::uuid LIMIT 1) r ON true
    WHERE j.municipality = ${municipality} AND j.data ? 'registration' AND j.seq > ${after} AND j.seq <= ${last}
    ORDER BY j.seq LIMIT ${PAGE}`.execute(db);
  return rows.map((line) => ({
    seq: line.seq,
    fault: fault('registration', line.id, line.seq, { found: line.row !== null, whole: isWhole(line) }),
  }));
};

function isWhole(line: EntryLine): boolean {
  const { id, entry, entryFacts, entryApart, entryNumber, entryChange, row, facts, apart, changes } = line;
  const numbers = changes.filter(({ what }) => what === 'number');
  return (
    row !== null &&
    facts !== null &&
    (entry === null || entrySeal(row) === entry) &&
    (entryFacts === null || factsSeal(id, instantsIn(facts)) === entryFacts) &&
    (entryApart === null || (apart !== null && protectedSeal(apart.salt, apart) === entryApart)) &&
    (entryNumber === null || numbers.some(({ value }) => numberSeal(id, value) === entryNumber)) &&
    (entryChange === null || changes.some((change) => changeSeal(id, change) === entryChange)) &&
    // A number is one that was given: the line of the last tells, or the entry's own where none was.
    ((entry !== null && numbers.length > 0) || row.number === (numbers.at(-1)?.value ?? null))
  );
}

/** JSON of the database spells instants in its own way. */
const instantsIn = ({ documentAt, receivedAt, ...facts }: EntryFacts): EntryFacts => ({
  ...facts,
  documentAt: documentAt === null ? null : Temporal.Instant.from(documentAt).toString(),
  receivedAt: receivedAt === null ? null : Temporal.Instant.from(receivedAt).toString(),
});
