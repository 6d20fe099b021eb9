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
 * The law of it, computed anew: the deadline of a comment that its platform says was written at `createdAt`.
 *
 * Mode A, the plain reading of Filipstad's "senast nästkommande arbetsdag" (FIL-06): the first working day after the
 * local day of arrival. Mode B: the first working day after the day on which it counts as received, which is the day
 * of arrival when it is a working day and has not closed, else the next working day. Due at `clock.due`, or at the
 * half day's closing when that is earlier.
 */
export function computeDeadline(createdAt: Temporal.Instant, clock: Clock): Deadline {
  const arrivedOn = localDay(createdAt);
  const dueOn = nextWorkingDay(clock.mode === 'A' ? arrivedOn : receivedOn(createdAt, clock), clock);
  return { arrivedOn, dueOn, dueAt: instantOf(dueOn, notAfterHalfDay(clock.due, dueOn, clock)) };
}

/** Before opening counts as that day; from closing on as the next working day. */
function receivedOn(createdAt: Temporal.Instant, clock: Clock): Temporal.PlainDate {
  const day = localDay(createdAt);
  const beforeClosing = (): boolean =>
    Temporal.Instant.compare(createdAt, instantOf(day, closingTime(day, clock))) < 0;
  return isWorkingDay(day, clock) && beforeClosing() ? day : nextWorkingDay(day, clock);
}

/**
 * The same as `computeDeadline`, remembered: it changes only at local midnight and, in mode B, at closing. A clock is
 * therefore never changed; another clock is another object.
 */
export function deadline(createdAt: Temporal.Instant, clock: Clock): Deadline {
  const ms = createdAt.epochMilliseconds;
  for (const step of stepsOf(Math.floor(ms / DAY_MS), clock)) if (ms < step.untilMs) return step.deadline;
  return computeDeadline(createdAt, clock);
}

/** `deadline(createdAt, clock).dueAt`. */
export function dueAt(createdAt: Temporal.Instant, clock: Clock): Temporal.Instant {
  return deadline(createdAt, clock).dueAt;
}

/** What arrives before `untilMs`, and not before the step in front of it, has this deadline. */
interface Step {
  readonly untilMs: number;
  readonly deadline: Deadline;
}

const DAY_MS = 86_400_000;

/** Eleven years of days, some megabytes a clock; with more, it begins anew. */
const MOST_DAYS = 4096;

/** By days of 24 hours in UTC, since an instant tells its own without asking for a zone. */
const remembered = new WeakMap<Clock, Map<number, readonly Step[]>>();

function stepsOf(utcDay: number, clock: Clock): readonly Step[] {
  const days = remembered.get(clock) ?? new Map<number, readonly Step[]>();
  const known = days.get(utcDay);
  if (known !== undefined) return known;
  if (days.size >= MOST_DAYS) days.clear();
  const steps = computeSteps(utcDay, clock);
  remembered.set(clock, days.set(utcDay, steps));
  return steps;
}

function computeSteps(utcDay: number, clock: Clock): Step[] {
  const steps: Step[] = [];
  const endMs = (utcDay + 1) * DAY_MS;
  for (let fromMs = utcDay * DAY_MS; fromMs < endMs; ) {
    const from = Temporal.Instant.fromEpochMilliseconds(fromMs);
    const untilMs = Math.min(endMs, nextChange(from, clock).epochMilliseconds);
    steps.push({ untilMs, deadline: computeDeadline(from, clock) });
    fromMs = untilMs;
  }
  return steps;
}

/** The next local midnight or, when that comes first, today's closing. */
function nextChange(after: Temporal.Instant, clock: Clock): Temporal.Instant {
  const today = localDay(after);
  const closes = instantOf(today, closingTime(today, clock));
  return Temporal.Instant.compare(closes, after) > 0 ? closes : instantOf(today.add({ days: 1 }), '00:00');
}
