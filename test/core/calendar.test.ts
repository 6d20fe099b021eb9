import Holidays from 'date-holidays';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  closingTime,
  inOfficeHours,
  instantOf,
  isWorkingDay,
  localDay,
  nextOfficeInstant,
  nextWorkingDay,
} from '../../src/core/calendar.ts';
import { Clock } from '../../src/core/clock.ts';

const clock = Clock.parse({
  promise: null,
  mode: 'A',
  opens: '08:00',
  closes: '16:30',
  due: '16:00',
  closedDays: [{ date: '2026-05-15', name: 'klämdag' }],
  halfDays: [
    { date: '2026-04-30', name: 'valborg', closes: '12:00' },
    { date: '2026-10-30', name: 'allhelgonaafton', closes: '23:00' },
  ],
  digest: '08:15',
  reminders: { workingMinutesBefore: [240, 60], atDeadline: true, everyMorning: true },
});
const law: Clock = { ...clock, closedDays: [], halfDays: [] };
const day = (text: string) => Temporal.PlainDate.from(text);
const at = (text: string) => Temporal.Instant.from(text);

/** date-holidays' answer for a year, plus annandag pingst, which it calls a mere observance before 2005 as well. */
function oracle(year: number): Set<string> {
  const entries = new Holidays('SE', { types: ['public', 'bank', 'observance'] }).getHolidays(year);
  return new Set(
    entries
      .filter(({ type, name }) => type !== 'observance' || (year < 2005 && name === 'annandag pingst'))
      .map(({ date }) => date.slice(0, 10)),
  );
}

describe('working days', () => {
  it('agree with date-holidays on every day from 1990 to 2100', () => {
    const differing: string[] = [];
    for (let year = 1990; year <= 2100; year++) {
      const holidays = oracle(year);
      for (let d = day(`${year}-01-01`); d.year === year; d = d.add({ days: 1 })) {
        const expected = d.dayOfWeek < 6 && !holidays.has(d.toString());
        if (isWorkingDay(d, law) !== expected) differing.push(d.toString());
      }
    }
    expect(differing).toEqual([]);
  });

  it.each([
    [2026, 251],
    [2027, 253],
    [2028, 251],
  ])('number %i: %i', (year, count) => {
    let days = 0;
    for (let d = day(`${year}-01-01`); d.year === year; d = d.add({ days: 1 })) days += +isWorkingDay(d, law);
    expect(days).toBe(count);
  });

  it.each([
    ['2004-05-31', false, 'annandag pingst was a holiday until 2004'],
    ['2005-05-16', true, 'and is none since'],
    ['2003-06-06', true, 'nationaldagen was a working day until 2004'],
    ['2005-06-06', false, 'and is a holiday since'],
    ['2026-06-19', false, 'midsommarafton'],
    ['2026-12-24', false, 'julafton'],
    ['2026-12-31', false, 'nyårsafton'],
    ['2026-04-02', true, 'skärtorsdagen is a working day in law'],
    ['2026-05-14', false, 'Kristi himmelsfärdsdag'],
    ['2008-05-01', false, 'första maj and Kristi himmelsfärdsdag at once'],
    ['2038-04-26', false, 'annandag påsk of the latest Easter'],
    ['2285-03-23', false, 'annandag påsk of the earliest Easter'],
  ])('%s: %s (%s)', (date, working) => {
    expect(isWorkingDay(day(date), law)).toBe(working);
  });

  it('leave out the days that the municipality keeps closed, and keep its half days', () => {
    expect(isWorkingDay(day('2026-05-15'), law)).toBe(true);
    expect(isWorkingDay(day('2026-05-15'), clock)).toBe(false);
    expect(isWorkingDay(day('2026-04-30'), clock)).toBe(true);
  });

  it.each([
    ['2026-04-02', '2026-04-07'],
    ['2026-05-13', '2026-05-18'],
    ['2026-12-30', '2027-01-04'],
    ['2026-04-30', '2026-05-04'],
    ['2026-05-04', '2026-05-05'],
  ])('after %s comes %s', (from, to) => {
    expect(nextWorkingDay(day(from), clock).toString()).toBe(to);
  });
});

describe('office hours', () => {
  it.each([
    ['2026-04-29', '16:30', 'an ordinary day'],
    ['2026-04-30', '12:00', 'a half day'],
    ['2026-10-30', '16:30', 'a half day set later than ordinary closing'],
  ])('close on %s at %s (%s)', (date, time) => {
    expect(closingTime(day(date), clock)).toBe(time);
  });

  it.each([
    ['2026-04-29T05:59:59Z', false, 'before opening'],
    ['2026-04-29T06:00:00Z', true, 'at opening'],
    ['2026-04-29T14:29:59Z', true, 'before closing'],
    ['2026-04-29T14:30:00Z', false, 'at closing'],
    ['2026-04-30T09:59:00Z', true, 'a half day, before noon'],
    ['2026-04-30T10:00:00Z', false, 'a half day, from noon'],
    ['2026-05-01T10:00:00Z', false, 'första maj'],
    ['2026-03-27T07:00:00Z', true, 'winter time, Friday before the change'],
    ['2026-03-30T06:00:00Z', true, 'summer time, Monday after it'],
    ['2026-03-27T06:00:00Z', false, 'winter time, 07:00'],
  ])('%s: %s (%s)', (instant, open) => {
    expect(inOfficeHours(at(instant), clock)).toBe(open);
  });

  it.each([
    ['2026-04-29T10:00:00Z', '2026-04-29T10:00:00Z'],
    ['2026-04-29T03:00:00Z', '2026-04-29T06:00:00Z'],
    ['2026-04-29T22:30:00Z', '2026-04-30T06:00:00Z'],
    ['2026-04-30T10:00:00Z', '2026-05-04T06:00:00Z'],
    ['2026-10-23T15:00:00Z', '2026-10-26T07:00:00Z'],
  ])('what falls at %s may go out at %s', (from, to) => {
    expect(nextOfficeInstant(at(from), clock).toString()).toBe(to);
  });

  it('always open where nextOfficeInstant points, and never before', () => {
    const seconds = fc.integer({ min: 0, max: 4_102_444_800 });
    fc.assert(
      fc.property(seconds, (s) => {
        const asked = Temporal.Instant.fromEpochMilliseconds(s * 1000);
        const next = nextOfficeInstant(asked, clock);
        return Temporal.Instant.compare(next, asked) >= 0 && inOfficeHours(next, clock);
      }),
    );
  });
});

describe('local days', () => {
  it('turn at Swedish midnight, in winter and in summer', () => {
    expect(localDay(at('2026-04-01T22:30:00Z')).toString()).toBe('2026-04-02');
    expect(localDay(at('2026-12-31T22:59:59Z')).toString()).toBe('2026-12-31');
    expect(localDay(at('2026-12-31T23:00:00Z')).toString()).toBe('2027-01-01');
  });

  it('read a time that the clock change skips one hour on', () => {
    expect(instantOf(day('2026-03-29'), '02:30').toString()).toBe('2026-03-29T01:30:00Z');
  });
});
