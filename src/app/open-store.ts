import { join } from 'node:path';
import type { Store } from '../ports/store.ts';
import type { SealingSettings } from '../store/evidence-keys.ts';
import { type Database, type OpenOptions, openDatabase } from '../store/open.ts';
import { createStore } from '../store/store.ts';
import { type Replayed, replayDisposals } from './replay-disposals.ts';
import { systemClock } from './system-clock.ts';

/** An open database whose schema is up to date, and what is kept in it. */
export interface OpenedStore {
  readonly database: Database<unknown>;
  readonly store: Store;
  /** What had to be disposed of again. */
  readonly replayed: Replayed;
}

/**
 * Opens the database and brings its schema up to date; `opened` closes it again. What has been disposed of, and has come back
 * with an older copy of the database, is disposed of again before anybody sees it.
 * @throws StoreError or DisposalLogError
 */
export async function openStore(
  where: OpenOptions & SealingSettings & { readonly disposalLog?: string },
  opened: AsyncDisposableStack,
): Promise<OpenedStore> {
  const database = await openDatabase<unknown>(where);
  opened.defer(() => database.close());
  const store = await createStore(database, where);
  const { disposalLog = join(where.dataDir, 'disposals.jsonl') } = where;
  return { database, store, replayed: await replayDisposals(store, disposalLog, systemClock.now()) };
}
