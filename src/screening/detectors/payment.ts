import type { Reading } from '../reading.ts';
import type { Span } from '../signal.ts';

/** A number to pay to. `private`: a person's bank account or a phone number for Swish is meant, no giro. */
export interface PaymentSpan extends Span {
  readonly kind: 'giro' | 'account' | 'swish';
}

const GIRO = /^(bankgiro|bg|bankgirot|plusgiro|pg|plusgirot|postgiro)$/u;
const ACCOUNT = /^(konto|kontot|kontonr|kontonummer|kontonumret|clearing|clearingnr|clearingnummer|iban)$/u;
const SWISH = /^(swish|swisha|swishar|swishnr|swishnummer|swisht)$/u;
/** Between the word and the number stand at most so many others ("swisha gärna till 123…"). */
const REACH = 4;

/** Finds bankgiro, plusgiro, bank account and Swish company numbers (123 …) after the word that says what they are. */
export function findPayments({ words, span }: Reading): PaymentSpan[] {
  const found: PaymentSpan[] = [];
  for (let i = 0; i < words.length; i++) {
    const kind = kindOf(words[i]?.forms[0] ?? '');
    if (kind === null) continue;
    const first = firstNumber(words, i + 1);
    if (first === null) continue;
    let last = first;
    while (last - first < 8 && /^\d+$/u.test(words[last + 1]?.written ?? '')) last++;
    const digits = words
      .slice(first, last + 1)
      .map((word) => word.written)
      .join('');
    if (fits(kind, digits)) found.push({ ...span(first, last), kind });
  }
  return found;
}

function kindOf(word: string): PaymentSpan['kind'] | null {
  if (GIRO.test(word)) return 'giro';
  if (ACCOUNT.test(word)) return 'account';
  return SWISH.test(word) ? 'swish' : null;
}

function firstNumber(words: Reading['words'], from: number): number | null {
  for (let i = from; i < Math.min(words.length, from + REACH); i++) {
    if (/^(\d+|se\d{2,})$/iu.test(words[i]?.written ?? '')) return i;
  }
  return null;
}

function fits(kind: PaymentSpan['kind'], digits: string): boolean {
  if (kind === 'giro') return /^\d{2,8}$/u.test(digits) && digits.length >= 5;
  if (kind === 'swish') return /^123\d{7}$/u.test(digits);
  return /^(se\d{2})?\d{9,22}$/iu.test(digits);
}
