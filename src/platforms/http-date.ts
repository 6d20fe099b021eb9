const DATE = /^\w{3}, (\d{2}) (\w{3}) (\d{4}) (\d{2}:\d{2}:\d{2}) GMT$/u;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * What a platform's own clock showed when it answered; null without a `Date` header that can be read. What it says of
 * times (a limit's end, an expiry) is by this clock. Source: RFC 9110 §5.6.7.
 */
export const answeredAt = (headers: Headers): Temporal.Instant | null =>
  instantOfHttpDate(headers.get('date') ?? '');

/** The instant of a date as headers spell it; null for anything else. */
export function instantOfHttpDate(text: string): Temporal.Instant | null {
  const [, day, name = '', year, time] = DATE.exec(text) ?? [];
  const month = MONTHS.indexOf(name) + 1;
  if (month === 0) return null;
  try {
    return Temporal.Instant.from(`${year}-${String(month).padStart(2, '0')}-${day}T${time}Z`);
  } catch {
    return null;
  }
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** An instant as headers spell it, in whole seconds. */
export function httpDate(instant: Temporal.Instant): string {
  const at = instant.toZonedDateTimeISO('UTC');
  const day = `${DAYS[at.dayOfWeek - 1]}, ${String(at.day).padStart(2, '0')} ${MONTHS[at.month - 1]} ${at.year}`;
  return `${day} ${at.toPlainTime().toString({ smallestUnit: 'second' })} GMT`;
}
