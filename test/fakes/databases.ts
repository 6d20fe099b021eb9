import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../src/store/open.ts';

/** A database of the test's own. `close` also removes it. */
export interface TestDatabase<Schema> extends Database<Schema> {
  /** What opened it; a second `openDatabase` with it is another process's view (PostgreSQL) or refused (embedded). */
  readonly options: { readonly databaseUrl?: string; readonly dataDir: string };
}

/** Opens a new, empty database; `migrate` fills it. */
export type OpenTestDatabase = <Schema = unknown>() => Promise<TestDatabase<Schema>>;

/** Both databases that we support, for `describe.each(databases)('… on %s', (_name, open) => …)`. */
export const databases: readonly (readonly [name: string, open: OpenTestDatabase])[] = [
  ['PGlite', openEmbedded],
  ['PostgreSQL', openPostgres],
];

/** Left free for everything else on the machine. */
const ROOM_BYTES = 4 * 1024 ** 3;

/**
 * An empty folder, which the end of the run removes. In memory while there is much of it: a database is a thousand files,
 * and making them on a disk takes longer than most tests.
 */
export function makeDataFolder(): string {
  const inMemory = inject('dataFoldersInMemory');
  return fs.mkdtempSync(path.join(hasRoom(inMemory) ? inMemory : inject('dataFolders'), 'data-'));
}

function hasRoom(folder: string | null): folder is string {
  if (folder === null) return false;
  const { bavail, bsize } = fs.statfsSync(folder);
  return Math.min(bavail * bsize, process.availableMemory()) > ROOM_BYTES;
}

/** A temporary folder that holds an empty embedded database, as `dataDir` for `openDatabase`. The end of the run removes it. */
export function copyEmbeddedTemplate(): string {
  const dataDir = makeDataFolder();
  const from = path.join(inject('embeddedTemplate'), 'db');
  fs.cpSync(from, path.join(dataDir, 'db'), { recursive: true, mode: fs.constants.COPYFILE_FICLONE });
  return dataDir;
}

/** Creates an empty database on this run's PostgreSQL server and gives its address; the server's end removes it. */
export async function createPostgresDatabase(): Promise<string> {
  const url = new URL(inject('postgresUrl'));
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  await onServer(`CREATE DATABASE ${name} TEMPLATE template0 STRATEGY FILE_COPY`);
  url.pathname = `/${name}`;
  return url.href;
}

/** A fresh embedded database. */
export async function openEmbedded<Schema>(): Promise<TestDatabase<Schema>> {
  const options = { dataDir: copyEmbeddedTemplate() };
  const database = await openDatabase<Schema>(options);
  const close = async (): Promise<void> => {
    await database.close();
    fs.rmSync(options.dataDir, { recursive: true, force: true });
  };
  return { ...database, options, close };
}

async function openPostgres<Schema>(): Promise<TestDatabase<Schema>> {
  const options = { databaseUrl: await createPostgresDatabase(), dataDir: inject('dataFolders') };
  const database = await openDatabase<Schema>(options);
  const close = async (): Promise<void> => {
    await database.close();
    await onServer(`DROP DATABASE IF EXISTS ${new URL(options.databaseUrl).pathname.slice(1)} WITH (FORCE)`);
  };
  return { ...database, options, close };
}

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
