import { z } from 'zod';

/** An instant as platforms write it: ISO 8601 with its offset, also Meta's `+0000`. */
export const WireInstant = z.string({ error: 'expected an ISO 8601 instant' }).transform((text, context) => {
  const instant = instantOf(text);
  if (instant !== null) return instant;
  context.issues.push({ code: 'custom', message: 'expected an ISO 8601 instant', input: text });
  return z.NEVER;
});

/** Null also for years that a database may not hold and that no comment was written in. */
function instantOf(text: string): Temporal.Instant | null {
  try {
    const instant = Temporal.Instant.from(text);
    const { year } = instant.toZonedDateTimeISO('UTC');
    return year >= 1 && year <= 9999 ? instant : null;
  } catch {
    return null;
  }
}

/** No comment is older than the platforms themselves, or comes from further ahead than clocks may differ. */
const OLDEST = Temporal.Instant.from('2003-01-01T00:00Z');
const MOST_AHEAD = { hours: 24 };

/** Can a comment that was received then have been written at that time? */
export const isPlausible = (time: Temporal.Instant, receivedAt: Temporal.Instant): boolean =>
  Temporal.Instant.compare(time, OLDEST) >= 0 &&
  Temporal.Instant.compare(time, receivedAt.add(MOST_AHEAD)) <= 0;
