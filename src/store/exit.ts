import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { ExitBuilt, ExitMedium, ExitReading, ExitStore, ExitTable } from '../ports/exit.ts';
import { AWAY, type EvidenceKey, evidenceKeys, type SealingSettings } from './evidence-keys.ts';
import { exitTables, ownColumns, ownRows } from './exit-tables.ts';
import { appendJournal, type Queries } from './journal.ts';
import { openedOrNot, PICTURE_COLUMNS, type PictureRow } from './picture-rows.ts';
import { isSuspected, noKey } from './pictures.ts';

/** Reads what is a municipality's own, its pictures opened with these keys. */
export const exitOn = (db: Kysely<unknown>, sealing: SealingSettings): ExitStore => ({
  municipalities: async () => {
    const { rows } = await sql<{ municipality: string }>`SELECT municipality FROM journal_head
      UNION SELECT municipality FROM policy UNION SELECT municipality FROM account ORDER BY municipality`.execute(
      db,
    );
    return rows.map(({ municipality }) => municipality);
  },
  readAll: (municipality, use) =>
    db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (tx) => {
        const tables = await exitTables(tx);
        return (await holdsAny(tx, municipality, tables))
          ? await use(await readingOf(tx, municipality, tables, sealing))
          : null;
      }),
  exitPackageBuilt: (municipality, built, now) => exitPackageBuilt(db, municipality, built, now),
});

async function holdsAny(tx: Queries, municipality: string, tables: readonly ExitTable[]): Promise<boolean> {
  const any = tables.map(
    ({ name }) => sql`EXISTS (SELECT FROM ${sql.id(name)} t WHERE ${ownRows(name, municipality)})`,
  );
  const { rows } = await sql<{ any: boolean }>`SELECT ${sql.join(any, sql` OR `)} AS any`.execute(tx);
  return rows[0]?.any === true;
}

async function readingOf(
  tx: Transaction<unknown>,
  municipality: string,
  tables: readonly ExitTable[],
  sealing: SealingSettings,
): Promise<ExitReading> {
  const { rows: names } = await sql<{ name: string | null }>`SELECT body ->> 'name' AS name FROM policy
    WHERE municipality = ${municipality} ORDER BY in_force_at DESC LIMIT 1`.execute(tx);
  const { rows: migrations } = await sql<{ name: string }>`SELECT name FROM migration ORDER BY name`.execute(
    tx,
  );
  const keys = await evidenceKeys(tx, sealing).all(municipality);
  return {
    name: names[0]?.name ?? null,
    migrations: migrations.map(({ name }) => name),
    tables,
    rows: (table) => rowsOf(tx, municipality, table),
    media: () => mediaOf(tx, municipality, keys),
  };
}

/** So many rows at a time, by the largest that a row may hold: a delivery may have 8 MiB, a text's own fragment a few kB. */
const PAGES = [
  ['bytea', 2],
  ['bytea[]', 100],
] as const;
const USUAL_PAGE = 500;

function rowsOf(tx: Queries, municipality: string, table: ExitTable) {
  const { name, columns, primaryKey } = table;
  const read = columns.filter(({ leftOut }) => !leftOut);
  const [, size = USUAL_PAGE] = PAGES.find(([of]) => read.some(({ type }) => type === of)) ?? [];
  const key = sql.join(primaryKey.map((column) => sql.id('t', column)));
  const query = sql`SELECT ${ownColumns(table, municipality)} FROM ${sql.id(name)} t
    WHERE ${ownRows(name, municipality)} ORDER BY ${key}`;
  return pagesOf<Record<string, unknown>>(tx, query, { name, size });
}

/** A query's pages. `name`: its own, since the embedded database keeps each statement as it was first understood. */
async function* pagesOf<Row>(
  tx: Queries,
  query: RawBuilder<unknown>,
  { name, size }: { readonly name: string; readonly size: number },
): AsyncGenerator<readonly Row[]> {
  const cursor = sql.id(`exit_${name}`);
  await sql`DECLARE ${cursor} NO SCROLL CURSOR FOR ${query}`.execute(tx);
  for (;;) {
    const { rows } = await sql<Row>`FETCH ${sql.lit(size)} FROM ${cursor}`.execute(tx);
    if (rows.length === 0) break;
    yield rows;
  }
  await sql`CLOSE ${cursor}`.execute(tx);
}

type Copy = PictureRow & { readonly erased: boolean; readonly suspected: boolean };

/** Whatever was sealed away, or waits for the police, is not even read. A film may have 20 MiB: one at a time. */
async function* mediaOf(
  tx: Queries,
  municipality: string,
  keys: readonly EvidenceKey[],
): AsyncGenerator<ExitMedium> {
  const query = sql`SELECT ${PICTURE_COLUMNS}, erased, suspected FROM (
      SELECT comment, number, position, content_type, sha256, sealed, erased, suspected,
        CASE WHEN NOT suspected THEN bytes END AS bytes
      FROM (SELECT a.*, a.bytes IS NULL AS erased, coalesce(starts_with(a.sealed, ${AWAY}), false)
          OR ${isSuspected(municipality, sql`a.comment`)} AS suspected
        FROM attachment a WHERE a.municipality = ${municipality}) told) readable
    ORDER BY comment, number, position`;
  const pages = pagesOf<Copy>(tx, query, { name: 'pictures', size: 1 });
  for await (const rows of pages) for (const row of rows) yield mediumOf(municipality, row, keys);
}

function mediumOf(municipality: string, row: Copy, keys: readonly EvidenceKey[]): ExitMedium {
  const { comment, number: version, position, content_type: contentType, erased, suspected } = row;
  const about = { comment, version, position, contentType };
  if (erased || suspected) return { ...about, bytes: null, why: erased ? 'erased' : 'suspected' };
  const bytes = openedOrNot(municipality, row, keys);
  if (bytes === 'locked') throw noKey(row);
  return bytes === null ? { ...about, bytes, why: 'damaged' } : { ...about, bytes, why: null };
}

async function exitPackageBuilt(
  db: Kysely<unknown>,
  municipality: string,
  { files, rows, media, sha256 }: ExitBuilt,
  now: Temporal.Instant,
): Promise<void> {
  const data = { files, rows, media, sha256 };
  await db
    .transaction()
    .execute((tx) =>
      appendJournal(tx, municipality, now, [
        { ticket: null, note: { kind: 'exit-package-built', by: 'kv', data } },
      ]),
    );
}
