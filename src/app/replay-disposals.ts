import type { DisposalStore } from '../ports/disposal.ts';
import { disposalLogAt, loggedDisposals } from './disposal-log.ts';

/** What a start has disposed of again. `held`: what a hold has been put on since, and so stays for now. */
export interface Replayed {
  readonly replayed: number;
  readonly held: number;
}

/**
 * Disposes again of what the log says was disposed of and this database does not know: it was restored from a copy of before.
 * Done before anything of it is served.
 * @throws DisposalLogError
 */
export async function replayDisposals(
  store: Pick<DisposalStore, 'disposedBatches' | 'replayDisposal'>,
  file: string,
  now: Temporal.Instant,
): Promise<Replayed> {
  const { done, open } = await loggedDisposals(file);
  if (done.length + open.length === 0) return { replayed: 0, held: 0 };
  const known = await store.disposedBatches([...done, ...open]);
  // A crash came between the commit and the word of it. What was not committed is done anew by whoever carries it out.
  for (const { batch } of open) if (known.has(batch)) await disposalLogAt(file).done(batch, null);
  let [replayed, held] = [0, 0];
  for (const batch of done) {
    if (known.has(batch.batch)) continue;
    const one = await store.replayDisposal(batch, now);
    replayed += one.replayed;
    held += one.held;
  }
  return { replayed, held };
}
