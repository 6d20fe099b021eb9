import {
  closingTime,
  instantOf,
  isWorkingDay,
  localDay,
  nextWorkingDay,
  notAfterHalfDay,
} from './calendar.ts';
import type { Clock } from './clock.ts';

/** When an answer to a comment is due, and from which day that was counted. */
export interface Deadline {
  /** The local day on which the comment was written. */
  readonly arrivedOn: Temporal.PlainDate;
  /** The working day on which the answer is due. */
  readonly dueOn: Temporal.PlainDate;
  readonly dueAt: Temporal.Instant;
}

/**
 * The deadline of a comment that its platform says was written at `createdAt`.
 *
 * Mode A, the plain reading of Filipstad's "senast nästkommande arbetsdag" (FIL-06): the first working day after the
 * local day of arrival. Mode B: the first working day after the day on which it counts as received, which is the day
 * of arrival when it is a working day and has not closed, else the next working day. Due at `clock.due`, or at the
 * half day's closing when that is earlier.
 */
export function deadline(createdAt: Temporal.Instant, clock: Clock): Deadline {
  const arrivedOn = localDay(createdAt);
  const dueOn = nextWorkingDay(clock.mode === 'A' ? arrivedOn : receivedOn(createdAt, clock), clock);
  return { arrivedOn, dueOn, dueAt: instantOf(dueOn, notAfterHalfDay(clock.due, dueOn, clock)) };
}

/** `deadline(createdAt, clock).dueAt`. */
export function dueAt(createdAt: Temporal.Instant, clock: Clock): Temporal.Instant {
  return deadline(createdAt, clock).dueAt;
}

/** Before opening counts as that day; from closing on as the next working day. */
function receivedOn(createdAt: Temporal.Instant, clock: Clock): Temporal.PlainDate {
  const day = localDay(createdAt);
  const beforeClosing = (): boolean =>
    Temporal.Instant.compare(createdAt, instantOf(day, closingTime(day, clock))) < 0;
  return isWorkingDay(day, clock) && beforeClosing() ? day : nextWorkingDay(day, clock);
}
