import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A program of this bench in a process of its own, which answers questions. */
export interface Child {
  /** What it said when it was ready. */
  readonly ready: unknown;
  /** From before the process was started until it was ready. */
  readonly readyAfterMs: number;
  ask<Answer>(what: string, params?: unknown): Promise<Answer>;
  /** It ends what it is doing and leaves. */
  stop(): Promise<void>;
}

type Heard = { ready: unknown } | { answer: unknown } | { failed: string };

/** @throws Error with the child's own words when it ends instead of becoming ready */
export async function startChild(file: string, environment: Record<string, string>): Promise<Child> {
  const startedAt = performance.now();
  const { PATH, BENCH_NODE_ARGS } = process.env;
  const child = fork(new URL(file, import.meta.url), {
    execArgv: BENCH_NODE_ARGS ? BENCH_NODE_ARGS.split(' ') : [],
    env: { PATH, ...environment },
    serialization: 'advanced',
  });
  const first = await hear(child, file);
  if (!('ready' in first)) throw new Error(`${file}: answered before it was ready`);
  return {
    ready: first.ready,
    readyAfterMs: performance.now() - startedAt,
    ask: async <Answer>(what: string, params?: unknown) => {
      child.send({ what, params });
      const heard = await hear(child, file);
      if ('failed' in heard) throw new Error(`${file}: ${what}: ${heard.failed}`);
      return (heard as { answer: unknown }).answer as Answer;
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

async function hear(child: ChildProcess, file: string): Promise<Heard> {
  const done = new AbortController();
  const { signal } = done;
  try {
    return await Promise.race([
      once(child, 'message', { signal }).then(([message]) => message as Heard),
      once(child, 'exit', { signal }).then(([code]) => {
        throw new Error(`${file}: ended by itself with ${code}`);
      }),
    ]);
  } finally {
    done.abort();
  }
}

/** The child's side. `stop` is called once the bench lets go of it. */
export function answerQuestions(
  ready: unknown,
  questions: Record<string, (params: never) => unknown>,
  stop: () => Promise<void>,
): void {
  process.on('message', async ({ what, params }: { what: string; params: never }) => {
    try {
      process.send?.({ answer: await questions[what]?.(params) });
    } catch (error) {
      process.send?.({ failed: String(error) });
    }
  });
  process.once('disconnect', () => {
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
  process.send?.({ ready });
}

/** Milliseconds for which the process has kept a core busy. */
export const busyMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Megabytes of memory that the process holds now. */
export const residentMb = (): number => process.memoryUsage.rss() / 1e6;
