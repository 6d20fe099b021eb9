import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { flagsOf, type SimulatedTime } from './simulated-clock.ts';

/** The Graph simulator as it runs; it is killed when this process exits. */
export interface GraphProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the Graph simulator as a program of its own. @throws Error with its own words when it does not come up */
export async function startGraphProcess(options: {
  stateFile: string;
  callback: string;
  appSecret: string;
  verifyToken: string;
  /** Default: the machine's time. */
  time?: SimulatedTime | undefined;
}): Promise<GraphProcess> {
  const main = fileURLToPath(new URL('graph/main.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    [
      main,
      ...['--state', options.stateFile, '--callback', options.callback],
      ...(options.time ? flagsOf(options.time) : []),
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, META_APP_SECRET: options.appSecret, META_VERIFY_TOKEN: options.verifyToken },
    },
  );
  const killWithUs = () => child.kill();
  process.once('exit', killWithUs);
  const url = await readUrl(child);
  return {
    url,
    stop: async () => {
      process.off('exit', killWithUs);
      if (child.exitCode !== null || !child.kill()) return;
      await once(child, 'exit');
    },
  };
}

async function readUrl(child: ChildProcess): Promise<string> {
  const errors: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  if (!child.stdout) throw new Error('The Graph simulator has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    return (JSON.parse(line) as { url: string }).url;
  }
  throw new Error(`The Graph simulator did not start: ${errors.join('').trim()}`);
}
