import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWorkingDay, localDay } from '../../src/core/calendar.ts';
import { Clock } from '../../src/core/clock.ts';
import { computeDeadline, deadline, dueAt } from '../../src/core/deadline.ts';
import { instants as instant } from './instants.ts';

const A = Clock.parse({
  promise: 'FIL-06',
  mode: 'A',
  opens: '08:00',
  closes: '16:00',
  due: '16:00',
  closedDays: [],
  halfDays: [],
  digest: '08:15',
  reminders: { workingMinutesBefore: [240, 60], atDeadline: true, everyMorning: true },
});
const B: Clock = { ...A, mode: 'B' };
const at = (text: string) => Temporal.Instant.from(text);
describe('the deadline', () => {
  it.each([
    [
      'an ordinary Wednesday before skärtorsdagen',
      '2026-04-01T08:00:00Z',
      '2026-04-02T14:00:00Z',
      '2026-04-02',
    ],
    ['skärtorsdagen', '2026-04-02T07:00:00Z', '2026-04-07T14:00:00Z', '2026-04-07'],
    ['valborg on a Thursday', '2026-04-30T12:00:00Z', '2026-05-04T14:00:00Z', '2026-05-04'],
    ['the day before Kristi himmelsfärd', '2026-05-13T09:00:00Z', '2026-05-15T14:00:00Z', '2026-05-15'],
    [
      'the day before a national day on Saturday',
      '2026-06-05T09:00:00Z',
      '2026-06-08T14:00:00Z',
      '2026-06-08',
    ],
    ['midsommarafton', '2026-06-19T08:00:00Z', '2026-06-22T14:00:00Z', '2026-06-23'],
    ['the day before julafton', '2026-12-23T10:00:00Z', '2026-12-28T15:00:00Z', '2026-12-28'],
    [
      'the Friday before a weekend into New Year',
      '2028-12-29T10:00:00Z',
      '2029-01-02T15:00:00Z',
      '2029-01-02',
    ],
    ['a Friday at 23:59', '2026-05-08T21:59:00Z', '2026-05-11T14:00:00Z', '2026-05-12'],
    ['a Saturday', '2026-05-09T10:00:00Z', '2026-05-11T14:00:00Z', '2026-05-12'],
    ['Easter Sunday at the change of clocks', '2027-03-28T01:30:00Z', '2027-03-30T14:00:00Z', '2027-03-31'],
    [
      'after local midnight though the day before in UTC',
      '2026-04-01T22:30:00Z',
      '2026-04-07T14:00:00Z',
      '2026-04-07',
    ],
  ])('of a comment on %s', (_, arrived, dueInA, dueOnInB) => {
    expect(dueAt(at(arrived), A).toString()).toBe(dueInA);
    expect(deadline(at(arrived), B).dueOn.toString()).toBe(dueOnInB);
  });

  it('tells the local day of arrival', () => {
    const { arrivedOn, dueOn } = deadline(at('2026-04-01T22:30:00Z'), A);
    expect([arrivedOn.toString(), dueOn.toString()]).toEqual(['2026-04-02', '2026-04-07']);
  });

  it.each([
    ['2026-05-11T13:59:59Z', '2026-05-12', 'before closing'],
    ['2026-05-11T14:00:00Z', '2026-05-13', 'at closing'],
    ['2026-05-11T04:00:00Z', '2026-05-12', 'before opening'],
  ])('in mode B of a comment at %s is %s (%s)', (arrived, dueOn) => {
    expect(deadline(at(arrived), B).dueOn.toString()).toBe(dueOn);
  });

  it.each([
    ['A half day that closes earlier brings it forward', '13:00', '2026-04-30T11:00:00Z'],
    ['A half day that closes later leaves it', '16:30', '2026-04-30T14:00:00Z'],
  ])('%s', (_, closes, due) => {
    const halfDays = [{ from: '2026-04-30', to: '2026-04-30', name: 'valborg', closes }];
    expect(dueAt(at('2026-04-29T08:00:00Z'), { ...A, halfDays }).toString()).toBe(due);
  });

  it('in mode B counts a comment after a half day closed as received on the next working day', () => {
    const halfDays = [{ from: '2026-04-30', to: '2026-04-30', name: 'valborg', closes: '12:00' }];
    expect(deadline(at('2026-04-30T10:30:00Z'), B).dueOn.toString()).toBe('2026-05-04');
    expect(deadline(at('2026-04-30T10:30:00Z'), { ...B, halfDays }).dueOn.toString()).toBe('2026-05-05');
  });

  it('skips a day that the municipality keeps closed', () => {
    const closedDays = [{ from: '2026-05-15', to: '2026-05-15', name: 'klämdag' }];
    expect(dueAt(at('2026-05-13T09:00:00Z'), { ...A, closedDays }).toString()).toBe('2026-05-18T14:00:00Z');
  });

  it('keeps the local due time on both sides of a change of clocks', () => {
    expect(dueAt(at('2026-03-27T10:00:00Z'), A).toString()).toBe('2026-03-30T14:00:00Z');
    expect(dueAt(at('2026-10-23T10:00:00Z'), A).toString()).toBe('2026-10-26T15:00:00Z');
    expect(dueAt(at('2026-10-25T00:30:00Z'), A)).toEqual(dueAt(at('2026-10-25T01:30:00Z'), A));
  });
});

