import { createHash, createHmac } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Review } from '../core/request.ts';

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

/** What else of a registration never changes, and is shown to the public. Instants as ISO 8601. */
export interface EntryFacts {
  readonly reference: string;
  readonly kind: string;
  readonly direction: string;
  readonly comment: string | null;
  readonly documentAt: string | null;
  readonly receivedAt: string | null;
}

/** The hash of these, keyed like the entry's. */
export const factsSeal = (id: string, facts: EntryFacts): string =>
  sealOf(canonicalize({ ...facts }) ?? '', id);

/** What of an entry is kept apart from the public. */
export interface EntryApart {
  readonly sender: string | null;
  readonly recipient: string | null;
  readonly subject: string | null;
}

/** Its hash, with a salt of its own: a name could be guessed from any other. */
export const protectedSeal = (salt: string, { sender, recipient, subject }: EntryApart): string =>
  sealOf(canonicalize({ sender, recipient, subject }) ?? '', salt);

/** The hash of what has been decided about an entry since, such as a number that it was given. */
export const changeSeal = (id: string, { what, value }: { what: string; value: string }): string =>
  sealOf(canonicalize({ what, value }) ?? '', id);

/** The hash of a number as lines of before changes were kept carry it. */
export const numberSeal = (id: string, number: string): string => sealOf(number, id);

/** What was decided of an item of a request. */
type Reviewed = Pick<Review, 'comment' | 'version' | 'outcome' | 'provision' | 'masks' | 'by'>;

/** Its hash, keyed by the request's id alone: it holds ids and places, and no words. */
export const reviewSeal = (
  request: string,
  { comment, version, outcome, provision, masks, by }: Reviewed,
): string => sealOf(canonicalize({ comment, version, outcome, provision, masks, by }) ?? '', request);

/** The hash of a disposal's protocol: it holds ids and counts alone, and needs no key. */
export const protocolHash = (protocol: object): string =>
  createHash('sha256')
    .update(canonicalize(protocol) ?? '')
    .digest('hex');
