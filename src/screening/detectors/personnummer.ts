import { type Folded, spanOf } from '../../text/fold.ts';
import type { Span } from '../signal.ts';
import { type DigitRun, digitRuns, type NumberWindow, standsFree, windowsFrom } from './digit-runs.ts';
import { isSwedishPhone } from './swedish-phone.ts';

/** A samordningsnummer has 60 added to the day. */
const COORDINATION = 60;
const CENTURIES = ['18', '19', '20'];
/** A personnummer with its century. */
const LONGEST = 12;
/** How the digits are grouped where no more is asked: with or without century, date in one piece or in three. */
const USUAL = new Set(['10', '12', '6,4', '8,4', '2,6,4', '2,2,2,4', '4,2,2,4']);
/** So many units before and after a number are read for what it is called. */
const NEAR = { before: 40, after: 25 };
const CALLED = /person ?-?n|pers\.? ?n|\bp-?nr|person-?id|samordning|född|födelse/iu;
const CALLED_PHONE =
  /tele|\btel\b|\btfn?\b|mobil|\bmob\b|\bnås?\b|\bring|\bsms|swish|\blur|växel|phone|\bcall/iu;

/**
 * Finds personal identity numbers and co-ordination numbers whose date exists and whose check digit is right
 * (folkbokföringslagen 18 §, 18 a §), with whatever signs and spaces between their digits. Ten digits are tried in both
 * centuries, so the answer never depends on today. Ten digits that are a phone number too (070120…) are a personnummer
 * only where the writing or the words beside say so.
 */
export function findPersonnummer(folded: Folded): Span[] {
  return digitRuns(folded.text).flatMap((run) => numbersIn(run, folded));
}

const isLength = (length: number): boolean => length === 10 || length === LONGEST;

function numbersIn(run: DigitRun, folded: Folded): Span[] {
  const found: Span[] = [];
  for (let first = 0; first < run.groups.length; first++) {
    const windows = windowsFrom(run, first, LONGEST, isLength);
    const hit = windows.find((one) => isPersonnummer(one, run, first, folded.text));
    if (!hit) continue;
    found.push(spanOf(folded, hit.from, hit.to));
    first += hit.groups.length - 1;
  }
  return found;
}

function isPersonnummer(window: NumberWindow, run: DigitRun, first: number, text: string): boolean {
  const { digits } = window;
  if (text[window.from - 1] === '+') return false;
  const birth = digits.slice(-10, -4);
  const centuries = digits.length === 10 ? ['19', '20'] : [digits.slice(0, 2)];
  // No one is given the serial number 000.
  if (digits.startsWith('000', digits.length - 4) || !checks(digits.slice(-10))) return false;
  if (!centuries.some((century) => exists(century, birth)) || !standsFree(text, window)) return false;
  const usual = isUsual(window);
  return (usual || isEvenly(window, run, first)) && !isMoment(window) && !isCalledPhone(window, usual, text);
}

/** In a date of three parts the same stands between them: "12 08/12 2026" has none. */
function isUsual({ groups, gaps }: NumberWindow): boolean {
  const shape = groups.map(({ digits }) => digits.length).join();
  return USUAL.has(shape) && (groups.length < 4 || gaps[0] === gaps[1]);
}

/** Any other grouping counts where the digits stand for themselves, with the same between them, but before the last four. */
function isEvenly({ groups, gaps }: NumberWindow, run: DigitRun, first: number): boolean {
  const alone = run.gaps[first - 1] === undefined && run.gaps[first + groups.length - 1] === undefined;
  let serial = 4;
  let at = groups.length;
  while (serial > 0) serial -= groups[--at]?.digits.length ?? serial;
  const even = new Set(gaps.filter((_, i) => serial !== 0 || i !== at - 1));
  return alone && even.size <= 1 && ![...even].some((gap) => /[,;:+()]/u.test(gap));
}

/** "2026-08-12 1800", "2026-08-12 18:00": a day and a time of it. */
function isMoment({ groups, gaps, digits }: NumberWindow): boolean {
  const [hours, minutes] = [Number(digits.slice(-4, -2)), Number(digits.slice(-2))];
  if (groups.length < 4 || hours > 24 || minutes > 59 || new Set(gaps).size === 1) return false;
  const last = groups.at(-1)?.digits.length;
  const inOne = last === 4;
  if (!inOne && last !== 2) return false;
  return /^ +$/u.test(gaps.at(inOne ? -1 : -2) ?? '') && (!inOne || minutes % 5 === 0);
}

/** Is it rather a phone number? Mobile numbers begin as those born in January to September 2007 do. */
function isCalledPhone(window: NumberWindow, usual: boolean, text: string): boolean {
  const { digits, groups, from, to } = window;
  if (!isSwedishPhone(digits)) return false;
  const near = (side: string) => (CALLED.test(side) ? 'person' : CALLED_PHONE.test(side) ? 'phone' : null);
  const line = (side: string | undefined) => side ?? '';
  const before = line(
    text
      .slice(Math.max(0, from - NEAR.before), from)
      .split(/[\n]/u)
      .at(-1),
  );
  const after = line(text.slice(to, to + NEAR.after).split(/[\n\d]/u)[0]);
  const called = near(before) ?? near(after);
  if (called !== null) return called === 'phone';
  return !usual || (groups.length === 1 && digits.startsWith('07'));
}

/** The Luhn sum of the ten digits. */
function checks(digits: string): boolean {
  let sum = 0;
  for (const [i, digit] of [...digits].entries()) {
    const product = Number(digit) * (i % 2 === 0 ? 2 : 1);
    sum += product > 9 ? product - 9 : product;
  }
  return sum % 10 === 0;
}

function exists(century: string, birth: string): boolean {
  const year = Number(century + birth.slice(0, 2));
  const month = Number(birth.slice(2, 4));
  const written = Number(birth.slice(4, 6));
  const day = written > COORDINATION ? written - COORDINATION : written;
  if (!CENTURIES.includes(century) || month < 1 || month > 12 || day < 1) return false;
  return day <= Temporal.PlainYearMonth.from({ year, month }).daysInMonth;
}
