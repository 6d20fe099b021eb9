import fc from 'fast-check';

const YEARS = { min: 1990, max: 2100 };
const ZONE = 'Europe/Stockholm';

/** The last Sunday of a month of 31 days: when the clocks change in March and October. */
function lastSunday(year: number, month: number): Temporal.PlainDate {
  const last = new Temporal.PlainDate(year, month, 31);
  return last.subtract({ days: last.dayOfWeek % 7 });
}

const year = fc.integer(YEARS);
const dayOfYear = fc
  .tuple(year, fc.integer({ min: 0, max: 364 }))
  .map(([y, days]) => new Temporal.PlainDate(y, 1, 1).add({ days }));
/** Around both changes of clocks, the year's end, Easter and midsummer, where holidays and offsets meet. */
const knottyDay = fc
  .tuple(
    year,
    fc.constantFrom(
      (y: number) => lastSunday(y, 3),
      (y: number) => lastSunday(y, 10),
      (y: number) => new Temporal.PlainDate(y, 12, 31),
      (y: number) => new Temporal.PlainDate(y, 4, 5),
      (y: number) => new Temporal.PlainDate(y, 6, 20),
    ),
    fc.integer({ min: -4, max: 4 }),
  )
  .map(([y, dayIn, days]) => dayIn(y).add({ days }));

/** Midnight, the hours that a change of clocks skips or repeats, and usual openings and closings. */
const knottyTime = fc.constantFrom(
  ...[
    '00:00',
    '00:01',
    '01:00',
    '01:59',
    '02:00',
    '02:30',
    '03:00',
    '08:00',
    '12:00',
    '16:00',
    '16:30',
    '23:59',
  ],
);

const knotty = fc
  .tuple(
    fc.oneof(knottyDay, dayOfYear),
    knottyTime,
    fc.constantFrom<'earlier' | 'later'>('earlier', 'later'),
    fc.integer({ min: -1, max: 1 }),
  )
  .map(([day, time, disambiguation, milliseconds]) =>
    day
      .toPlainDateTime(Temporal.PlainTime.from(time))
      .toZonedDateTime(ZONE, { disambiguation })
      .toInstant()
      .add({ milliseconds }),
  );

const anyMs = fc.integer({
  min: Temporal.Instant.from(`${YEARS.min}-01-01T00:00Z`).epochMilliseconds,
  max: Temporal.Instant.from(`${YEARS.max}-12-31T00:00Z`).epochMilliseconds,
});

/** Instants of the years that the calendar is made for: half of them where a mistake would hide, half anywhere. */
export const instants = fc.oneof(
  knotty,
  anyMs.map((ms) => Temporal.Instant.fromEpochMilliseconds(ms)),
);

/** Whole hours among them. */
export const onTheHour = instants.map((at) => at.round({ smallestUnit: 'hour', roundingMode: 'floor' }));
