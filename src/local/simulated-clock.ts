import { readInstant } from '../cli/read-instant.ts';
import type { Clock } from '../ports/clock.ts';

/**
 * When simulated time begins: it stands at `origin` until the machine's instant `from`, and from then on it passes
 * `speed` times as fast. Whoever has the same three has the same time, in whatever process.
 */
export interface SimulatedTime {
  readonly from: Temporal.Instant;
  readonly origin: Temporal.Instant;
  readonly speed: number;
}

/** To the millisecond, as the machine's own clock. */
export function simulatedClock({ from, origin, speed }: SimulatedTime): Clock {
  const [fromMs, originMs] = [from.epochMilliseconds, origin.epochMilliseconds];
  return {
    now: () => {
      const passedMs = Math.max(0, Temporal.Now.instant().epochMilliseconds - fromMs);
      return Temporal.Instant.fromEpochMilliseconds(Math.round(originMs + passedMs * speed));
    },
  };
}

const FASTEST = 100_000;

/**
 * Simulated time as command lines write it: `--now 2026-04-02T15:30+02:00 --speed 600`, and between our own processes
 * `--since`, the machine's instant at which it begins to pass. Without `now` it begins at the machine's time, and without
 * `since` it begins here.
 * @throws Error naming the flag, what was expected and what was found
 */
export function readSimulatedTime(flags: {
  now?: string | undefined;
  speed?: string | undefined;
  since?: string | undefined;
}): SimulatedTime {
  const from = flags.since === undefined ? Temporal.Now.instant() : instantOf('--since', flags.since);
  const origin = flags.now === undefined ? from : instantOf('--now', flags.now);
  const speed = Number(flags.speed ?? '1');
  if (!(speed > 0 && speed <= FASTEST))
    throw new Error(
      `--speed: expected a number above 0 and at most ${FASTEST}, found ${flags.speed || 'nothing'}`,
    );
  return { from, origin, speed };
}

/** The flags that `readSimulatedTime` reads back as the same time. */
export const flagsOf = ({ from, origin, speed }: SimulatedTime): string[] => [
  ...['--since', from.toString()],
  ...['--now', origin.toString()],
  ...['--speed', String(speed)],
];

function instantOf(flag: string, text: string): Temporal.Instant {
  try {
    return readInstant(text);
  } catch (error) {
    throw new Error(`${flag}: ${(error as Error).message}`);
  }
}
