import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A simulator as it runs; it is killed when this process exits. */
export interface SimulatorProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts a simulator as a program of its own: `main` prints {"url": …} when it listens.
 * @throws Error with its own words when it does not come up
 */
export async function startSimulator(
  name: string,
  { main, flags, env = {} }: { main: URL; flags: readonly string[]; env?: Readonly<Record<string, string>> },
): Promise<SimulatorProcess> {
  const child = spawn(process.execPath, [fileURLToPath(main), ...flags], {
    // Over the channel it notices that this process is gone, however it ended.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...env },
  });
  const killWithUs = () => child.kill();
  process.once('exit', killWithUs);
  const url = await readUrl(name, child);
  return {
    url,
    stop: async () => {
      process.off('exit', killWithUs);
      if (child.exitCode !== null || !child.kill()) return;
      await once(child, 'exit');
    },
  };
}

async function readUrl(name: string, child: ChildProcess): Promise<string> {
  const errors: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  if (!child.stdout) throw new Error(`The ${name} simulator has no output`);
  for await (const line of createInterface({ input: child.stdout })) {
    return (JSON.parse(line) as { url: string }).url;
  }
  throw new Error(`The ${name} simulator did not start: ${errors.join('').trim()}`);
}
