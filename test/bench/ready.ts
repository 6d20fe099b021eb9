import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startChild } from './child.ts';
import { type Line, spreadOf } from './figures.ts';

const RUNS = 3;
const MAIN = fileURLToPath(new URL('../../src/local/main.ts', import.meta.url));

/** `npm run local` on a folder that an earlier run left, until it prints its addresses. */
export async function measureReady(folder: string): Promise<Line[]> {
  const dataDir = join(folder, 'local');
  await startLocally(dataDir);
  const readyMs: number[] = [];
  const bareMs: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const bare = await startChild('./bare-store-main.ts', { DATA_DIR: dataDir });
    bareMs.push(bare.readyAfterMs);
    await bare.stop();
    readyMs.push(await startLocally(dataDir));
  }
  return [
    {
      name: 'npm run local, existing folder: ready',
      unit: 'ms',
      figure: spreadOf(readyMs),
      baseline: { name: 'the store alone opened', figure: spreadOf(bareMs) },
      goal: { atMost: 5000 },
    },
  ];
}

/** Starts and stops it. @returns milliseconds until the addresses stood there */
async function startLocally(dataDir: string): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [MAIN, '--port', '0', '--data', dataDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const errors: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  let readyMs: number | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.includes('http://127.0.0.1')) continue;
    readyMs = performance.now() - startedAt;
    break;
  }
  child.stdout.resume();
  child.kill('SIGTERM');
  await ended;
  if (readyMs === null) throw new Error(`npm run local did not start:\n${errors.join('')}`);
  return readyMs;
}
