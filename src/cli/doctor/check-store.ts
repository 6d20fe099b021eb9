import { resolve } from 'node:path';
import type { Store } from '../../ports/store.ts';
import { holdsDatabase } from '../../store/data-folder.ts';
import type { SealingSettings } from '../../store/evidence-keys.ts';
import { type Database, type OpenOptions, openDatabase } from '../../store/open.ts';
import { inspectStore } from '../../store/store.ts';
import { checkDatabaseClock } from './check-clock.ts';
import { type Diagnosis, ill, well } from './diagnosis.ts';

const START = 'start the bot: npm start brings it up to date';

/**
 * Opens the store as it is, making nothing and changing nothing in it, and looks what `inside` finds. Where it does not
 * open, or lacks a part of its schema, nothing inside is looked at.
 */
export async function checkStore(
  where: OpenOptions & SealingSettings,
  inside: (store: Store) => Promise<readonly Diagnosis[]>,
): Promise<Diagnosis[]> {
  const folder = resolve(where.dataDir, 'db');
  let database: Database<unknown>;
  try {
    if (!where.databaseUrl && !holdsDatabase(folder))
      return [ill('store', `DATA_DIR: ${folder} holds no database yet`, 'start the bot: npm start makes it')];
    database = await openDatabase(where);
  } catch (error) {
    return [closed(error)];
  }
  try {
    return await checkOpen(database, where, inside);
  } catch (error) {
    return [closed(error)];
  } finally {
    await database.close();
  }
}

async function checkOpen(
  database: Database<unknown>,
  sealing: SealingSettings,
  inside: (store: Store) => Promise<readonly Diagnosis[]>,
): Promise<Diagnosis[]> {
  const { store, missing } = await inspectStore(database, sealing);
  const clock = await checkDatabaseClock(database);
  if (!store) return [ill('store', `its schema lacks ${missing.join(', ')}`, START), ...clock];
  const kind = database.kind === 'embedded' ? 'the embedded database' : 'PostgreSQL';
  return [well('store', `${kind} answers and its schema is up to date`), ...clock, ...(await inside(store))];
}

const CURES: Readonly<Record<string, string>> = {
  'in-use':
    'if it is the bot that runs there: stop it first and ask again, or let both use PostgreSQL with DATABASE_URL',
  unreachable: 'see that the server runs, and that address, user and password in DATABASE_URL are right',
  damaged: 'restore the folder from a backup, or set DATA_DIR to another folder',
  'newer-database': 'start the newer version of the program, or restore a backup from before it',
};

/** @throws what is no error of the database or its driver */
function closed(error: unknown): Diagnosis {
  const { code, message } = error as Error & { code?: string };
  if (code === undefined) throw error;
  return ill('store', message, CURES[code] ?? 'correct what it names');
}
