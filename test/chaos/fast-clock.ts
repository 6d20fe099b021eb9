import type { Clock } from '../../src/ports.ts';

/** Time from `origin` on at `speed`: an undo window of ten minutes ends within seconds, and no restart turns it back. */
export function fastClock(origin: Temporal.Instant, speed: number): Clock {
  const from = origin.epochMilliseconds;
  return {
    now: () => {
      const passed = (Temporal.Now.instant().epochMilliseconds - from) * speed;
      return Temporal.Instant.fromEpochMilliseconds(Math.round(from + passed));
    },
  };
}
