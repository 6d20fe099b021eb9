import { setTimeout as sleep } from 'node:timers/promises';

interface WorkLoop {
  /** Look again now rather than at the next poll. */
  wake(): void;
  /** Looks now, and resolves once a look has found nothing while nothing was under way. */
  idle(): Promise<void>;
  /** How often it has found something. */
  readonly found: number;
  /** Lets what is under way finish, then resolves. */
  stop(): Promise<void>;
}

/** The bot's loops by their names. */
export interface WorkLoops {
  /**
   * Starts a loop; does nothing once all have been stopped.
   * @param workers how many jobs may be under way side by side; default 1
   */
  start(name: string, job: Job, workers?: number): void;
  /** Lets these look now. A commit wakes only what it may have given something to do: every look is a query. */
  wake(...names: string[]): void;
  /** Resolves when none of them has anything left to do now: what is due later is not waited for. */
  idle(): Promise<void>;
  /** Lets what is under way finish, then resolves. */
  stop(): Promise<void>;
  /** Whether they have been told to stop. */
  readonly stopped: boolean;
}

/** Loops that are yet to be started; each says by its name what failed in it. */
export function createWorkLoops(options: {
  readonly pollMs: number;
  readonly onError: (name: string) => (error: unknown) => void;
}): WorkLoops {
  const loops = new Map<string, WorkLoop>();
  let stopped = false;
  return {
    start: (name, job, workers = 1) => {
      if (stopped) return;
      const { pollMs, onError } = options;
      loops.set(name, startWorkLoop(job, { workers, pollMs, onError: onError(name) }));
    },
    wake: (...names) => {
      for (const name of names) loops.get(name)?.wake();
    },
    // What one has done may be another's work.
    idle: async () => {
      const found = () => loops.values().reduce((sum, loop) => sum + loop.found, 0);
      for (let before = -1; before !== found(); ) {
        before = found();
        await Promise.all([...loops.values()].map((loop) => loop.idle()));
      }
    },
    get stopped() {
      return stopped;
    },
    stop: async () => {
      stopped = true;
      await Promise.all([...loops.values()].map((loop) => loop.stop()));
    },
  };
}

/**
 * Asks the store until it answers, for a third of the shortest lease at most: what has been done in the outside world, and
 * could not be written down while the database was away, would else be done twice, or end as unknown. What is asked must
 * be harmless when it is done twice, since the answer of a COMMIT may be what was lost.
 */
export type Keep = <T>(ask: () => Promise<T>) => Promise<T>;

const KEEP_MS = 10_000;

/** Finds one piece of work and does it; false when there was none. Calls `taken` as soon as the work is its own. */
export type Job = (taken: () => void, keep: Keep) => Promise<boolean>;

/** Asks again every `pollMs` while it is worth waiting for an answer. */
const keepUntil =
  (isStopped: () => boolean, pollMs: number): Keep =>
  async (ask) => {
    for (const until = performance.now() + KEEP_MS; ; ) {
      try {
        return await ask();
      } catch (error) {
        if (isStopped() || performance.now() > until) throw error;
        await sleep(pollMs);
      }
    }
  };

/** Looks for work, and knows what is under way. `onDone` hears when work that was found has been done. */
function createSearch(job: Job, keep: Keep, onError: (error: unknown) => void, onDone: () => void) {
  const underWay = new Set<Promise<void>>();
  let failures = 0;
  const succeeded = (found: boolean) => {
    failures = 0;
    return found;
  };
  const failed = (error: unknown) => {
    failures += 1;
    if (Number.isInteger(Math.log2(failures))) onError(error);
    return false;
  };
  /** True as soon as something is found, false when there was nothing. */
  const look = (): Promise<boolean> =>
    new Promise((resolve) => {
      let mine = false;
      const taken = () => {
        mine = true;
        resolve(true);
      };
      const done = job(taken, keep)
        .then(succeeded, failed)
        .then((found) => {
          resolve(found);
          underWay.delete(done);
          if (mine) onDone();
        });
      underWay.add(done);
    });
  return { look, underWay };
}

/**
 * Runs up to `workers` jobs side by side while they find something to do, and looks every `pollMs` otherwise. Only one
 * looks at a time: ten idle workers would ask the database ten times after each commit. It yields to the event loop
 * between turns so that presses are answered. A job that throws is reported and tried again after a pause; nothing is
 * lost, since what it had claimed comes back when its lease ends. One that goes on throwing, as while the database is
 * away, is reported the first time, the second, the fourth, the eighth …
 */
function startWorkLoop(
  job: Job,
  { workers, pollMs, onError }: { workers: number; pollMs: number; onError: (error: unknown) => void },
): WorkLoop {
  let stopped = false;
  let awake = new AbortController();
  let finds = 0;
  const asking: (() => void)[] = [];
  const keep = keepUntil(() => stopped, pollMs);
  // What is done may have let something else become due.
  const { look, underWay } = createSearch(job, keep, onError, () => awake.abort());
  const run = async () => {
    while (!stopped) {
      awake = new AbortController();
      const asked = asking.splice(0);
      const found = await look();
      if (found) finds += 1;
      if (found || underWay.size > 0) asking.push(...asked);
      else for (const tell of asked) tell();
      if (underWay.size >= workers) await Promise.race(underWay);
      if (found) await new Promise((resolve) => setImmediate(resolve));
      else if (!stopped) await sleep(pollMs, undefined, { signal: awake.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    wake: () => awake.abort(),
    idle: () =>
      new Promise((resolve) => {
        asking.push(resolve);
        awake.abort();
      }),
    get found() {
      return finds;
    },
    stop: async () => {
      stopped = true;
      awake.abort();
      await running;
      for (const tell of asking.splice(0)) tell();
      await Promise.all(underWay);
    },
  };
}
