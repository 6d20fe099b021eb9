import type { NumberWindow } from './digit-runs.ts';

const HOUR = '(?:[01]?\\d|2[0-4])';
const TIME = `${HOUR}[.:][0-5]\\d`;
const DAY = '(?:0?[1-9]|[12]\\d|3[01])';
const MONTH = '(?:0?[1-9]|1[0-2])';
const YEAR = '(?:19|20)\\d\\d';
const TO = ' ?- ?';
const alone = (pattern: string) => new RegExp(`(?<![\\d.:/-])${pattern}(?![\\d.:/]|-\\d)`, 'u');

/** What is said of days and times and in no phone number, wherever in it. */
const CERTAIN = [
  // 18.00, 8/12 and the like, and what goes from one to another.
  alone(`${TIME}(?:${TO}(?:${TIME}|${HOUR}))?`),
  alone(`${HOUR}${TO}${TIME}`),
  alone(`(?:[01]\\d|2[0-4])[0-5]\\d${TO}(?:[01]\\d|2[0-4])[0-5]\\d`),
  // 08/12-10/12, 08.12-10.12, 08-10/12.
  alone(`${DAY}[./]${MONTH}${TO}${DAY}[./]${MONTH}`),
  alone(`${DAY}${TO}${DAY}/${MONTH}`),
  // 08.12 (a day), 08/12 2026, 08-12-2026, 2026-12-08, 08-12-26.
  alone(`${DAY}\\.${MONTH}`),
  alone(`${DAY}[./ -]{1,2}${MONTH}[./ -]{1,2}${YEAR}`),
  alone(`${YEAR}[./ -]${MONTH}[./ -]${DAY}`),
  alone(`${DAY}([./-])${MONTH}\\1\\d\\d`),
];
/** 08-12 13-17: hours and nothing else. */
const HOURS = new RegExp(`^${HOUR}${TO}${HOUR}(?: ${HOUR}${TO}${HOUR})*$`, 'u');

/** Only what is written in groups of one, two and four digits can be: "070" or "465" stands in no date and no time. */
export const couldBeMoments = ({ groups }: NumberWindow): boolean =>
  groups.length > 1 && groups.every(({ digits }) => [1, 2, 4].includes(digits.length));

/**
 * Are the digits dates, times, or ranges of them, in whole or in part? Only what is written in groups of one, two and
 * four digits can be; "070" or "465" stands in no date, and digits with the same sign between all of them are one number.
 */
export function isMoments({ groups, gaps }: NumberWindow): boolean {
  if (groups.length < 2 || groups.some(({ digits }) => digits.length === 3 || digits.length > 4))
    return false;
  const written = groups.map(({ digits }, i) => digits + (gaps[i] ?? '')).join('');
  const even = groups.length > 3 && new Set(gaps).size === 1;
  return HOURS.test(written) || (!even && CERTAIN.some((pattern) => pattern.test(written)));
}
