// `npm run year`: a simulated year with two real bots on a PostgreSQL of its own, killed with -9 now and then.
import { parseArgs } from 'node:util';
import { startPostgresServer } from '../fakes/postgres-server.ts';
import { playWithKills } from './kills.ts';

const USAGE =
  'npm run year -- [--seed N] [--comments 2000] [--kills 10] [--from 2026-01-01] [--until 2027-01-01]';

function readOptions() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
      comments: { type: 'string', default: '2000' },
      kills: { type: 'string', default: '10' },
      from: { type: 'string', default: '2026-01-01' },
      until: { type: 'string', default: '2027-01-01' },
    },
  });
  const whole = (name: 'seed' | 'comments' | 'kills'): number => {
    if (!/^\d{1,9}$/u.test(values[name]))
      throw new Error(`--${name}: expected a whole number, got ${values[name]}`);
    return Number(values[name]);
  };
  const day = (name: 'from' | 'until'): Temporal.Instant => {
    if (!/^202[67]-\d\d-\d\d$/u.test(values[name]))
      throw new Error(`--${name}: expected a day in 2026 or 2027, got ${values[name]}`);
    return Temporal.PlainDate.from(values[name]).toZonedDateTime('Europe/Stockholm').toInstant();
  };
  return {
    ...{ seed: whole('seed'), comments: whole('comments'), kills: whole('kills') },
    ...{ from: day('from'), until: day('until') },
  };
}

try {
  const options = readOptions();
  console.log(`seed ${options.seed}`);
  const server = await startPostgresServer();
  try {
    const { figures, violations, seconds, said } = await playWithKills({
      ...options,
      databaseUrl: server.url,
    });
    for (const [what, count] of Object.entries({ ...figures, seconds: Math.round(seconds) })) {
      console.log(`${what.padEnd(40)}${String(count).padStart(6)}`);
    }
    for (const line of new Set(said)) console.log(`the bots said: ${line}`);
    console.log(
      violations.length === 0 ? 'Every promise was kept.' : `${violations.length} broken promises:`,
    );
    for (const violation of violations) console.log(`- ${violation}`);
    process.exitCode = violations.length === 0 ? 0 : 1;
  } finally {
    await server.stop();
  }
} catch (error) {
  const { message } = error as Error;
  console.error(message.startsWith('--') ? `${message}\n${USAGE}` : error);
  process.exitCode = message.startsWith('--') ? 2 : 1;
}
