import { createHmac } from 'node:crypto';
import canonicalize from 'canonicalize';

/** The keyed hash of a text, in hex, as it stands in the journal: without the salt not even a phone number is guessed from it. */
export const sealOf = (text: string, salt: string): string =>
  createHmac('sha256', salt).update(text).digest('hex');

/** The keyed hash of what a reason was given for: it goes with the reason's text, by the same salt. */
export function basisSeal(
  salt: string,
  { verb, rule, quote, policy }: { verb: string; rule: string | null; quote: string | null; policy: string },
): string {
  return sealOf(canonicalize({ verb, rule, quote, policy }) ?? '', salt);
}

/** What of a registration never changes. */
export interface Entry {
  readonly id: string;
  readonly ticket: string | null;
  readonly subject: string;
  readonly ground: string | null;
  readonly secret: boolean;
  readonly by: string;
}

/** The hash of an entry of the register; keyed by its id alone, since the register is public. */
export function entrySeal({ id, ticket, subject, ground, secret, by }: Entry): string {
  return sealOf(canonicalize({ ticket, subject, ground, secret, by }) ?? '', id);
}

/** The hash of the number that an entry of the register was given, at once or later. */
export const numberSeal = (id: string, number: string): string => sealOf(number, id);
