import { expect } from 'vitest';

/** The times of Temporal, none of which has a property of its own: `toMatchObject` takes any two of a kind for the same. */
const TIMES = [
  Temporal.Instant,
  Temporal.PlainDate,
  Temporal.PlainTime,
  Temporal.PlainDateTime,
  Temporal.ZonedDateTime,
];

// Undefined leaves everything else to vitest.
expect.addEqualityTesters([
  (one, other) => {
    const kind = TIMES.find((each) => one instanceof each && other instanceof each);
    return kind && String(one) === String(other);
  },
]);
