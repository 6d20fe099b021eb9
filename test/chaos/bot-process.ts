import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** The bot as a process of its own, on the same port each time it is started. */
export interface BotProcess {
  readonly url: string;
  start(): void;
  /** Waits until it serves. @throws Error with its own words when it ends instead */
  ready(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  /** Lets it finish what is under way. @throws Error when it does not end well */
  stop(): Promise<void>;
  /** What it wrote to stderr, the lines of all its lives. */
  readonly said: readonly string[];
}

const START_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 30_000;

/** @param environment its settings, without HOST and PORT. @param main what is run */
export async function prepareBotProcess(
  environment: Record<string, string>,
  main = new URL('./bot-main.ts', import.meta.url),
): Promise<BotProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const said: string[] = [];
  let child: ChildProcess | null = null;

  const alive = (): ChildProcess => {
    if (child === null) throw new Error('The bot has not been started');
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(
        `The bot ended by itself (${child.exitCode ?? child.signalCode}): ${said.slice(-5).join('\n')}`,
      );
    }
    return child;
  };

  return {
    url,
    said,
    start: () => {
      child = fork(main, {
        execArgv: [],
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        env: { PATH: process.env['PATH'], ...environment, HOST: '127.0.0.1', PORT: String(port) },
      });
      child.stderr?.on('data', (chunk: Buffer) => said.push(...chunk.toString().split('\n').filter(Boolean)));
    },
    ready: async () => {
      const until = performance.now() + START_WITHIN_MS;
      while (!(await serves(url))) {
        alive();
        if (performance.now() > until) {
          throw new Error(
            `The bot did not become ready, ${await lastWords(url)}: ${said.slice(-5).join('\n')}`,
          );
        }
        await pause(20);
      }
    },
    kill: async () => {
      const ended = once(alive(), 'exit');
      child?.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      const running = alive();
      const ended = once(running, 'exit', { signal: AbortSignal.timeout(STOP_WITHIN_MS) });
      running.kill('SIGTERM');
      const [code] = await ended;
      if (code !== 0) throw new Error(`The bot did not stop well (${code}): ${said.slice(-5).join('\n')}`);
    },
  };
}

const serves = async (url: string): Promise<boolean> => {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
};

/** Whether it listens at all, and what it answers. */
const lastWords = (url: string): Promise<string> =>
  fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) }).then(
    ({ status }) => `HTTP ${status}`,
    (error: Error) => String((error.cause as { code?: string } | undefined)?.code ?? error.name),
  );

/** Below the ports that systems give to outgoing connections, one of which could take it between two lives. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const probe = createServer();
    const free = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!free) continue;
    await new Promise((resolve) => probe.close(resolve));
    return port;
  }
}
