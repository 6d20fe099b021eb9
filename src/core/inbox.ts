import type { MunicipalityId } from './policy.ts';

/**
 * Why something that a verified sender brought stands unread: it breaks the shape that its source documents (`odd-…`,
 * `no-json`), or is of a kind that nobody reads yet. `odd-field` alone was read, but for a field that made no sense;
 * `failed` could not be archived, several times; `no-text` tells of something without its words, which a listing brings.
 * `foreign-app`: signed by another app than the one that speaks for the account.
 * `receipt`: a message has come through, or been seen.
 * `messaging-barred`: the platform takes no private messages of the account's, for a while.
 */
export type UnreadReason =
  | 'failed'
  | 'no-json'
  | 'odd-delivery'
  | 'odd-entry'
  | 'odd-change'
  | 'odd-field'
  | 'empty'
  | 'other-object'
  | 'unknown-account'
  | 'foreign-app'
  | 'unknown-field'
  | 'unknown-item'
  | 'unknown-verb'
  | 'message'
  | 'no-text'
  | 'messaging-barred'
  | 'receipt'
  | 'reaction';

/** What was brought and could not be read, as it came: a delivery, or one part of it in an envelope of its own. */
export interface Unread {
  /** The platform's id of the account it is about; null where it names none. */
  readonly account: string | null;
  readonly body: Buffer;
  readonly why: UnreadReason;
}

/** Something unread for the inbox. It belongs to the installation until it is read; `municipality` only says whose account it names. */
export interface InboxItem extends Unread {
  readonly source: string;
  readonly municipality: MunicipalityId | null;
  readonly receivedAt: Temporal.Instant;
  /** The municipality whose own app brought it; null: the installation's. */
  readonly app: MunicipalityId | null;
}

/** How many unread things of one kind the inbox holds. */
export interface InboxCount extends Pick<InboxItem, 'source' | 'account' | 'municipality' | 'why'> {
  readonly count: number;
  readonly latestAt: Temporal.Instant;
}

/** A delivery as it came. */
export type Received = Pick<InboxItem, 'body' | 'receivedAt' | 'app'>;

/** Something that stands unread, without what it says. */
export interface InboxRow extends Omit<InboxItem, 'body' | 'app'> {
  readonly id: string;
}
