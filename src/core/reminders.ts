import {
  beforeWorkingMinutes,
  instantOf,
  isWorkingDay,
  localDay,
  nextOfficeInstant,
  nextWorkingDay,
} from './calendar.ts';
import type { Clock } from './clock.ts';

/**
 * The instants at which a deadline is reminded of, in order and after `after`: so many working minutes before, at the
 * deadline, and the first of the working mornings after it. All in office hours: one that falls outside them is moved
 * forward, and those that meet are one. A deadline at closing time is therefore reminded of the next morning.
 */
export function reminderPlan(
  dueAt: Temporal.Instant,
  after: Temporal.Instant,
  clock: Clock,
): Temporal.Instant[] {
  const { atDeadline, everyMorning } = clock.reminders;
  const first = everyMorning ? [nextMorning(dueAt, clock)] : [];
  const plan = [
    ...beforehand(dueAt, clock),
    ...(atDeadline ? [nextOfficeInstant(dueAt, clock)] : []),
    ...first,
  ];
  return plan
    .filter((at) => isAfter(at, after))
    .toSorted(Temporal.Instant.compare)
    .filter((at, index, all) => !all[index - 1]?.equals(at));
}

/** The first instant of the plan after `after`; null when the municipality wants no further one. */
export function nextReminder(
  dueAt: Temporal.Instant,
  after: Temporal.Instant,
  clock: Clock,
): Temporal.Instant | null {
  const [next] = reminderPlan(dueAt, after, clock);
  if (next) return next;
  return clock.reminders.everyMorning ? nextMorning(after, clock) : null;
}

/** Is it the last one before the deadline, or later: when a ticket that nobody has taken is the lead's concern? */
export function isLastCall(dueAt: Temporal.Instant, now: Temporal.Instant, clock: Clock): boolean {
  const last = beforehand(dueAt, clock).toSorted(Temporal.Instant.compare).at(-1) ?? dueAt;
  return Temporal.Instant.compare(now, last) >= 0;
}

/**
 * When, after `after`, it is to be said that a window shuts: when the last hour of office hours before that begins; where
 * that is past, at opening if it is open so long. Null where it shuts before anybody is there again.
 */
export function beforeShutting(
  shuts: Temporal.Instant,
  after: Temporal.Instant,
  clock: Clock,
): Temporal.Instant | null {
  const lastHour = beforeWorkingMinutes(shuts, 60, clock);
  if (isAfter(lastHour, after)) return lastHour;
  const opening = nextOfficeInstant(after, clock);
  return isAfter(opening, after) && isAfter(shuts, opening) ? opening : null;
}

/** Does a window shut before anybody is there again who could answer? */
export const shutsUnseen = (shuts: Temporal.Instant, now: Temporal.Instant, clock: Clock): boolean =>
  !isAfter(shuts, nextOfficeInstant(now, clock));

const beforehand = (dueAt: Temporal.Instant, clock: Clock): Temporal.Instant[] =>
  clock.reminders.workingMinutesBefore.map((minutes) => beforeWorkingMinutes(dueAt, minutes, clock));

/** The first opening after `at`, of that day itself when it has not opened yet. */
function nextMorning(at: Temporal.Instant, clock: Clock): Temporal.Instant {
  const today = localDay(at);
  const opens = instantOf(today, clock.opens);
  if (isWorkingDay(today, clock) && isAfter(opens, at)) return opens;
  return instantOf(nextWorkingDay(today, clock), clock.opens);
}

const isAfter = (at: Temporal.Instant, other: Temporal.Instant): boolean =>
  Temporal.Instant.compare(at, other) > 0;
