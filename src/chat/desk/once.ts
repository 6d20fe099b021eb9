import type { Clock } from '../../ports/clock.ts';
import type { LedgerStore } from '../../ports/ledger.ts';

/**
 * Does the work of an activity the first time that its key is heard, and gives `heardBefore` afterwards: Teams repeats
 * what was not answered in time, to this replica or another. What failed may be tried again; what was cut off by a
 * kill may not, since nobody knows how far it came, and the person who sees no answer asks again.
 */
export async function once<T>(
  { store, clock }: { readonly store: LedgerStore; readonly clock: Clock },
  key: string,
  heardBefore: T,
  work: () => Promise<T>,
): Promise<T> {
  if (!(await store.hear(key, clock.now()))) return heardBefore;
  try {
    return await work();
  } catch (error) {
    // The first failure is the one to tell of.
    await store.unhear(key).catch(() => undefined);
    throw error;
  }
}
