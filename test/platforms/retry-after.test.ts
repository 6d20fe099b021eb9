import { expect, it } from 'vitest';
import { retryAfterMs } from '../../src/platforms/retry-after.ts';

const date = 'Sun, 29 Nov 2026 21:30:00 GMT';

it.each<[string, Record<string, string>, number | null]>([
  ['seconds', { 'retry-after': '420' }, 420_000],
  [
    'a date, by the clock of whoever says it',
    { 'retry-after': 'Sun, 29 Nov 2026 21:37:00 GMT', date },
    420_000,
  ],
  ['a date without a clock', { 'retry-after': 'Sun, 29 Nov 2026 21:37:00 GMT' }, null],
  ['a date that has passed', { 'retry-after': 'Sun, 29 Nov 2026 21:00:00 GMT', date }, null],
  ['no time at all', { 'retry-after': '0' }, null],
  ['a word', { 'retry-after': 'soon', date }, null],
  ['nothing', { date }, null],
])('is told how long to wait by %s', (_, headers, expected) => {
  expect(retryAfterMs(new Headers(headers))).toBe(expected);
});
