import { type Folded, spanOf } from '../../text/fold.ts';
import type { Span } from '../signal.ts';

/** Ten or twelve digits with the sign that Swedes put before the last four, or none. */
const SHAPE = /(?<![\p{L}\p{N}])(\d{2})?(\d{6})\s?[-+–]?\s?(\d{4})(?![\p{L}\p{N}])/gu;
/** A samordningsnummer has 60 added to the day. */
const COORDINATION = 60;
const CENTURIES = ['18', '19', '20'];

/**
 * Finds personal identity numbers and co-ordination numbers whose date exists and whose check digit is right
 * (folkbokföringslagen 18 §, 18 a §). Ten digits are tried in both centuries, so the answer never depends on today.
 */
export function findPersonnummer(folded: Folded): Span[] {
  const found: Span[] = [];
  for (const match of folded.text.matchAll(SHAPE)) {
    const [whole, century, birth = '', last = ''] = match;
    const centuries = century === undefined ? ['19', '20'] : [century];
    // No one is given the serial number 000.
    if (last.startsWith('000') || !checks(birth + last) || !centuries.some((c) => exists(c, birth))) continue;
    found.push(spanOf(folded, match.index, match.index + whole.length));
  }
  return found;
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
