import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Holidays from 'date-holidays';
import { parse } from 'yaml';

const ZONE = 'Europe/Stockholm';
const MINUTE_MS = 60_000;

interface OwnDays {
  readonly date?: string;
  readonly from?: string;
  readonly to?: string;
  readonly closes?: string;
}

/** The `clock` of a rules file, read without the bot's own reader. */
export interface RawClock {
  readonly mode: 'A' | 'B';
  readonly opens: string;
  readonly closes: string;
  readonly due: string;
  readonly digest: string;
  readonly reminders: {
    readonly workingMinutesBefore: readonly number[];
    readonly atDeadline: boolean;
    readonly everyMorning: boolean;
  };
  readonly closedDays: readonly OwnDays[];
  readonly halfDays: readonly OwnDays[];
}

/** A day on which the office is open, its hours in milliseconds. */
export interface OfficeDay {
  readonly date: string;
  readonly opensMs: number;
  readonly closesMs: number;
}

/**
 * A municipality's office from 2025 to 2027 as a list of days with their hours, from `date-holidays` and the rules file's
 * own days: everything else is looked up in that list. It shares no line with `src/core`.
 */
export class Office {
  readonly clock: RawClock;
  readonly days: readonly OfficeDay[];
  readonly #byDate: ReadonlyMap<string, OfficeDay>;

  constructor(rulesDir: string, municipality: string) {
    this.clock = parse(readFileSync(join(rulesDir, `${municipality}.yaml`), 'utf8')).clock as RawClock;
    this.days = officeDays(this.clock);
    this.#byDate = new Map(this.days.map((day) => [day.date, day]));
  }

  /** The office day that is this date; undefined when it is closed then. */
  on = (date: string): OfficeDay | undefined => this.#byDate.get(date);

  isOpen(ms: number): boolean {
    const day = this.on(dateOf(ms));
    return day !== undefined && day.opensMs <= ms && ms < day.closesMs;
  }

  nextOpenMs(ms: number): number {
    const day = this.#at(this.days.findIndex(({ closesMs }) => ms < closesMs));
    return Math.max(ms, day.opensMs);
  }

  /** The first office day after the date. */
  dayAfter(date: string): OfficeDay {
    return this.#at(this.days.findIndex((day) => day.date > date));
  }

  /** The first opening strictly after. */
  openingAfter(ms: number): number {
    return this.#at(this.days.findIndex(({ opensMs }) => opensMs > ms)).opensMs;
  }

  /** The instant by which so many office minutes have passed since. */
  plusMinutes(ms: number, minutes: number): number {
    let left = minutes * MINUTE_MS;
    for (const { opensMs, closesMs } of this.days) {
      const open = Math.max(0, closesMs - Math.max(ms, opensMs));
      if (open > 0 && left <= open) return Math.max(ms, opensMs) + left;
      left -= open;
    }
    throw new Error('Beyond the last day');
  }

  /** The instant from which so many office minutes are left. */
  minusMinutes(ms: number, minutes: number): number {
    let left = minutes * MINUTE_MS;
    for (const { opensMs, closesMs } of this.days.toReversed()) {
      const open = Math.max(0, Math.min(ms, closesMs) - opensMs);
      if (open > 0 && left <= open) return Math.min(ms, closesMs) - left;
      left -= open;
    }
    throw new Error('Before the first day');
  }

  /** When an answer to what was written at `ms` is due. */
  dueMs(ms: number): number {
    let from = dateOf(ms);
    if (this.clock.mode === 'B') {
      const today = this.on(from);
      from = today && ms < today.closesMs ? from : this.dayAfter(from).date;
    }
    return this.dueOn(this.dayAfter(from));
  }

  dueOn({ date, closesMs }: OfficeDay): number {
    const isHalf = closesMs < instantMs(date, this.clock.closes);
    const due = instantMs(date, this.clock.due);
    return isHalf ? Math.min(due, closesMs) : due;
  }

  #at(index: number): OfficeDay {
    const day = this.days[index];
    if (!day) throw new Error('Outside the years that the office knows');
    return day;
  }
}

/** The date in Sweden. */
export const dateOf = (ms: number): string =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(ZONE).toPlainDate().toString();

export const instantMs = (date: string, time: string): number =>
  Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: ZONE, plainTime: time }).epochMilliseconds;

function officeDays(clock: RawClock): OfficeDay[] {
  const off = new Set(
    [2025, 2026, 2027].flatMap((year) =>
      new Holidays('SE', { types: ['public', 'bank'] })
        .getHolidays(year)
        .map(({ date }: { date: string }) => date.slice(0, 10)),
    ),
  );
  const days: OfficeDay[] = [];
  for (let day = new Temporal.PlainDate(2025, 12, 1); day.year < 2028; day = day.add({ days: 1 })) {
    const date = day.toString();
    if (day.dayOfWeek > 5 || off.has(date) || clock.closedDays.some(covers(date))) continue;
    const closes = clock.halfDays.find(covers(date))?.closes ?? clock.closes;
    days.push({ date, opensMs: instantMs(date, clock.opens), closesMs: instantMs(date, closes) });
  }
  return days;
}

const covers =
  (on: string) =>
  ({ date, from = date, to = date }: OwnDays): boolean =>
    String(from) <= on && on <= String(to);
