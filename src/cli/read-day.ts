const DAY = /^\d{4}-\d{2}-\d{2}$/u;

/**
 * A day on a command line, in Sweden, as the instant at which it begins. @throws RangeError whose message says what was
 * expected and what was found
 */
export function dayBegins(text: string): Temporal.Instant {
  return readDay(text).toZonedDateTime('Europe/Stockholm').toInstant();
}

/** The instant at which the day after it begins: what is asked for until a day has that whole day in it. */
export function dayEnds(text: string): Temporal.Instant {
  return readDay(text).add({ days: 1 }).toZonedDateTime('Europe/Stockholm').toInstant();
}

function readDay(text: string): Temporal.PlainDate {
  try {
    if (DAY.test(text)) return Temporal.PlainDate.from(text);
  } catch {
    // 2026-02-30 is written like a day, and is none.
  }
  throw new RangeError(`expected a day such as 2026-04-02, found ${text.slice(0, 60) || 'nothing'}`);
}
