// `npm run chaos`: prints what was found as a table; exit 1 with every broken promise.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgresServer } from '../fakes/postgres-server.ts';
import { type ChaosOptions, type ChaosResult, runChaos } from './chaos.ts';

const USAGE = `npm run chaos -- [--seed N] [--kills 30] [--comments 200] [--presses 100] [--postgres embedded | --postgres URL]
--postgres: a server of the run's own, or the address of an empty database; without it the embedded store is used.`;

type Asked = Omit<ChaosOptions, 'databaseUrl'> & { readonly postgres: string | undefined };

function readOptions(dataDir: string): Asked {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
      kills: { type: 'string', default: '30' },
      comments: { type: 'string', default: '200' },
      presses: { type: 'string', default: '100' },
      postgres: { type: 'string' },
    },
  });
  const whole = (name: 'seed' | 'kills' | 'comments' | 'presses'): number => {
    if (!/^\d{1,9}$/u.test(values[name]))
      throw new Error(`--${name}: expected a whole number, got ${values[name]}`);
    return Number(values[name]);
  };
  return {
    dataDir,
    postgres: values.postgres,
    seed: whole('seed'),
    kills: whole('kills'),
    comments: whole('comments'),
    presses: whole('presses'),
    speed: 60,
    longestLifeMs: 3000,
    hurry: false,
  };
}

function print({ kills, figures, violations, said, seconds }: ChaosResult): void {
  const moments = Object.entries(kills).map(([moment, count]) => [`killed while ${moment}`, count] as const);
  for (const [what, count] of [...moments, ...Object.entries(figures)]) {
    console.log(`${what.padEnd(40)}${String(count).padStart(6)}`);
  }
  console.log(`${'seconds'.padEnd(40)}${seconds.toFixed(0).padStart(6)}`);
  for (const [line, lines] of Map.groupBy(said, messageOf))
    console.log(`the bot said ${lines.length} ×: ${line}`);
  console.log(violations.length === 0 ? 'Every promise was kept.' : `${violations.length} broken promises:`);
  for (const violation of violations) console.log(`- ${violation}`);
}

/** A log line without its time and place, so that the same ones are counted together. */
function messageOf(line: string): string {
  try {
    const { msg, error, code } = JSON.parse(line) as Record<string, unknown>;
    return [msg, error, code].filter(Boolean).join(' ');
  } catch {
    return line;
  }
}

async function run({ postgres, ...options }: Asked): Promise<ChaosResult> {
  if (postgres !== 'embedded') return runChaos({ ...options, ...(postgres && { databaseUrl: postgres }) });
  const server = await startPostgresServer();
  try {
    return await runChaos({ ...options, databaseUrl: server.url });
  } finally {
    await server.stop();
  }
}

const dataDir = mkdtempSync(join(tmpdir(), 'kommentarsvakten-chaos-'));
try {
  const options = readOptions(dataDir);
  console.log(`seed ${options.seed}, ${options.postgres === undefined ? 'embedded store' : 'PostgreSQL'}`);
  const result = await run(options);
  print(result);
  process.exitCode = result.violations.length === 0 ? 0 : 1;
} catch (error) {
  const { message } = error as Error;
  console.error(message.startsWith('--') ? `${message}\n${USAGE}` : error);
  process.exitCode = message.startsWith('--') ? 2 : 1;
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
