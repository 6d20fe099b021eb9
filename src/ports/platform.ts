import type { Attachment, CommentKind, IncomingComment } from '../core/comment.ts';
import type { PlatformName } from '../core/platform.ts';
import type { Standing } from '../core/standing.ts';

/** Where an act is aimed: ids only, as the platform gave them. */
export interface Target {
  readonly account: string;
  readonly externalId: string;
  readonly postId: string | null;
  /** Absent: a comment. */
  readonly kind?: CommentKind;
}

/** What a read-back sees. */
export interface SeenComment {
  readonly text: string;
  readonly hidden: boolean;
  readonly canHide: boolean;
  readonly canRemove: boolean;
  readonly authorId: string | null;
  readonly permalink: string | null;
  readonly attachments: readonly Attachment[];
}

/** The person whom a private message is sent to, as the platform names them towards the account. */
export interface Recipient {
  readonly account: string;
  readonly person: string;
}

/** A private answer. `name`: the platform hands it back where it tells of the message. */
interface PrivateMessage {
  readonly text: string;
  readonly name: string;
  /** It is given late, by a human being, and must say so. */
  readonly tagged: boolean;
}

/** Private messages, where a platform has them and we speak to it of them. */
export interface Messaging {
  /** The longest text, in the unit in which the platform counts, is checked before anything is sent. */
  send(to: Recipient, message: PrivateMessage): Promise<{ externalId: string }>;
  /**
   * Answers whoever wrote a comment in private. The platform takes one such answer to each comment, and only for some days:
   * `replied-before`, `window-closed`.
   */
  replyTo(comment: Target, text: string): Promise<{ externalId: string }>;
  /** What the account has sent the person lately, newest first: settles a message whose answer was lost. */
  sent(to: Recipient): Promise<readonly { externalId: string; text: string; createdAt: Temporal.Instant }[]>;
  /** What has been written in private since then, by people and by the account, as `Platform.list`: a conversation at a time. */
  list(listing: Pick<Listing, 'account' | 'since'>): AsyncIterable<readonly Listed[]>;
}

/** Something that the platform lists: as it was written, and whether it is hidden from the public. */
export interface Listed {
  readonly comment: IncomingComment;
  /** As the platform answered: what is kept as evidence, in JSON. */
  readonly node: unknown;
  readonly hidden: boolean;
  /** Looked at by itself: neither when it was written nor where it stands has been told. */
  readonly partial?: boolean;
}

/** What is asked for when an account's comments are listed. */
export interface Listing {
  readonly account: string;
  /** Everything that was written since then and can still be read. Older things may come too. */
  readonly since: Temporal.Instant;
  /** The platform's ids of comments under which somebody waits for an answer: what stands there is listed, however old they are. */
  readonly awaited: readonly string[];
  readonly now: Temporal.Instant;
}

/**
 * One social platform. Every act resolves when the platform says that it is done, and throws PlatformError otherwise.
 * No retries inside: the outbox alone retries. Each call ends within `timeoutMs`.
 */
export interface Platform {
  readonly name: PlatformName;
  hide(target: Target): Promise<void>;
  unhide(target: Target): Promise<void>;
  delete(target: Target): Promise<void>;
  /** Answers publicly under the comment as the account. */
  reply(target: Target, text: string): Promise<{ externalId: string }>;
  block(account: string, authorId: string): Promise<void>;
  unblock(account: string, authorId: string): Promise<void>;
  /** Is the author blocked? Settles a block whose answer was lost. */
  isBlocked(account: string, authorId: string): Promise<boolean>;
  /** The comment as it stands now; null when it is gone. */
  read(target: Target): Promise<SeenComment | null>;
  /** The comment as it would be listed; null when it is gone. Where webhooks tell only half of it. */
  find?(target: Target): Promise<Listed | null>;
  /**
   * What stands on the account: posts and comments, others' and its own, page by page in any order, the same thing perhaps
   * twice. What was listed before it throws can be kept; only one that ends has listed everything.
   */
  list(listing: Listing): AsyncIterable<readonly Listed[]>;
  /** The account's own replies under the comment, newest first: settles a reply whose answer was lost. */
  ownReplies(
    target: Target,
  ): Promise<readonly { externalId: string; text: string; createdAt: Temporal.Instant }[]>;
  readonly messages?: Messaging;
  /** Will what is written on the account reach us? Resolves when the platform says so; `rejected` when it says no. */
  check(account: string): Promise<void>;
  /**
   * Everything that the platform says of the account: its token, what it may, what it tells us of, and until when. In
   * several calls: `check` is asked often, this once a day. What is wrong is no error; PlatformError when nobody answers.
   */
  standing(account: string): Promise<Standing>;
  /** The bytes of an attachment, from allow-listed hosts only, at most 20 MiB. */
  fetchAttachment(url: string): Promise<{ bytes: Buffer; contentType: string }>;
}

/**
 * `no-answer` alone leaves open whether the act happened; after every other code it did not.
 * `transient` and `rate-limited` may be tried again after `retryAfterMs`.
 */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';
  readonly code:
    | 'token-expired'
    | 'permission'
    | 'account-paused'
    | 'rate-limited'
    | 'not-found'
    | 'rejected'
    | 'transient'
    | 'no-answer'
    | 'unsupported'
    | 'window-closed'
    | 'replied-before'
    | 'unreachable';
  readonly retryAfterMs: number | null;
  constructor(
    code: PlatformError['code'],
    message: string,
    options: { retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
