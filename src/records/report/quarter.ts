/** A quarter of a year, and the instants in Sweden between which it lies; `to` is the next quarter's first. */
export interface Quarter {
  readonly year: number;
  readonly number: number;
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
}

const FORM = /^(20\d\d)Q([1-4])$/u;

/** @throws RangeError whose message says what was expected and what was found */
export function readQuarter(text: string): Quarter {
  const found = FORM.exec(text);
  if (!found)
    throw new RangeError(`expected a year and its quarter such as 2026Q4, found ${text.slice(0, 20)}`);
  const [year, number] = [Number(found[1]), Number(found[2])];
  const first = Temporal.PlainDate.from({ year, month: 3 * number - 2, day: 1 });
  return { year, number, from: midnight(first), to: midnight(first.add({ months: 3 })) };
}

const midnight = (day: Temporal.PlainDate): Temporal.Instant =>
  day.toZonedDateTime('Europe/Stockholm').toInstant();
