import type { Clock } from '../ports/clock.ts';

/** The machine's time, to the millisecond: what the database keeps reads back as it was written. */
export const systemClock: Clock = { now: () => Temporal.Now.instant().round('millisecond') };
