import { STOCKHOLM } from '../../core/calendar.ts';
import type { Cards } from './load-cards.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** The time of day in Sweden: `16.00` in Swedish, `16:00` in English. */
function timeOf(cards: Cards, at: Temporal.Instant | string): string {
  const { hour, minute } = Temporal.Instant.from(at.toString()).toZonedDateTimeISO(STOCKHOLM);
  return cards.say('time', { hh: two(hour), mm: two(minute) });
}

/** Day and time in Sweden, as staff write it: `tis 7 apr 16.00`. */
export function dayOf(cards: Cards, at: Temporal.Instant | string): string {
  const local = Temporal.Instant.from(at.toString()).toZonedDateTimeISO(STOCKHOLM);
  const weekday = cards.say('weekdays').split(' ')[local.dayOfWeek - 1] ?? '';
  const month = cards.say('months').split(' ')[local.month - 1] ?? '';
  return cards.say('day', { weekday, day: local.day, month, time: timeOf(cards, at) });
}

/** The time alone when it is the same Swedish day as `now`, otherwise with the day. */
export function momentOf(cards: Cards, at: Temporal.Instant | string, now: Temporal.Instant): string {
  const day = (instant: Temporal.Instant) => instant.toZonedDateTimeISO(STOCKHOLM).toPlainDate();
  return day(Temporal.Instant.from(at.toString())).equals(day(now)) ? timeOf(cards, at) : dayOf(cards, at);
}
