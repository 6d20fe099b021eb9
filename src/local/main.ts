import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { STOCKHOLM } from '../core/calendar.ts';
import { platformTitle } from '../core/platform.ts';
import { startLocal } from './run.ts';
import { readSimulatedTime, type SimulatedTime, simulatedClock } from './simulated-clock.ts';
import type { TownPage } from './simulators.ts';

/** `npm run local`: the main job on this machine, with nothing to configure and no account anywhere. */
const USAGE = `npm run local -- [--municipality filipstad] [--port 3978] [--data ./data/local]
  [--now 2026-04-02T15:30+02:00] [--speed 600]
--now: time begins there instead of now. --speed: so many times as fast as the machine's; 7200 shows five days in a minute.
With either everything is kept in a new folder of its own, unless --data names one.`;

/** What a start takes at most: simulated time waits for it, or a day could have passed before there is anything to see. */
const START_MS = 8000;
const TELL_TIME_MS = 5000;

function simulatedTime(flags: { now?: string; speed?: string }): SimulatedTime | undefined {
  if (flags.now === undefined && flags.speed === undefined) return undefined;
  const time = readSimulatedTime(flags);
  return { ...time, from: time.from.add({ milliseconds: START_MS }) };
}

/** In this checkout, wherever it was started from. */
const DATA = join(import.meta.dirname, '..', '..', 'data');

/** A simulated time gets a folder of its own: what an earlier run has from a later day would stand in its future. */
function folderFor(time: SimulatedTime | undefined): string {
  if (time === undefined) return join(DATA, 'local');
  const startedOn = Temporal.Now.plainDateTimeISO().toString({ smallestUnit: 'second' }).replaceAll(':', '');
  return join(DATA, `simulated-${startedOn}`);
}

/** Made absolute where it is read: nobody may resolve it a second time somewhere else. */
function folderNamed(data: string): string {
  if (data === '') throw new Error('--data: expected a folder');
  return resolve(data);
}

/** `Thursday 2 April 2026 at 15:30`, in Sweden. */
const tell = (at: Temporal.Instant): string =>
  at.toLocaleString('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone: STOCKHOLM });

const lineOf = ({ platform, url }: TownPage): string =>
  `  ${`The town on ${platformTitle(platform)}`.padEnd(26)}  ${url}`;

try {
  const { values } = parseArgs({
    options: {
      municipality: { type: 'string', default: 'filipstad' },
      port: { type: 'string', default: '3978' },
      data: { type: 'string' },
      now: { type: 'string' },
      speed: { type: 'string' },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port: expected 0 to 65535');
  const time = simulatedTime(values);
  // Each town has a folder of its own: the Playground has one channel, and the bot gives no town another town's.
  const folder = values.data === undefined ? folderFor(time) : folderNamed(values.data);
  const dataDir = join(folder, values.municipality);
  const usedBefore = values.data !== undefined && existsSync(dataDir);
  console.log('Starting: the bot with its database, simulated platforms, Teams as Agents Playground …');
  // Before anything is started: what ends this process otherwise leaves the programs that it has started behind.
  let running: Awaited<ReturnType<typeof startLocal>> | null = null;
  const stop = () => {
    Promise.resolve(running?.stop()).then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const local = await startLocal({
    municipality: values.municipality,
    port,
    dataDir,
    // One for all folders: a new one need not learn the same again.
    modelDir: DATA,
    sampleEveryMs: 4000,
    time,
  });
  running = local;
  console.log(`
Kommentarsvakten is running. Nothing leaves this machine.

  Teams (Agents Playground)   ${local.playgroundUrl}
${local.pages.map(lineOf).join('\n')}
  The bot                     ${local.botUrl}

1. Open the Playground and choose the channel Moderering: a card stands there for each comment that needs someone.
2. Press Svara, Ta bort or Låt stå on a card, fill in the form and send it.
3. Look at the town's page: the reply stands there, or the comment is hidden and then deleted.
4. Write a comment of your own on the page: its card comes within seconds.

The very first start teaches screening from the examples for half a minute: the cards come after that.
Sample comments go on arriving for half a minute. In the Playground, though not in Teams, a new card closes a form that
is open.

Stop with Ctrl+C. Everything is kept in ${dataDir}; ${time ? 'delete it when you like' : 'start again and go on'}.`);
  if (time) {
    const clock = simulatedClock(time);
    console.log(`
Time is simulated: it begins on ${tell(time.origin)} and passes ${time.speed} times as fast as here.`);
    if (usedBefore) console.log(`What ${dataDir} holds from later than that is then still to come.`);
    setInterval(() => console.log(`  ${tell(clock.now())}`), TELL_TIME_MS).unref();
  }
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exit(1);
}
