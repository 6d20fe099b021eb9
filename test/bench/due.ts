import { join } from 'node:path';
import Holidays from 'date-holidays';
import luxon from 'luxon-business-days';
import { instantOf, localDay } from '../../src/core/calendar.ts';
import type { Clock } from '../../src/core/clock.ts';
import { computeDeadline, dueAt } from '../../src/core/deadline.ts';
import { loadPolicies } from '../../src/rules/load-policies.ts';
import { type Line, spreadOf } from './figures.ts';

const RUNS = 3;
const RUN_MS = 500;
const FROM_MS = Temporal.Instant.from('2024-01-01T00:00Z').epochMilliseconds;
const YEARS_MS = 5 * 365.25 * 86_400_000;
const INSTANTS = 1 << 20;
/** As many results of a peer are compared with ours before anything is measured. */
const COMPARED = 500;
const GOAL = { atLeast: 500_000 };

type DueAt = (createdAt: Temporal.Instant) => Temporal.Instant;

/** Who computes in mode A what we do. */
const PEERS: readonly (readonly [name: string, due: (clock: Clock) => DueAt])[] = [
  ['date-holidays, asked for each day', (clock) => dueBy(askHolidays(), clock)],
  ['date-holidays, a set for each year', (clock) => dueBy(rememberHolidays(), clock)],
  ['luxon-business-days with the same set', (clock) => dueByLuxon(rememberedDates(), clock)],
];

/** Deadlines of comments at random instants of five years, on one core. Ours begin each run with nothing remembered. */
export function measureDue(): Line[] {
  const clock = loadPolicies(join(import.meta.dirname, '..', '..', 'rules')).get('filipstad')?.clock;
  if (!clock) throw new Error('rules/filipstad.yaml: expected for the bench');
  const instants = Array.from({ length: INSTANTS }, () =>
    Temporal.Instant.fromEpochMilliseconds(FROM_MS + Math.floor(Math.random() * YEARS_MS)),
  );
  const ours = (mode: Clock['mode']) => (): DueAt => {
    const fresh = { ...clock, mode };
    return (at) => dueAt(at, fresh);
  };
  const peers = PEERS.map(([name, due]) => [name, () => due(clock)] as const);
  for (const [name, due] of peers) mustAgree(name, ours('A')(), due(), instants.slice(0, COMPARED));
  const inModeA = measured(ours('A'), instants);
  const theirs = peers.map(([name, due]) => ({ name, figure: measured(due, instants) }));
  const anew = () => (at: Temporal.Instant) => computeDeadline(at, clock).dueAt;
  return [
    ...theirs.map(
      (baseline): Line => ({ name: 'Due computations', unit: '/s', figure: inModeA, baseline, goal: GOAL }),
    ),
    { name: '  in mode B', unit: '/s', figure: measured(ours('B'), instants), goal: GOAL },
    { name: '  remembering nothing', unit: '/s', figure: measured(anew, instants) },
  ];
}

function mustAgree(name: string, ours: DueAt, theirs: DueAt, instants: readonly Temporal.Instant[]): void {
  for (const at of instants)
    if (!ours(at).equals(theirs(at))) throw new Error(`${name}: ${at} is due ${theirs(at)}, not ${ours(at)}`);
}

const measured = (start: () => DueAt, instants: readonly Temporal.Instant[]) =>
  spreadOf(Array.from({ length: RUNS }, () => perSecond(start(), instants)));

function perSecond(due: DueAt, instants: readonly Temporal.Instant[]): number {
  const startedAt = performance.now();
  let count = 0;
  for (let passedMs = 0; passedMs < RUN_MS; passedMs = performance.now() - startedAt) {
    // A hundred at a time for who is quick, so that looking at the time costs nothing; one for who is slow.
    const until = count + (count < 100 ? 1 : 100);
    for (; count < until; count += 1) due(instants[count % INSTANTS] as Temporal.Instant);
  }
  return (count / (performance.now() - startedAt)) * 1000;
}

type IsHoliday = (day: Temporal.PlainDate) => boolean;

/** Mode A over somebody else's calendar: the next weekday that is no holiday, at the same time of day. */
function dueBy(isHoliday: IsHoliday, clock: Clock): DueAt {
  return (createdAt) => {
    let day = localDay(createdAt).add({ days: 1 });
    while (day.dayOfWeek > 5 || isHoliday(day)) day = day.add({ days: 1 });
    return instantOf(day, clock.due);
  };
}

const newHolidays = () => new Holidays('SE', { types: ['public', 'bank'], timezone: 'Europe/Stockholm' });

/** Its `isHoliday` tells of mere observances too, whatever types it was made with. */
function askHolidays(): IsHoliday {
  const holidays = newHolidays();
  return (day) => {
    const found = holidays.isHoliday(instantOf(day, '12:00').toString()) || [];
    return found.some(({ type }) => type === 'public' || type === 'bank');
  };
}

function rememberHolidays(): IsHoliday {
  const isHoliday = rememberedDates();
  return (day) => isHoliday(day.year, day.toString());
}

function rememberedDates(): (year: number, date: string) => boolean {
  const holidays = newHolidays();
  const years = new Map<number, ReadonlySet<string>>();
  return (year, date) => {
    const known = years.get(year) ?? new Set(holidays.getHolidays(year).map((day) => day.date.slice(0, 10)));
    years.set(year, known);
    return known.has(date);
  };
}

/** The package knows business days, in luxon's own zones; whose holidays they are it must be told. */
function dueByLuxon(isHoliday: (year: number, date: string) => boolean, { due, zone }: Clock): DueAt {
  const [hour = 0, minute = 0] = due.split(':').map(Number);
  const { DateTime } = luxon;
  DateTime.prototype.setupBusiness({
    businessDays: [1, 2, 3, 4, 5],
    holidayMatchers: [(day) => isHoliday(day.year, day.toISODate())],
  });
  return (createdAt) => {
    const day = DateTime.fromMillis(createdAt.epochMilliseconds, { zone }).plusBusiness({ days: 1 });
    return Temporal.Instant.fromEpochMilliseconds(
      day.set({ hour, minute, second: 0, millisecond: 0 }).toMillis(),
    );
  };
}
