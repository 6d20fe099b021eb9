import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { type Folded, spanOf } from '../../text/fold.ts';
import type { Span } from '../signal.ts';

/** A number found, with its international form for comparison. */
export interface PhoneSpan extends Span {
  readonly e164: string;
  readonly mobile: boolean;
}

interface Run {
  readonly at: number;
  readonly text: string;
}

const SEPARATOR = /[\s./()–-]/u;
const TIME_RANGE = /^\d{1,2}[.:]\d{2}\s?[-–]\s?\d{1,2}[.:]\d{2}$/u;
const DATE = /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$/u;
const MOBILE = /^07\d{8}$/;
/** Area codes have two to four digits, subscribers five to eight. */
const LANDLINE = /^0[1-9]\d{6,8}$/;

/**
 * Finds phone numbers: Swedish ones that begin with 0, 0046 or +46, compact or spaced, and foreign ones that begin
 * with +. Diary numbers, years, times, dates and prices do not begin so, or are ruled out by their shape.
 */
export function findPhones(folded: Folded): PhoneSpan[] {
  return runsOf(folded.text).flatMap((run) => phonesOf(run, folded));
}

function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  let i = 0;
  while (i < text.length) {
    if (!begins(text, i)) {
      i++;
      continue;
    }
    let end = i + 1;
    while (end < text.length && goesOn(text, end)) end++;
    const lettersFollow = /\d\p{L}/u.test(text.slice(end - 1, end + 1));
    if (!lettersFollow) runs.push({ at: i, text: text.slice(i, end) });
    i = end;
  }
  return runs;
}

function begins(text: string, i: number): boolean {
  return /[+\d]/.test(text[i] ?? '') && !/[\p{L}\p{N}_/]/u.test(text[i - 1] ?? ' ');
}

function goesOn(text: string, i: number): boolean {
  const char = text[i] ?? '';
  if (/\d/.test(char)) return true;
  // Two separators in a row end a number, except ") " and " (".
  return (
    SEPARATOR.test(char) &&
    char !== '\n' &&
    (!SEPARATOR.test(text[i - 1] ?? '') || /[()]/.test(text[i - 1] + char))
  );
}

/** Reads a run's groups from the left, taking the longest number that fits each time. */
function phonesOf(run: Run, folded: Folded): PhoneSpan[] {
  const groups = [...run.text.matchAll(/\+?\d+/g)];
  const found: PhoneSpan[] = [];
  let first = 0;
  while (first < groups.length) {
    const hit = longest(groups, first, run.text);
    if (hit === null) {
      first++;
      continue;
    }
    const from = run.at + (groups[first]?.index ?? 0);
    const end = groups[hit.last];
    const to = run.at + (end?.index ?? 0) + (end?.[0].length ?? 0);
    found.push({ ...spanOf(folded, from, to), e164: hit.e164, mobile: hit.mobile });
    first = hit.last + 1;
  }
  return found;
}

function longest(groups: RegExpMatchArray[], first: number, run: string) {
  for (let last = Math.min(groups.length - 1, first + 6); last >= first; last--) {
    const end = groups[last];
    const written = run.slice(groups[first]?.index, (end?.index ?? 0) + (end?.[0].length ?? 0));
    const phone = phoneOf(written);
    if (phone) return { ...phone, last };
  }
  return null;
}

/** A written number as E.164, or null when it is no phone number. */
function phoneOf(written: string): { e164: string; mobile: boolean } | null {
  if (TIME_RANGE.test(written) || DATE.test(written)) return null;
  const digits = written.replace(/[^\d+]/g, '').replace(/^00/, '+');
  const national = digits.replace(/^\+460?/, '0');
  if (MOBILE.test(national) || LANDLINE.test(national)) {
    return { e164: `+46${national.slice(1)}`, mobile: MOBILE.test(national) };
  }
  if (!/^\+[1-9]\d{7,14}$/.test(digits) || digits.startsWith('+46')) return null;
  const parsed = parsePhoneNumberFromString(digits);
  return parsed?.isValid() ? { e164: parsed.number, mobile: false } : null;
}
