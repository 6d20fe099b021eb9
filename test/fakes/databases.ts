import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../src/store/open.ts';
import { created } from './created.ts';
import { hasRoom } from './run-folder.ts';
import { addressOf, type Filling, POSTGRES_TEMPLATES } from './templates.ts';

/** A database of the test's own, which the end of its file or of the run removes. */
export interface TestDatabase<Schema> extends Database<Schema> {
  /** What opened it; a second `openDatabase` with it is another process's view (PostgreSQL) or refused (embedded). */
  readonly options: { readonly databaseUrl?: string; readonly dataDir: string };
}

/** Opens a new database, without rows. */
export type OpenTestDatabase = <Schema = unknown>() => Promise<TestDatabase<Schema>>;

/**
 * Both databases that we support, for `describe.each(databases)('… on %s', (_name, open) => …)`: migrated, or by the second
 * opener without a schema, for what migrates them itself.
 */
export const databases: readonly (readonly [
  name: string,
  open: OpenTestDatabase,
  openEmpty: OpenTestDatabase,
])[] = [
  ['PGlite', openEmbedded, () => openEmbedded('empty')],
  ['PostgreSQL', openPostgres, () => openPostgres('empty')],
];

/**
 * An empty folder, which the end of the run removes. In memory while there is much of it: a database is a thousand files,
 * and making them on a disk takes longer than most tests.
 */
export function makeDataFolder(): string {
  const inMemory = inject('dataFoldersInMemory');
  return fs.mkdtempSync(path.join(hasRoom(inMemory) ? inMemory : inject('dataFolders'), 'data-'));
}

/** A temporary folder that holds an embedded database, as `dataDir` for `openDatabase`. The end of the run removes it. */
export function copyEmbeddedTemplate(filling: Filling = 'migrated'): string {
  const dataDir = makeDataFolder();
  const from = path.join(inject('embeddedTemplates')[filling], 'db');
  fs.cpSync(from, path.join(dataDir, 'db'), { recursive: true, mode: fs.constants.COPYFILE_FICLONE });
  return dataDir;
}

/** Creates a database on this run's PostgreSQL server and gives its address; `dropPostgresDatabases` removes it. */
export async function createPostgresDatabase(filling: Filling = 'migrated'): Promise<string> {
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${POSTGRES_TEMPLATES[filling]} STRATEGY FILE_COPY`);
  created.add(name);
  return addressOf(inject('postgresUrl'), name);
}

/** Removes what this process has created: each takes ten megabytes, in memory too. */
export async function dropPostgresDatabases(): Promise<void> {
  await onServer(...[...created].map((name) => `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  created.clear();
}

/** A fresh embedded database. */
export async function openEmbedded<Schema>(filling?: Filling): Promise<TestDatabase<Schema>> {
  const options = { dataDir: copyEmbeddedTemplate(filling) };
  const database = await openDatabase<Schema>(options);
  const close = async (): Promise<void> => {
    await database.close();
    fs.rmSync(options.dataDir, { recursive: true, force: true });
  };
  return { ...database, options, close };
}

async function openPostgres<Schema>(filling?: Filling): Promise<TestDatabase<Schema>> {
  const options = { databaseUrl: await createPostgresDatabase(filling), dataDir: inject('dataFolders') };
  return { ...(await openDatabase<Schema>(options)), options };
}

async function onServer(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    for (const sql of statements) await client.query(sql);
  } finally {
    await client.end();
  }
}
