import type { Reading } from '../reading.ts';
import type { Span } from '../signal.ts';

/** What the last part of a Swedish street name may be. */
const STREET =
  /(gatan?|vägen|väg|gränd(en)?|stigen|stig|torget|torg|allén?|backen|backe|promenaden|esplanaden|kajen|leden|slingan|ringen|liden|höjden|brinken)$/u;
/** "väg 245" is a road number. */
const ROAD = new Set(['väg', 'vägen', 'stig', 'torg', 'backe', 'gata', 'gatan', 'leden', 'ringen', 'allé']);

/** Finds what looks like a street address: a street's name and a house number, "Ekvägen 14B", "Norra vägen 4". */
export function findAddresses({ words, folded, span }: Reading): Span[] {
  const found: Span[] = [];
  for (let i = 0; i + 1 < words.length; i++) {
    const street = words[i];
    const number = words[i + 1];
    if (!street || !number || !/^\s$/u.test(folded.text.slice(street.to, number.from))) continue;
    if (!STREET.test(street.written.toLowerCase()) || !/^\d{1,3}[a-hA-H]?$/u.test(number.written)) continue;
    const twoWords = ROAD.has(street.written.toLowerCase());
    if (twoWords && !capital(words[i - 1]?.written)) continue;
    // "Stora torget 10" is a house, "torget 10-16" are hours.
    if (/^\s?[-–:.]\s?\d/u.test(folded.text.slice(number.to, number.to + 4))) continue;
    found.push(span(twoWords ? i - 1 : i, i + 1));
  }
  return found;
}

function capital(word: string | undefined): boolean {
  return word !== undefined && /^\p{Lu}/u.test(word);
}
