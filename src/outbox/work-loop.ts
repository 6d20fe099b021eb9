import { setTimeout as sleep } from 'node:timers/promises';

export interface WorkLoop {
  /** Look again now rather than at the next poll. */
  wake(): void;
  /** Lets what is under way finish, then resolves. */
  stop(): Promise<void>;
}

/**
 * Runs `job` over and over while it finds something to do, and every `pollMs` otherwise, yielding to the event loop
 * between turns so that presses are answered. A job that throws is reported and tried again after a pause; nothing is
 * lost, since what it had claimed comes back when its lease ends.
 */
export function startWorkLoop(
  job: () => Promise<boolean>,
  { pollMs, onError }: { pollMs: number; onError: (error: unknown) => void },
): WorkLoop {
  let stopped = false;
  let awake = new AbortController();
  const run = async () => {
    while (!stopped) {
      awake = new AbortController();
      const found = await job().catch((error: unknown) => {
        onError(error);
        return false;
      });
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
    },
  };
}
