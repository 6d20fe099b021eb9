import { type RawBuilder, sql } from 'kysely';
import { isLeftOut } from '../core/exit.ts';
import type { ExitTable } from '../ports/exit.ts';
import type { Queries } from './journal.ts';

interface Described {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly primaryKey: readonly string[];
  readonly constraints: readonly string[];
}

/**
 * The tables that hold rows of municipalities, but for those that are left out: by the database's own word, so that none is
 * forgotten that a later migration has added.
 * @throws Error for a table that says of no row whose it is, and is not left out either
 */
export async function exitTables(db: Queries): Promise<ExitTable[]> {
  const described = (await describedTables(db)).filter(({ name }) => !isLeftOut(name));
  for (const { name, columns, primaryKey } of described) {
    if (!columns.some((column) => column.name === 'municipality') || primaryKey.length === 0)
      throw new Error(`The table ${name} lacks a municipality or a primary key, and is not in LEFT_OUT`);
  }
  return described.map(({ columns, ...table }) => ({
    ...table,
    columns: columns.map((one) => ({ ...one, leftOut: isLeftOut(`${table.name}.${one.name}`) })),
  }));
}

async function describedTables(db: Queries): Promise<readonly Described[]> {
  const { rows } = await sql<Described>`
    SELECT t.relname::text AS name,
      (SELECT coalesce(json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod))
          ORDER BY a.attnum), '[]')
        FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
      (SELECT coalesce(json_agg(a.attname ORDER BY k.place), '[]')
        FROM pg_constraint c CROSS JOIN unnest(c.conkey) WITH ORDINALITY k (number, place)
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number
        WHERE c.conrelid = t.oid AND c.contype = 'p') AS "primaryKey",
      (SELECT coalesce(json_agg(pg_get_constraintdef(c.oid) ORDER BY c.conname), '[]')
        FROM pg_constraint c WHERE c.conrelid = t.oid AND c.contype IN ('p', 'u', 'f', 'c')) AS constraints
    FROM pg_class t
    WHERE t.relnamespace = current_schema()::text::regnamespace AND t.relkind IN ('r', 'p') AND NOT t.relispartition
    ORDER BY t.relname`.execute(db);
  return rows;
}

type Of = (municipality: string) => RawBuilder<unknown>;

/**
 * Whose a row `t` is where its municipality alone does not say. What a municipality's own app has brought is its own also
 * where nobody knows what it is about; not where it is about another's account, which that app may not speak for.
 */
const WHOSE: Readonly<Record<string, Of>> = {
  inbox: (municipality) => sql`(t.municipality = ${municipality} OR (
    t.municipality IS NULL AND t.app = ${municipality} AND NOT EXISTS (SELECT FROM account a
      WHERE a.platform = t.source AND a.account = t.account AND a.municipality <> ${municipality})))`,
};

/** What is read in a column's place. A delivery of before each text had its own fragment may hold several municipalities'. */
const INSTEAD: Readonly<Record<string, Of>> = {
  'delivery.body': (municipality) => sql`CASE WHEN t.sha256 NOT IN (
    SELECT sha256 FROM delivery WHERE body IS NOT NULL AND municipality <> ${municipality}) THEN t.body END AS body`,
};

/** Which rows `t` of the table are the municipality's. */
export const ownRows = (table: string, municipality: string): RawBuilder<unknown> =>
  WHOSE[table]?.(municipality) ?? sql`t.municipality = ${municipality}`;

/** What is read of a row `t`. */
export const ownColumns = ({ name, columns }: ExitTable, municipality: string): RawBuilder<unknown> =>
  sql.join(
    columns
      .filter(({ leftOut }) => !leftOut)
      .map((column) => INSTEAD[`${name}.${column.name}`]?.(municipality) ?? sql.id('t', column.name)),
  );
