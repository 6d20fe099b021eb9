import { answeredAt, instantOfHttpDate } from './http-date.ts';

/** How long the `Retry-After` header asks to wait, in seconds or until a date of its own clock; null without one. Source: RFC 9110 §10.2.3. */
export function retryAfterMs(headers: Headers): number | null {
  const said = headers.get('retry-after')?.trim() ?? '';
  const seconds = /^\d{1,9}$/u.test(said) ? Number(said) : 0;
  if (seconds > 0) return seconds * 1000;
  const [until, now] = [instantOfHttpDate(said), answeredAt(headers)];
  if (until === null || now === null) return null;
  const ms = until.epochMilliseconds - now.epochMilliseconds;
  return ms > 0 ? ms : null;
}
