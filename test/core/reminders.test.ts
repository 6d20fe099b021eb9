import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOfficeHours, localDay, nextOfficeInstant } from '../../src/core/calendar.ts';
import { Clock } from '../../src/core/clock.ts';
import { dueAt } from '../../src/core/deadline.ts';
import {
  beforeShutting,
  isLastCall,
  nextReminder,
  reminderPlan,
  shutsUnseen,
} from '../../src/core/reminders.ts';
import { instants } from './instants.ts';

const clock = Clock.parse({
  promise: 'FIL-06',
  mode: 'A',
  opens: '08:00',
  closes: '16:00',
  due: '16:00',
  closedDays: [{ date: '2026-05-15', name: 'klämdag' }],
  halfDays: [{ date: '2026-04-30', name: 'valborg', closes: '12:00' }],
  digest: '08:15',
  reminders: { workingMinutesBefore: [240, 60], atDeadline: true, everyMorning: true },
});
const earlyDue: Clock = { ...clock, due: '12:00', mode: 'B' };
const quiet: Clock = {
  ...clock,
  reminders: { workingMinutesBefore: [60], atDeadline: false, everyMorning: false },
};
const clocks = fc.constantFrom(clock, earlyDue, quiet);
const at = (text: string) => Temporal.Instant.from(text);
const compare = Temporal.Instant.compare;
const plan = (due: string, after: string, on: Clock = clock) =>
  reminderPlan(at(due), at(after), on).map((instant) => instant.toString());

describe('the reminders of a deadline', () => {
  it.each([
    [
      'at closing, whose own reminder is that of the next morning',
      ['2026-04-02T14:00:00Z', '2026-04-01T08:00:00Z', clock],
      ['2026-04-02T10:00:00Z', '2026-04-02T13:00:00Z', '2026-04-07T06:00:00Z'],
    ],
    [
      'at noon, four working hours after opening',
      ['2026-05-12T10:00:00Z', '2026-05-11T08:00:00Z', earlyDue],
      ['2026-05-12T06:00:00Z', '2026-05-12T09:00:00Z', '2026-05-12T10:00:00Z', '2026-05-13T06:00:00Z'],
    ],
    [
      'on a half day, where four working hours before it is opening',
      ['2026-04-30T10:00:00Z', '2026-04-29T08:00:00Z', clock],
      ['2026-04-30T06:00:00Z', '2026-04-30T09:00:00Z', '2026-05-04T06:00:00Z'],
    ],
    [
      'on the Monday after the change to summer time',
      ['2026-03-30T08:00:00Z', '2026-03-27T08:00:00Z', clock],
      ['2026-03-27T13:00:00Z', '2026-03-30T07:00:00Z', '2026-03-30T08:00:00Z', '2026-03-31T06:00:00Z'],
    ],
    [
      'heard of an hour before it',
      ['2026-05-12T14:00:00Z', '2026-05-12T13:00:00Z', clock],
      ['2026-05-13T06:00:00Z'],
    ],
    [
      'in a town that wants one',
      ['2026-05-12T14:00:00Z', '2026-05-11T08:00:00Z', quiet],
      ['2026-05-12T13:00:00Z'],
    ],
  ] as const)('%s', (_, [due, after, on], expected) => {
    expect(plan(due, after, on)).toEqual(expected);
  });

  it('go on every working morning after it', () => {
    const due = at('2026-05-12T14:00:00Z');
    const mornings: string[] = [];
    let next = nextReminder(due, due, clock);
    for (; next && mornings.length < 4; next = nextReminder(due, next, clock)) mornings.push(next.toString());
    expect(mornings).toEqual([
      '2026-05-13T06:00:00Z',
      '2026-05-18T06:00:00Z',
      '2026-05-19T06:00:00Z',
      '2026-05-20T06:00:00Z',
    ]);
  });

  it('do not leave out the morning before whose opening they are asked for', () => {
    expect(nextReminder(at('2026-05-12T14:00:00Z'), at('2026-05-19T04:00:00Z'), clock)?.toString()).toBe(
      '2026-05-19T06:00:00Z',
    );
  });

  it('end with the plan where no morning is wanted', () => {
    expect(nextReminder(at('2026-05-12T14:00:00Z'), at('2026-05-12T13:00:00Z'), quiet)).toBeNull();
  });

  it.each([
    ['2026-05-12T12:59:59Z', false],
    ['2026-05-12T13:00:00Z', true],
    ['2026-05-14T10:00:00Z', true],
  ])('are the last call at %s: %s', (now, last) => {
    expect(isLastCall(at('2026-05-12T14:00:00Z'), at(now), clock)).toBe(last);
  });
});

