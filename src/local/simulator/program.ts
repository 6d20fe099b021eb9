import { parseArgs } from 'node:util';
import { readSimulatedTime, simulatedClock } from '../simulated-clock.ts';
import type { Listening } from './serve.ts';

/** What every simulator is told on the command line. */
export interface ProgramOptions extends Listening {
  readonly stateFile?: string;
  readonly now: () => Temporal.Instant;
}

/** A simulator as it runs. */
export interface Running {
  readonly url: string;
  close(): Promise<void>;
}

const SHARED = `[--port 0] [--host 127.0.0.1] [--state FILE]
  [--now 2026-04-02T15:30+02:00] [--speed 60] [--since INSTANT]
--since: when by the machine's time it is --now.`;

/**
 * Runs a simulator as a program of its own: prints {"url": …} when it listens, and stops on SIGTERM or SIGINT, or when who started it is gone; bad use is
 * said with `usage` and exit code 2. `more` are flags of its own, each with a text.
 */
export async function runProgram<const More extends string>(
  { usage, more }: { usage: string; more: readonly More[] },
  start: (options: ProgramOptions, values: Readonly<Partial<Record<More, string>>>) => Promise<Running>,
): Promise<void> {
  try {
    const own = Object.fromEntries(more.map((name) => [name, { type: 'string' as const }]));
    const { values } = parseArgs({ options: { ...own, ...SHARED_FLAGS } });
    const running = await start(shared(values), values as Partial<Record<More, string>>);
    console.log(JSON.stringify({ url: running.url }));
    const stop = () => void running.close().then(() => process.exit(0));
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    process.once('disconnect', stop);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage} ${SHARED}`);
    process.exitCode = 2;
  }
}

const SHARED_FLAGS = {
  port: { type: 'string', default: '0' },
  host: { type: 'string', default: '127.0.0.1' },
  state: { type: 'string' },
  now: { type: 'string' },
  speed: { type: 'string' },
  since: { type: 'string' },
} as const;

function shared(values: {
  port: string;
  host: string;
  state?: string;
  now?: string;
  speed?: string;
  since?: string;
}): ProgramOptions {
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port: expected 0 to 65535');
  return {
    host: values.host,
    port,
    ...(values.state === undefined ? {} : { stateFile: values.state }),
    now: simulatedClock(readSimulatedTime(values)).now,
  };
}
