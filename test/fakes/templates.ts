import { createHash } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../../src/store/migrate.ts';
import { migrations } from '../../src/store/migrations.ts';
import { openDatabase } from '../../src/store/open.ts';
import { madeOnce, versionOf } from './made-once.ts';

/** What a new database of a test holds: nothing yet, or the schema of this commit, which saves the test from making it. */
export type Filling = 'empty' | 'migrated';

/** Raise when the way an empty database is made changes. */
const RECIPE = 1;
const schema = createHash('sha256').update(JSON.stringify(migrations)).digest('hex').slice(0, 12);

/** Data folders with an embedded database: a cold start takes seconds, a copy of these a fraction of one. */
export async function makeEmbeddedTemplates(): Promise<Record<Filling, string>> {
  const version = `pglite-${versionOf('@electric-sql/pglite')}-${RECIPE}`;
  const empty = await madeOnce(version, async (dataDir) => (await openDatabase({ dataDir })).close());
  const migrated = await madeOnce(`${version}-${schema}`, (dataDir) => fill({ dataDir }));
  return { empty, migrated };
}

/** The databases of a PostgreSQL server that new ones are copied from. */
export const POSTGRES_TEMPLATES = {
  empty: 'template0',
  migrated: 'migrated',
} as const satisfies Record<Filling, string>;

/** Makes the one of them that the server does not bring. @param url of the server's database `postgres` */
export async function makePostgresTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE DATABASE ${POSTGRES_TEMPLATES.migrated} TEMPLATE ${POSTGRES_TEMPLATES.empty}`);
  await client.end();
  await fill({ dataDir: '.', databaseUrl: addressOf(url, POSTGRES_TEMPLATES.migrated) });
}

async function fill(where: Parameters<typeof openDatabase>[0]): Promise<void> {
  const database = await openDatabase(where);
  await migrate(database, migrations);
  await database.close();
}

/** The address of another database on the same server. */
export function addressOf(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}
