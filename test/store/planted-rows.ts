import type { TestDatabase } from '../fakes/databases.ts';

/** A column that a row can be given a value for. */
interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

/** No other town's row has it. */
export const secretOf = (town: string, { table, column }: Pick<Column, 'table' | 'column'>): string =>
  `planted ${town} ${table} ${column} åäö`;

/** What a column must hold for its table to take the row; `undefined` elsewhere: the secret, or something of its type. */
const ASKED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  archive_package: { sha256: 'a'.repeat(64), receiver: null, received_on: null, noted_at: null },
  attachment: { bytes: null, sealed: null },
  comment: { kind: 'message', visibility: 'visible', inbox_only: null },
  digest: { state: 'done' },
  disposal: { state: 'done' },
  disposal_item: { of: 'comment', state: 'blocked', batch: null },
  effect: { kind: 'remind' },
  handover: { way: 'folder', state: 'done', lease_until: null },
  handover_way: { way: 'folder' },
  hold: { because: 'other' },
  inbox: { state: 'unread' },
  person: { language: 'en' },
  registration: {
    state: 'registered',
    kind: 'comment',
    direction: 'in',
    secrecy: 'confirmed',
    outcome: null,
  },
  registration_change: { what: 'number' },
  reply: { kind: 'reply' },
  request: { state: 'received', delivery: 'file' },
  request_review: { outcome: 'withheld', masks: '[]' },
};

/** The journal is a chain, its head the end of it, and a key has a length: what is there already must do. */
const LEFT_ALONE = new Set(['journal', 'journal_head', 'evidence_key', 'migration', 'heard']);

const filling = (town: string, column: Column): unknown => {
  const asked = ASKED[column.table]?.[column.column];
  if (asked !== undefined) return asked;
  if (column.column === 'municipality') return town;
  const secret = secretOf(town, column);
  switch (column.type) {
    case 'text':
      return secret;
    case 'bytea':
      return Buffer.from(secret);
    case 'bytea[]':
      return [Buffer.from(secret)];
    case 'jsonb':
      return JSON.stringify({ planted: secret });
    case 'uuid':
      return crypto.randomUUID();
    case 'boolean':
      return false;
    case 'integer':
    case 'bigint':
      return 4711;
    case 'integer[]':
      return [4711];
    case 'date':
      return '2026-11-20';
    case 'timestamp with time zone':
      return '2026-11-20T08:00:00.000123Z';
  }
  throw new Error(`${column.table}.${column.column}: nobody has said what a ${column.type} may hold`);
};

/**
 * Plants a row of each of these towns in every table that there is, each text and each bytes of it a secret of the town's.
 * @returns the columns that hold one
 */
export async function plantRows({ pool }: TestDatabase<unknown>, towns: readonly string[]) {
  const { rows } = await pool.query<Column>(
    `SELECT t.relname::text AS table, a.attname::text AS column, format_type(a.atttypid, a.atttypmod) AS type
     FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE t.relnamespace = current_schema()::text::regnamespace AND t.relkind = 'r'
       AND a.attgenerated = '' AND a.attidentity = '' ORDER BY 1, a.attnum`,
  );
  const tables = Map.groupBy(
    rows.filter(({ table }) => !LEFT_ALONE.has(table)),
    ({ table }) => table,
  );
  const client = await pool.connect();
  try {
    // No foreign keys: the rows refer to nothing.
    await client.query('SET session_replication_role = replica');
    for (const town of towns)
      for (const [table, columns] of tables)
        await client.query(
          `INSERT INTO ${table} (${columns.map(({ column }) => column).join(', ')})
           VALUES (${columns.map((_, at) => `$${at + 1}`).join(', ')}) ON CONFLICT DO NOTHING`,
          columns.map((column) => filling(town, column)),
        );
    await client.query('SET session_replication_role = origin');
  } finally {
    client.release();
  }
  return [...tables.values()]
    .flat()
    .filter(
      ({ table, column, type }) =>
        /^(?:text|bytea|bytea\[\]|jsonb)$/u.test(type) &&
        column !== 'municipality' &&
        ASKED[table]?.[column] === undefined,
    );
}
