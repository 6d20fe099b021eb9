import { closingTime, inOfficeHours, instantOf, isWorkingDay, localDay, nextWorkingDay } from './calendar.ts';
import type { Clock } from './clock.ts';
import { DIGEST_LISTS, type DigestLines } from './digest-lists.ts';
import type { PlatformName } from './platform.ts';
import { mayBeSilent, type Standing } from './standing.ts';

/** What came in after `since`, up to and including `until`. */
export interface Inflow {
  readonly since: Temporal.Instant;
  readonly until: Temporal.Instant;
  readonly arrived: number;
  /** How many of them got a card in the channel. */
  readonly posted: number;
  /** How many of those are urgent or sensitive. */
  readonly pressing: number;
}

/** What stands in no list. */
export interface Unseen {
  /** Private messages, which are read and answered on the platform. */
  readonly messages: number;
  /** Deliveries, of whatever day, that nobody could read. */
  readonly unread: number;
  /** Entries of the register without a card (requests, protocols) that wait for the registrar. */
  readonly entries: number;
}

/** The contact with an account, which has a name of its own. */
export interface Contact {
  readonly platform: PlatformName;
  readonly account: string;
  /** Did its platform say just now that what is written there reaches us? Null: nobody has asked. */
  readonly alive: boolean | null;
  /** When the platform last answered for it. */
  readonly lastAt: Temporal.Instant | null;
  /** When it last brought something by itself. */
  readonly webhookAt: Temporal.Instant | null;
  /** Until when everything that stands there has been listed. */
  readonly listedAt: Temporal.Instant | null;
  /** False: listing it fails. */
  readonly isListed: boolean;
  /** What the platform said of it last; null before it was asked. */
  readonly standing: Standing | null;
}

/** Five working days, both ends in it, and how many answers were due in them and came in time. */
export interface ShareBlock extends Span {
  readonly due: number;
  readonly inTime: number;
}

/** Everything that a municipality's daily digest says. */
export interface Digest {
  readonly now: Temporal.Instant;
  readonly waiting: DigestLines;
  readonly inflow: Inflow;
  readonly unseen: Unseen;
  /** The days off that end today, with what came in during them; null on a day after a working day. */
  readonly daysOff: (Span & Inflow) | null;
  readonly contacts: readonly Contact[];
  /** May anyone be alerted personally outside office hours? */
  readonly hasDuty: boolean;
  /** Who sees to unclaimed cards this week: a name, an empty one when it is not known, null when nobody is appointed. */
  readonly onRota: string | null;
  /** Null when it is not the day for it and nobody has asked. */
  readonly share: readonly ShareBlock[] | null;
  /** An earlier post of the same day may have come through: nobody knows. */
  readonly repeated: boolean;
  /** Where the journal ends: kept outside the database, so that a tail that is cut off is noticed. Null: no journal yet. */
  readonly head: { readonly seq: number; readonly hash: string } | null;
}

/** Two days and those between them. */
export interface Span {
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
}

/** When the digest of a working day is due. A half day that would close before its hour is refused at the start. */
export const digestTime = (day: Temporal.PlainDate, clock: Clock): Temporal.Instant =>
  instantOf(day, clock.digest);

/**
 * The day of the digest after that of `last`. A digest that was missed today may still come while the office is open;
 * a municipality that never had one (`last` null) waits for the hour.
 */
export function nextDigestDay(
  last: Temporal.PlainDate | null,
  now: Temporal.Instant,
  clock: Clock,
): Temporal.PlainDate {
  const today = localDay(now);
  if (isWorkingDay(today, clock)) {
    const until = last === null ? digestTime(today, clock) : instantOf(today, closingTime(today, clock));
    const isHad = last !== null && Temporal.PlainDate.compare(last, today) >= 0;
    if (!isHad && Temporal.Instant.compare(now, until) < 0) return today;
  }
  return nextWorkingDay(last !== null && Temporal.PlainDate.compare(last, today) > 0 ? last : today, clock);
}

/** May the digest of that day go out now? Only on the day itself, in its office hours and not before its hour. */
export function mayPost(day: Temporal.PlainDate, now: Temporal.Instant, clock: Clock): boolean {
  return (
    localDay(now).equals(day) &&
    inOfficeHours(now, clock) &&
    Temporal.Instant.compare(now, digestTime(day, clock)) >= 0
  );
}

/** The last working day strictly before `day`. */
export function previousWorkingDay(day: Temporal.PlainDate, clock: Clock): Temporal.PlainDate {
  let previous = day.subtract({ days: 1 });
  while (!isWorkingDay(previous, clock)) previous = previous.subtract({ days: 1 });
  return previous;
}

/** The days off between the last working day and `day`; null when there were none. */
export function daysOffBefore(day: Temporal.PlainDate, clock: Clock): Span | null {
  const from = previousWorkingDay(day, clock).add({ days: 1 });
  return from.equals(day) ? null : { from, to: day.subtract({ days: 1 }) };
}

/** Is it the first working day of its week, when the share answered in time is shown? */
export function isFirstOfWeek(day: Temporal.PlainDate, clock: Clock): boolean {
  const monday = day.subtract({ days: day.dayOfWeek - 1 });
  return isWorkingDay(day, clock) && Temporal.PlainDate.compare(previousWorkingDay(day, clock), monday) < 0;
}

const BLOCKS = 6;
const DAYS_A_BLOCK = 5;

/** The last 30 working days before `day` in six blocks of five, oldest first. */
export function shareSpans(day: Temporal.PlainDate, clock: Clock): Span[] {
  const spans: Span[] = [];
  let before = day;
  while (spans.length < BLOCKS) {
    const to = previousWorkingDay(before, clock);
    let from = to;
    for (let count = 1; count < DAYS_A_BLOCK; count += 1) from = previousWorkingDay(from, clock);
    spans.unshift({ from, to });
    before = from;
  }
  return spans;
}

/** From the beginning of a span's first day up to, but not including, the end of its last. */
export const instantsOf = ({ from, to }: Span): { from: Temporal.Instant; until: Temporal.Instant } => ({
  from: instantOf(from, '00:00'),
  until: instantOf(to.add({ days: 1 }), '00:00'),
});

/** Does nothing at all wait for anyone, as far as we were told? */
export const isCalm = ({ waiting: { counts }, unseen }: Pick<Digest, 'waiting' | 'unseen'>): boolean =>
  unseen.entries === 0 && DIGEST_LISTS.every((name) => counts[name].total === 0);

/** Was every account reached since then, so that silence means that nobody wrote? */
export const isReached = ({ contacts, inflow, now }: Pick<Digest, 'contacts' | 'inflow' | 'now'>): boolean =>
  contacts.every(
    ({ alive, lastAt, isListed, standing }) =>
      (alive ?? (lastAt !== null && Temporal.Instant.compare(lastAt, inflow.since) >= 0)) &&
      isListed &&
      (standing === null || !mayBeSilent(standing, now)),
  );