describe('every plan of reminders', () => {
  it('is in office hours of working days, ascending, without the same instant twice, after what was asked', () => {
    fc.assert(
      fc.property(instants, instants, clocks, (created, other, on) => {
        const due = dueAt(created, on);
        for (const after of [created, due, other]) {
          const all = reminderPlan(due, after, on);
          expect(all.filter((instant) => !inOfficeHours(instant, on))).toEqual([]);
          for (const [index, instant] of all.entries())
            expect(compare(instant, all[index - 1] ?? after)).toBe(1);
        }
      }),
    );
  });

  it('is the same when what is due is no working instant at all', () => {
    fc.assert(
      fc.property(instants, clocks, (due, on) => {
        const all = reminderPlan(due, due.subtract({ hours: 24 * 30 }), on);
        expect(all.filter((instant) => !inOfficeHours(instant, on))).toEqual([]);
        expect(new Set(all.map(String)).size).toBe(all.length);
        if (on.reminders.atDeadline) expect(all.map(String)).toContain(nextOfficeInstant(due, on).toString());
      }),
    );
  });

  it('is what nextReminder walks through, and then one opening on each working day', () => {
    fc.assert(
      fc.property(instants, clocks, (created, on) => {
        const due = dueAt(created, on);
        const expected = reminderPlan(due, created, on);
        let after = created;
        for (const instant of expected) {
          const next = nextReminder(due, after, on);
          expect(next).toEqual(instant);
          after = instant;
        }
        const beyond = nextReminder(due, after, on);
        expect(beyond !== null).toBe(on.reminders.everyMorning);
        if (beyond === null) return;
        expect(inOfficeHours(beyond, on)).toBe(true);
        expect(inOfficeHours(beyond.subtract({ milliseconds: 1 }), on)).toBe(false);
        expect(Temporal.PlainDate.compare(localDay(beyond), localDay(after))).toBe(1);
      }),
    );
  });
});

describe('the window of a private message', () => {
  // In Swedish time: what is written is answered within a day.
  it.each([
    [
      'on Thursday morning, an hour before it shuts on Friday',
      '2026-03-26T09:00+01:00',
      '2026-03-27T08:00+01:00',
    ],
    [
      'on Friday morning, in the last hour before the weekend',
      '2026-03-27T10:00+01:00',
      '2026-03-27T15:00+01:00',
    ],
    ['on Thursday evening, in the last hour of Friday', '2026-03-26T17:30+01:00', '2026-03-27T15:00+01:00'],
    ['on Sunday at twenty past eight, when Monday opens', '2026-03-22T08:20+01:00', '2026-03-23T08:00+01:00'],
    [
      'on Friday at half past three: the card has just come, and nobody is there on Saturday',
      '2026-03-27T15:30+01:00',
      null,
    ],
    ['on Friday evening: nobody is there before it shuts', '2026-03-27T17:30+01:00', null],
    ['the evening before Good Friday', '2026-04-02T18:00+02:00', null],
  ])('is reminded of for what was written %s', (_, written, expected) => {
    const shuts = at(written).add({ hours: 24 });
    const first = beforeShutting(shuts, at(written), clock);
    expect(first?.toString() ?? null).toBe(expected === null ? null : at(expected).toString());
    // Said once.
    if (first) expect(beforeShutting(shuts, first, clock)).toBeNull();
  });

  it('is reminded of within office hours, before it shuts, and never where it shuts unseen', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 200 }), clocks, (after, hours, on) => {
        const shuts = after.add({ hours });
        const said = beforeShutting(shuts, after, on);
        if (said === null) return;
        expect(inOfficeHours(said, on)).toBe(true);
        expect(compare(said, after)).toBe(1);
        expect(compare(said, shuts)).toBe(-1);
        if (shutsUnseen(shuts, after, on)) expect(compare(said, after)).toBe(-1);
      }),
    );
  });

  it.each([
    ['Friday evening', '2026-03-27T17:30+01:00', true],
    ['Friday at half past three', '2026-03-27T15:30+01:00', false],
    ['Thursday evening', '2026-03-26T17:30+01:00', false],
  ])('shuts before anybody is there again, seen on %s: %s', (_, now, unseen) => {
    expect(shutsUnseen(at(now).add({ hours: 24 }), at(now), clock)).toBe(unseen);
  });
});
