import { type OpenedStore, openStore } from '../app/open-store.ts';
import { readStoreSettings } from '../config/config.ts';

/** Opens the bot's database as the settings say, its schema up to date, for as long as `use` takes. */
export async function inStore<T>(use: (opened: OpenedStore) => Promise<T>): Promise<T> {
  await using opened = new AsyncDisposableStack();
  return await use(await openStore(readStoreSettings(), opened));
}
