import { simulatedClock } from '../../src/local/simulated-clock.ts';
import type { Clock } from '../../src/ports/clock.ts';

/** Time from `origin` on at `speed`: an undo window of ten minutes ends within seconds, and no restart turns it back. */
export const fastClock = (origin: Temporal.Instant, speed: number): Clock =>
  simulatedClock({ from: origin, origin, speed });
