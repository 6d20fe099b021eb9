import type { Clock } from './clock.ts';

/** The zone in which every local day and time of a municipality is read. */
export const STOCKHOLM: Clock['zone'] = 'Europe/Stockholm';

/** The local calendar day on which an instant falls in Sweden. */
export function localDay(at: Temporal.Instant): Temporal.PlainDate {
  return at.toZonedDateTimeISO(STOCKHOLM).toPlainDate();
}

/** The instant of a Swedish local time such as `16:00` on a day. A time that a clock change skips is read one hour on. */
export function instantOf(day: Temporal.PlainDate, time: string): Temporal.Instant {
  return day.toZonedDateTime({ timeZone: STOCKHOLM, plainTime: time }).toInstant();
}

/**
 * Is the office open at all on this day? Monday to Friday, not a public holiday (lag 1989:253), not one of the
 * three eves that lag 1930:173 2 § equates with one, and not a day that the municipality itself keeps closed.
 * A half day is a working day. Holds from 1990, when lag 1989:253 came into force; later years follow today's law.
 */
export function isWorkingDay(day: Temporal.PlainDate, clock: Clock): boolean {
  return day.dayOfWeek <= 5 && !isLegalHoliday(day) && !closedByChoice(day, clock);
}

/** The first working day strictly after `day`. */
export function nextWorkingDay(day: Temporal.PlainDate, clock: Clock): Temporal.PlainDate {
  let next = day.add({ days: 1 });
  while (!isWorkingDay(next, clock)) next = next.add({ days: 1 });
  return next;
}

/** When the office closes on a working day, `HH:MM`. */
export function closingTime(day: Temporal.PlainDate, clock: Clock): string {
  return notAfterHalfDay(clock.closes, day, clock);
}

/** The local time `HH:MM`, or the closing of the half day that `day` is, where that is earlier. */
export function notAfterHalfDay(time: string, day: Temporal.PlainDate, clock: Clock): string {
  const half = clock.halfDays.find(isWithin(day));
  return half !== undefined && half.closes < time ? half.closes : time;
}

/** Is the office open at this instant? From opening up to, but not including, closing. */
export function inOfficeHours(at: Temporal.Instant, clock: Clock): boolean {
  const day = localDay(at);
  return (
    isWorkingDay(day, clock) &&
    Temporal.Instant.compare(at, instantOf(day, clock.opens)) >= 0 &&
    Temporal.Instant.compare(at, instantOf(day, closingTime(day, clock))) < 0
  );
}

/** The first instant, `at` itself included, at which the office is open: when a reminder or a digest may go out. */
export function nextOfficeInstant(at: Temporal.Instant, clock: Clock): Temporal.Instant {
  if (inOfficeHours(at, clock)) return at;
  const today = localDay(at);
  const opens = instantOf(today, clock.opens);
  if (isWorkingDay(today, clock) && Temporal.Instant.compare(at, opens) < 0) return opens;
  return instantOf(nextWorkingDay(today, clock), clock.opens);
}

/** The instant after `minutes` of office hours, counted from `at`: what is given in working time and counted forwards. */
export function afterWorkingMinutes(at: Temporal.Instant, minutes: number, clock: Clock): Temporal.Instant {
  let from = nextOfficeInstant(at, clock);
  let left = minutes * MINUTE_MS;
  for (;;) {
    const closes = instantOf(localDay(from), closingTime(localDay(from), clock));
    const today = closes.epochMilliseconds - from.epochMilliseconds;
    if (left <= today) return from.add({ milliseconds: left });
    left -= today;
    from = nextOfficeInstant(closes, clock);
  }
}

/** The instant from which `minutes` of office hours are left until `at`: four working hours before a deadline. */
export function beforeWorkingMinutes(at: Temporal.Instant, minutes: number, clock: Clock): Temporal.Instant {
  let day = localDay(at);
  let left = minutes * MINUTE_MS;
  for (;;) {
    if (isWorkingDay(day, clock)) {
      const opens = instantOf(day, clock.opens).epochMilliseconds;
      const closes = instantOf(day, closingTime(day, clock)).epochMilliseconds;
      const until = Math.min(at.epochMilliseconds, closes);
      const today = Math.max(0, until - opens);
      if (left <= today) return Temporal.Instant.fromEpochMilliseconds(until - left);
      left -= today;
    }
    day = day.subtract({ days: 1 });
  }
}

/** Is it between 20.00 and 06.00 in Sweden? A card redrawn then takes nobody's half-written answer away. */
export function isQuiet(at: Temporal.Instant): boolean {
  const { hour } = at.toZonedDateTimeISO(STOCKHOLM);
  return hour >= QUIET.from || hour < QUIET.to;
}

/** The first quiet instant, `at` itself included. */
export function nextQuietInstant(at: Temporal.Instant): Temporal.Instant {
  return isQuiet(at) ? at : instantOf(localDay(at), `${QUIET.from}:00`);
}

const QUIET = { from: 20, to: 6 } as const;

const MINUTE_MS = 60_000;

/** Month and day of the holidays and eves that keep their date. */
const FIXED = new Set(['01-01', '01-06', '05-01', '12-24', '12-25', '12-26', '12-31']);

/** Days from Easter Sunday: långfredagen, annandag påsk, Kristi himmelsfärdsdag. */
const FROM_EASTER = new Set([-2, 1, 39]);

/** SFS 2004:1320 put 6 June in the place of annandag pingst, from 1 April 2005. */
const NATIONAL_DAY_SINCE = 2005;

function closedByChoice(day: Temporal.PlainDate, clock: Clock): boolean {
  return clock.closedDays.some(isWithin(day));
}

/** Dates are ISO texts with four-digit years, so they compare as text. */
function isWithin(day: Temporal.PlainDate): (span: { from: string; to: string }) => boolean {
  const date = day.toString();
  return ({ from, to }) => from <= date && date <= to;
}

/** Monday to Friday only: what always falls on Saturday or Sunday (midsommardagen, alla helgons dag …) needs no row. */
function isLegalHoliday(day: Temporal.PlainDate): boolean {
  const date = day.toString().slice(5);
  if (FIXED.has(date) || isMidsummerEve(day)) return true;
  const fromEaster = easterSunday(day.year).until(day).days;
  if (FROM_EASTER.has(fromEaster)) return true;
  return day.year < NATIONAL_DAY_SINCE ? fromEaster === 50 : date === '06-06';
}

/** The Friday of 19–25 June, the day before midsommardagen. */
function isMidsummerEve(day: Temporal.PlainDate): boolean {
  return day.month === 6 && day.dayOfWeek === 5 && day.day >= 19 && day.day <= 25;
}

/** Easter Sunday of the Gregorian calendar, by the anonymous algorithm that Meeus prints. */
function easterSunday(year: number): Temporal.PlainDate {
  const century = Math.floor(year / 100);
  const golden = year % 19;
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - moonShift + 15) % 30;
  const yearOfCentury = year % 100;
  const weekday =
    (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const days = epact + weekday - 7 * late + 114;
  return new Temporal.PlainDate(year, Math.floor(days / 31), (days % 31) + 1);
}
