import { setTimeout as sleep } from 'node:timers/promises';

export interface WorkLoop {
  /** Look again now rather than at the next poll. */
  wake(): void;
  /** Lets what is under way finish, then resolves. */
  stop(): Promise<void>;
}

/** Finds one piece of work and does it; false when there was none. Calls `taken` as soon as the work is its own. */
export type Job = (taken: () => void) => Promise<boolean>;

/**
 * Runs up to `workers` jobs side by side while they find something to do, and looks every `pollMs` otherwise. Only one
 * looks at a time: ten idle workers would ask the database ten times after each commit. It yields to the event loop
 * between turns so that presses are answered. A job that throws is reported and tried again after a pause; nothing is
 * lost, since what it had claimed comes back when its lease ends.
 */
export function startWorkLoop(
  job: Job,
  { workers = 1, pollMs, onError }: { workers?: number; pollMs: number; onError: (error: unknown) => void },
): WorkLoop {
  let stopped = false;
  let awake = new AbortController();
  const underWay = new Set<Promise<void>>();
  const look = (): Promise<boolean> =>
    new Promise((resolve) => {
      let mine = false;
      const taken = () => {
        mine = true;
        resolve(true);
      };
      const done = job(taken)
        .then(resolve, (error: unknown) => {
          onError(error);
          resolve(false);
        })
        .then(() => {
          underWay.delete(done);
          // What is done may have let something else become due.
          if (mine) awake.abort();
        });
      underWay.add(done);
    });
  const run = async () => {
    while (!stopped) {
      awake = new AbortController();
      const found = await look();
      if (underWay.size >= workers) await Promise.race(underWay);
      if (found) await new Promise((resolve) => setImmediate(resolve));
      else if (!stopped) await sleep(pollMs, undefined, { signal: awake.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    wake: () => awake.abort(),
    stop: async () => {
      stopped = true;
      awake.abort();
      await running;
      await Promise.all(underWay);
    },
  };
}