describe('every deadline', () => {
  it('is on a working day, in mode A the first one after the local day of arrival', () => {
    fc.assert(
      fc.property(instant, (created) => {
        const { arrivedOn, dueOn } = deadline(created, A);
        expect(isWorkingDay(dueOn, A)).toBe(true);
        expect(Temporal.PlainDate.compare(dueOn, arrivedOn)).toBe(1);
        for (let d = arrivedOn.add({ days: 1 }); !d.equals(dueOn); d = d.add({ days: 1 }))
          expect(isWorkingDay(d, A)).toBe(false);
      }),
    );
  });

  it('is in mode B too on a working day after the local day of arrival', () => {
    fc.assert(
      fc.property(instant, (created) => {
        const { arrivedOn, dueOn } = deadline(created, B);
        expect(isWorkingDay(dueOn, B)).toBe(true);
        expect(Temporal.PlainDate.compare(dueOn, arrivedOn)).toBe(1);
      }),
    );
  });

  it('falls on the stated day at 16:00 Swedish time', () => {
    fc.assert(
      fc.property(instant, fc.constantFrom(A, B), (created, clock) => {
        const due = deadline(created, clock);
        expect(localDay(due.dueAt).equals(due.dueOn)).toBe(true);
        expect(due.dueAt.toZonedDateTimeISO('Europe/Stockholm').toPlainTime().toString()).toBe('16:00:00');
      }),
    );
  });

  it('comes no earlier for a later comment, and in mode B no earlier than in mode A', () => {
    fc.assert(
      fc.property(instant, instant, fc.constantFrom(A, B), (one, other, clock) => {
        const [first, second] = [one, other].sort(Temporal.Instant.compare) as [typeof one, typeof one];
        expect(Temporal.Instant.compare(dueAt(first, clock), dueAt(second, clock))).not.toBe(1);
        expect(Temporal.Instant.compare(dueAt(one, A), dueAt(one, B))).not.toBe(1);
      }),
    );
  });

  it('is the same in whatever time zone the process runs', () => {
    const script = `
      const { dueAt } = await import('./src/core/deadline.ts');
      const clock = ${JSON.stringify(B)};
      const out = [];
      for (let h = 0; h < 24 * 400; h += 5)
        out.push(dueAt(Temporal.Instant.from('2026-01-01T00:00:00Z').add({ hours: h }), clock).toString());
      console.log(out.join());`;
    const run = (TZ: string) =>
      execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        env: { ...process.env, TZ },
      }).toString();
    const inUtc = run('UTC');
    expect(inUtc.split(',')).toHaveLength(1920);
    expect(run('America/New_York')).toBe(inUtc);
    expect(run('Asia/Tokyo')).toBe(inUtc);
  });
});

describe('what is remembered', () => {
  const halfDays = ['12-30', '04-30'].flatMap((date) =>
    Array.from({ length: 111 }, (_, index) => `${1990 + index}-${date}`).map((on) => ({
      from: on,
      to: on,
      name: 'a half day',
      closes: '12:00',
    })),
  );
  const closedDays = [{ from: '2026-05-15', to: '2026-05-15', name: 'klämdag' }];
  const clocks: readonly [string, Clock][] = [
    ['mode A', A],
    ['mode B', B],
    ['mode A with days of its own', { ...A, halfDays, closedDays }],
    ['mode B with days of its own', { ...B, halfDays, closedDays }],
    ['mode B closing late', { ...B, closes: '23:59' }],
  ];

  it.each(clocks)('is what is computed anew, whichever is asked first: %s', (_, clock) => {
    fc.assert(
      fc.property(fc.array(instant, { minLength: 1, maxLength: 5 }), (asked) => {
        for (const created of [...asked, ...asked])
          expect(deadline(created, clock)).toEqual(computeDeadline(created, clock));
      }),
    );
  });

  it.each(clocks)('is what is computed anew, every hour of a year and just before it: %s', (_, clock) => {
    const from = at('2026-01-01T00:00:00Z');
    for (let hour = 0; hour < 24 * 367; hour++) {
      for (const justBefore of [-1, 0]) {
        const created = from.add({ milliseconds: 3_600_000 * hour + justBefore });
        const [known, anew] = [deadline(created, clock), computeDeadline(created, clock)];
        // Cheaper than toEqual, 17,000 times over.
        if (!known.dueAt.equals(anew.dueAt) || !known.arrivedOn.equals(anew.arrivedOn))
          expect(known).toEqual(anew);
      }
    }
  });

  it('is kept apart for each clock', () => {
    const created = at('2026-05-11T14:30:00Z');
    expect(deadline(created, A).dueOn.toString()).toBe('2026-05-12');
    expect(deadline(created, B).dueOn.toString()).toBe('2026-05-13');
    expect(
      deadline(created, { ...A, closedDays: [{ from: '2026-05-12', to: '2026-05-12', name: '' }] }),
    ).toEqual(deadline(created, B));
  });

  it('stays right when there is more than it holds', () => {
    const first = at('1990-01-01T12:00:00Z');
    for (let days = 0; days < 5000; days++) deadline(first.add({ hours: 24 * days }), A);
    expect(deadline(first, A)).toEqual(computeDeadline(first, A));
  });
});
