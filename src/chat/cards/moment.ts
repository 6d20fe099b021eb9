import { localDay, STOCKHOLM } from '../../core/calendar.ts';
import type { Cards } from './load-cards.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** The time of day in Sweden: `16.00` in Swedish, `16:00` in English. */
function timeOf(cards: Cards, at: Temporal.Instant | string): string {
  const { hour, minute } = Temporal.Instant.from(at.toString()).toZonedDateTimeISO(STOCKHOLM);
  return cards.say('time', { hh: two(hour), mm: two(minute) });
}

/** Day and time in Sweden, as staff write it: `tis 7 apr 16.00`. */
export function dayOf(cards: Cards, at: Temporal.Instant | string): string {
  const day = dateOf(cards, localDay(Temporal.Instant.from(at.toString())));
  return cards.say('day', { date: day, time: timeOf(cards, at) });
}

/** A day in Sweden without its time: `tis 7 apr`. */
export function dateOf(cards: Cards, date: Temporal.PlainDate | string): string {
  const { dayOfWeek, day, month } = Temporal.PlainDate.from(date);
  const weekday = cards.say('weekdays').split(' ')[dayOfWeek - 1] ?? '';
  return cards.say('date', { weekday, day, month: cards.say('months').split(' ')[month - 1] ?? '' });
}

/** A day that may be far away: with its year where that is another. */
export function farDateOf(cards: Cards, date: Temporal.PlainDate | string, now: Temporal.Instant): string {
  const { year } = Temporal.PlainDate.from(date);
  const day = dateOf(cards, date);
  return year === localDay(now).year ? day : cards.say('date.year', { date: day, year });
}

/** When something is to happen, as it is said in a thread: `i dag 16.00`, or the day with it. */
export function comingOf(cards: Cards, at: Temporal.Instant | string, now: Temporal.Instant): string {
  return isSameDay(at, now) ? cards.say('today', { time: timeOf(cards, at) }) : dayOf(cards, at);
}

/** The time alone when it is the same Swedish day as `now`, otherwise with the day. */
export function momentOf(cards: Cards, at: Temporal.Instant | string, now: Temporal.Instant): string {
  return isSameDay(at, now) ? timeOf(cards, at) : dayOf(cards, at);
}

const isSameDay = (at: Temporal.Instant | string, now: Temporal.Instant): boolean =>
  localDay(Temporal.Instant.from(at.toString())).equals(localDay(now));
