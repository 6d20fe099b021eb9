import { describe, expect, it } from 'vitest';
import { inOfficeHours, isWorkingDay } from '../../src/core/calendar.ts';
import type { Clock } from '../../src/core/clock.ts';
import {
  daysOffBefore,
  digestTime,
  isFirstOfWeek,
  mayPost,
  nextDigestDay,
  shareSpans,
} from '../../src/core/digest.ts';
import { policyOf } from '../fakes/situations.ts';

const clock: Clock = {
  ...policyOf('filipstad').clock,
  opens: '08:00',
  closes: '16:00',
  digest: '08:15',
  closedDays: [{ from: '2026-05-15', to: '2026-05-15', name: 'Klämdag' }],
  halfDays: [{ from: '2026-04-02', to: '2026-04-02', name: 'Skärtorsdag', closes: '12:00' }],
};
const day = (text: string) => Temporal.PlainDate.from(text);
const at = (text: string) =>
  Temporal.PlainDateTime.from(text).toZonedDateTime('Europe/Stockholm').toInstant();

describe('the day of the next digest', () => {
  it.each([
    ['nothing yet, before the hour', null, '2026-03-26T08:14', '2026-03-26'],
    ['nothing yet, after the hour', null, '2026-03-26T08:15', '2026-03-27'],
    ['nothing yet, on a Saturday', null, '2026-03-28T06:00', '2026-03-30'],
    ['today’s', '2026-03-26', '2026-03-26T08:16', '2026-03-27'],
    ['Friday’s', '2026-03-27', '2026-03-27T08:16', '2026-03-30'],
    ['a missed one, in office hours', '2026-03-25', '2026-03-26T15:59', '2026-03-26'],
    ['a missed one, after closing', '2026-03-25', '2026-03-26T16:00', '2026-03-27'],
    ['a missed one, after closing on a half day', '2026-04-01', '2026-04-02T12:00', '2026-04-07'],
    ['Maundy Thursday’s', '2026-04-02', '2026-04-02T09:00', '2026-04-07'],
    ['one before a day that the municipality keeps closed', '2026-05-13', '2026-05-14T09:00', '2026-05-18'],
    ['one that a clock set back has put ahead', '2026-03-27', '2026-03-26T09:00', '2026-03-30'],
  ])('after %s', (_, last, now, expected) => {
    expect(nextDigestDay(last === null ? null : day(last), at(now), clock).toString()).toBe(expected);
  });

  it('is a working day, and its hour in office hours, whatever the instant: every day of ten years', () => {
    for (let each = day('2024-01-01'); each.year < 2034; each = each.add({ days: 1 })) {
      const next = nextDigestDay(each, digestTime(each, clock), clock);
      expect(isWorkingDay(next, clock)).toBe(true);
      expect(Temporal.PlainDate.compare(next, each)).toBe(1);
      expect(inOfficeHours(digestTime(next, clock), clock)).toBe(true);
      expect(mayPost(next, digestTime(next, clock), clock)).toBe(true);
    }
  });
});

describe('a digest may be posted', () => {
  it.each([
    ['2026-03-26', '2026-03-26T08:14', false],
    ['2026-03-26', '2026-03-26T08:15', true],
    ['2026-03-26', '2026-03-26T15:59', true],
    ['2026-03-26', '2026-03-26T16:00', false],
    ['2026-03-26', '2026-03-27T08:15', false],
    ['2026-04-02', '2026-04-02T11:59', true],
    ['2026-04-02', '2026-04-02T12:00', false],
    ['2026-04-03', '2026-04-03T09:00', false],
    ['2026-05-15', '2026-05-15T09:00', false],
    ['2026-03-28', '2026-03-28T09:00', false],
  ])('of %s at %s: %s', (of, now, expected) => {
    expect(mayPost(day(of), at(now), clock)).toBe(expected);
  });
});

describe('days off', () => {
  it.each([
    ['2026-03-26', null],
    ['2026-03-30', '2026-03-28 2026-03-29'],
    ['2026-04-07', '2026-04-03 2026-04-06'],
    ['2026-05-18', '2026-05-14 2026-05-17'],
  ])('before %s: %s', (of, expected) => {
    const span = daysOffBefore(day(of), clock);
    expect(span && `${span.from} ${span.to}`).toBe(expected);
  });

  it.each([
    ['2026-03-30', true],
    ['2026-03-31', false],
    ['2026-04-07', true],
    ['2026-04-06', false],
    ['2026-05-15', false],
    ['2027-01-07', true],
  ])('make %s the first working day of its week: %s', (of, expected) => {
    const epiphany = { ...clock, closedDays: [{ from: '2027-01-04', to: '2027-01-05', name: 'Stängt' }] };
    expect(isFirstOfWeek(day(of), of.startsWith('2027') ? epiphany : clock)).toBe(expected);
  });
});

describe('the blocks of the share answered in time', () => {
  it('are six of five working days, one after the other, up to yesterday', () => {
    const spans = shareSpans(day('2026-04-07'), clock);
    expect(spans.map(({ from, to }) => `${from} ${to}`)).toEqual([
      '2026-02-20 2026-02-26',
      '2026-02-27 2026-03-05',
      '2026-03-06 2026-03-12',
      '2026-03-13 2026-03-19',
      '2026-03-20 2026-03-26',
      '2026-03-27 2026-04-02',
    ]);
  });
});
