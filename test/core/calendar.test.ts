import Holidays from 'date-holidays';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterWorkingMinutes,
  beforeWorkingMinutes,
  closingTime,
  inOfficeHours,
  instantOf,
  isQuiet,
  isWorkingDay,
  localDay,
  nextOfficeInstant,
  nextQuietInstant,
  nextWorkingDay,
} from '../../src/core/calendar.ts';
import { Clock } from '../../src/core/clock.ts';
import { instants, onTheHour } from './instants.ts';

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
    [2004, '01-01 01-06 04-09 04-12 05-20 05-31 06-25 12-24 12-31'],
    [2005, '01-06 03-25 03-28 05-05 06-06 06-24 12-26'],
    [2026, '01-01 01-06 04-03 04-06 05-01 05-14 06-19 12-24 12-25 12-31'],
    [2027, '01-01 01-06 03-26 03-29 05-06 06-25 12-24 12-31'],
  ])("leave out, of the weekdays of %i, just the law's list", (year, list) => {
    const left: string[] = [];
    for (let d = day(`${year}-01-01`); d.year === year; d = d.add({ days: 1 }))
      if (d.dayOfWeek < 6 && !isWorkingDay(d, law)) left.push(d.toString().slice(5));
    expect(left.join(' ')).toBe(list);
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

  it('are open where nextOfficeInstant points, and at no hour before', () => {
    fc.assert(
      fc.property(instants, (asked) => {
        const next = nextOfficeInstant(asked, clock);
        expect(inOfficeHours(next, clock)).toBe(true);
        expect(Temporal.Instant.compare(next, asked)).not.toBe(-1);
        for (let t = asked; Temporal.Instant.compare(t, next) < 0; t = t.add({ minutes: 30 }))
          expect(inOfficeHours(t, clock)).toBe(false);
      }),
    );
  });
});

describe('working minutes', () => {
  it.each([
    ['2026-04-29T06:00:00Z', 60, '2026-04-29T07:00:00Z', 'within a day'],
    ['2026-04-29T06:00:00Z', 510, '2026-04-29T14:30:00Z', 'a whole day ends at closing'],
    ['2026-04-29T06:00:00Z', 511, '2026-04-30T06:01:00Z', 'and a minute more the next morning'],
    ['2026-04-29T14:00:00Z', 60, '2026-04-30T06:30:00Z', 'over a night'],
    ['2026-04-30T09:00:00Z', 120, '2026-05-04T07:00:00Z', 'a half day, första maj and a weekend'],
    ['2026-04-02T13:30:00Z', 120, '2026-04-07T07:00:00Z', 'Easter'],
    ['2026-03-27T15:00:00Z', 60, '2026-03-30T06:30:00Z', 'over the change to summer time'],
    ['2026-10-23T14:00:00Z', 60, '2026-10-26T07:30:00Z', 'over the change to winter time'],
    ['2026-12-30T15:00:00Z', 60, '2027-01-04T07:30:00Z', 'over the year end'],
    ['2026-04-29T06:00:00Z', 2400, '2026-05-07T08:00:00Z', 'into the next week'],
  ])('from %s, %i of them, to %s (%s), and back', (from, minutes, to) => {
    expect(afterWorkingMinutes(at(from), minutes, clock).toString()).toBe(to);
    expect(beforeWorkingMinutes(at(to), minutes, clock).toString()).toBe(from);
  });

  it.each([
    ['2026-05-01T10:00:00Z', '2026-05-04T07:00:00Z', '2026-04-30T09:00:00Z', 'a holiday'],
    ['2026-04-29T03:00:00Z', '2026-04-29T07:00:00Z', '2026-04-28T13:30:00Z', 'before opening'],
    ['2026-04-29T20:00:00Z', '2026-04-30T07:00:00Z', '2026-04-29T13:30:00Z', 'after closing'],
  ])('of %s begin when the office opens and end when it closed (%s, %s: %s)', (asked, after, before) => {
    expect(afterWorkingMinutes(at(asked), 60, clock).toString()).toBe(after);
    expect(beforeWorkingMinutes(at(asked), 60, clock).toString()).toBe(before);
  });

  const some = fc.integer({ min: 1, max: 2400 });

  it('forwards and then backwards lead to where the office was first open', () => {
    fc.assert(
      fc.property(instants, some, (from, minutes) => {
        const there = afterWorkingMinutes(from, minutes, clock);
        expect(beforeWorkingMinutes(there, minutes, clock)).toEqual(nextOfficeInstant(from, clock));
      }),
    );
  });

  it('backwards and then forwards lead back to every instant of an open office', () => {
    fc.assert(
      fc.property(instants, some, (asked, minutes) => {
        // Not opening itself: the closing before it is as far away.
        const to = nextOfficeInstant(asked, clock).add({ milliseconds: 1 });
        const from = beforeWorkingMinutes(to, minutes, clock);
        expect(inOfficeHours(from, clock)).toBe(true);
        expect(afterWorkingMinutes(from, minutes, clock)).toEqual(to);
      }),
    );
  });

  it('are as many as the minutes at which the office is open', () => {
    fc.assert(
      fc.property(onTheHour, fc.integer({ min: 1, max: 40 }), (from, halfHours) => {
        const to = afterWorkingMinutes(from, 30 * halfHours, clock);
        let open = 0;
        for (let t = from; Temporal.Instant.compare(t, to) < 0; t = t.add({ minutes: 30 }))
          open += +inOfficeHours(t, clock);
        expect(open).toBe(halfHours);
      }),
    );
  });
});

describe('quiet hours', () => {
  it.each([
    ['2026-07-01T17:59:59Z', false, '2026-07-01T18:00:00Z'],
    ['2026-07-01T18:00:00Z', true, '2026-07-01T18:00:00Z'],
    ['2026-07-01T22:30:00Z', true, '2026-07-01T22:30:00Z'],
    ['2026-07-02T03:59:59Z', true, '2026-07-02T03:59:59Z'],
    ['2026-07-02T04:00:00Z', false, '2026-07-02T18:00:00Z'],
    ['2026-01-01T04:59:59Z', true, '2026-01-01T04:59:59Z'],
    ['2026-01-01T05:00:00Z', false, '2026-01-01T19:00:00Z'],
    ['2026-03-29T00:30:00Z', true, '2026-03-29T00:30:00Z'],
    ['2026-03-29T04:00:00Z', false, '2026-03-29T18:00:00Z'],
    ['2026-10-25T12:00:00Z', false, '2026-10-25T19:00:00Z'],
  ])('%s: %s, next at %s', (instant, quiet, next) => {
    expect(isQuiet(at(instant))).toBe(quiet);
    expect(nextQuietInstant(at(instant)).toString()).toBe(next);
  });

  it('are where nextQuietInstant points, within the same local day, and never meet an open office', () => {
    fc.assert(
      fc.property(instants, (asked) => {
        const next = nextQuietInstant(asked);
        expect(isQuiet(next)).toBe(true);
        expect(Temporal.Instant.compare(next, asked)).not.toBe(-1);
        expect(localDay(next).equals(localDay(asked))).toBe(true);
        expect(isQuiet(asked) && inOfficeHours(asked, clock)).toBe(false);
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
