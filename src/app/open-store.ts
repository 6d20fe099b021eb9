import type { Store } from '../ports/store.ts';
import type { SealingSettings } from '../store/evidence-keys.ts';
import { type Database, type OpenOptions, openDatabase } from '../store/open.ts';
import { createStore } from '../store/store.ts';

/** An open database whose schema is up to date, and what is kept in it. */
export interface OpenedStore {
  readonly database: Database<unknown>;
  readonly store: Store;
}

/**
 * Opens the database and brings its schema up to date; `opened` closes it again.
 * @throws StoreError
 */
export async function openStore(
  where: OpenOptions & SealingSettings,
  opened: AsyncDisposableStack,
): Promise<OpenedStore> {
  const database = await openDatabase<unknown>(where);
  opened.defer(() => database.close());
  return { database, store: await createStore(database, where) };
}
