import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { type Folded, spanOf } from '../../text/fold.ts';
import type { Span } from '../signal.ts';
import { type DigitRun, digitRuns, type NumberWindow, standsFree, windowsFrom } from './digit-runs.ts';
import { couldBeMoments, isMoments } from './moments.ts';
import { isMobile, isSwedishPhone } from './swedish-phone.ts';

/** A number found, with its international form for comparison. */
export interface PhoneSpan extends Span {
  readonly e164: string;
  readonly mobile: boolean;
}

/** The longest number in the world has fifteen digits, "00" and a zero in brackets before them. */
const LONGEST = 18;
/** Shorter is no number. */
const SHORTEST = 8;

/**
 * Finds phone numbers: Swedish ones that begin with 0, 0046 or +46, compact or with any signs and spaces between, and
 * foreign ones that begin with + or 00. Diary numbers, years, times, dates, their ranges and prices do not begin so, or
 * are ruled out by their shape.
 */
export function findPhones(folded: Folded): PhoneSpan[] {
  return digitRuns(folded.text).flatMap((run) => phonesIn(run, folded));
}

/** Reads a run's groups from the left, taking the longest number that fits each time. */
function phonesIn(run: DigitRun, folded: Folded): PhoneSpan[] {
  const found: PhoneSpan[] = [];
  let ended = 0;
  for (let first = 0; first < run.groups.length; first++) {
    // What a sign ties to digits before it goes on from them: "2026-08-12" holds no "08-12".
    if (first > ended && isTied(run, first)) continue;
    const hit = phoneFrom(run, first, folded.text);
    if (!hit) continue;
    found.push({ ...spanOf(folded, hit.from, hit.to), e164: hit.e164, mobile: hit.mobile });
    first += hit.count - 1;
    ended = first + 1;
  }
  return found;
}

/** Does a sign without a space tie the group to the one before it? */
const isTied = (run: DigitRun, group: number): boolean => /^[^ (,;]+$/u.test(run.gaps[group - 1] ?? '');

function phoneFrom(run: DigitRun, first: number, text: string) {
  const international = text[(run.groups[first]?.from ?? 0) - 1] === '+';
  if (!international && !run.groups[first]?.digits.startsWith('0')) return null;
  for (const window of windowsFrom(run, first, LONGEST, (length) => length >= SHORTEST)) {
    const next = run.groups[first + window.groups.length];
    // Nor does "08.12.26 18.00" hold an "08.12.26 18".
    if (isTied(run, first + window.groups.length) && couldBeMoments(window) && !next?.digits.startsWith('0'))
      continue;
    const phone = phoneOf(window, international);
    if (!phone || !standsFree(text, window)) continue;
    return {
      ...phone,
      from: window.from - (international ? 1 : 0),
      to: window.to,
      count: window.groups.length,
    };
  }
  return null;
}

/** A written number as E.164, or null when it is no phone number. */
function phoneOf(window: NumberWindow, international: boolean): { e164: string; mobile: boolean } | null {
  const phone = numberOf(window.digits, international);
  if (!phone || window.gaps.some((gap) => /[,;]/u.test(gap)) || isSeries(window)) return null;
  return !international && isMoments(window) ? null : phone;
}

function numberOf(digits: string, international: boolean): { e164: string; mobile: boolean } | null {
  const world = international ? digits : digits.startsWith('00') ? digits.slice(2) : null;
  const national = world === null ? digits : world.replace(/^460?/, '0');
  if (world === null || world.startsWith('46')) {
    return isSwedishPhone(national) ? { e164: `+46${national.slice(1)}`, mobile: isMobile(national) } : null;
  }
  const parsed = /^[1-9]\d{7,14}$/.test(world) ? parsePhoneNumberFromString(`+${world}`) : undefined;
  return parsed?.isValid() ? { e164: parsed.number, mobile: false } : null;
}

/** "0 1 2 3 4 5 6 7 8 9", the results of a match ("0-2 1-3 4-1 2-2"), a row of a lottery ("01 02 03 04 05"). */
function isSeries({ digits, groups, gaps }: NumberWindow): boolean {
  const each = (length: number) => groups.every((group) => group.digits.length === length);
  return (
    digits === '0123456789' || (each(1) && new Set(gaps).size > 1) || (each(2) && !/^0[078]/.test(digits))
  );
}
