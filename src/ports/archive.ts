import type {
  Attachment,
  Comment,
  CommentChange,
  CommentKind,
  Delivery,
  Visibility,
} from '../core/comment.ts';
import type { InboxCount, InboxItem, InboxRow, Received } from '../core/inbox.ts';
import type { PlatformName } from '../core/platform.ts';
import type { MunicipalityId } from '../core/policy.ts';

/** A version in force that nobody has screened. */
export interface UnscreenedVersion {
  readonly municipality: MunicipalityId;
  readonly comment: string;
  readonly version: number;
  /** The ticket of the comment, or of the conversation, that this one, written by the account itself, replies to. */
  readonly answers: string | null;
  /** The open ticket of the conversation that this private message goes on with. */
  readonly follows: string | null;
  readonly writtenAt: Temporal.Instant;
  readonly platform: PlatformName;
  readonly kind: CommentKind;
  readonly own: boolean;
  readonly visibility: Visibility;
  /** Empty where it has been erased. */
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

/** What a platform told of one comment. */
export interface WaitingChange {
  readonly municipality: MunicipalityId;
  readonly key: string;
  /** Null when the comment has not come for so long that it will not come. */
  readonly comment: string | null;
  readonly change: CommentChange;
  readonly at: Temporal.Instant;
  /** What the comment says, by which it may get a ticket; null where it waits to be screened anyway, and where its post went with it. */
  readonly says: Pick<Comment, 'text' | 'attachments'> | null;
  /** The open ticket that a private message belongs to which was taken back. */
  readonly joined: string | null;
  /** A hiding or showing that was told of later has been handled. */
  readonly isOvertaken: boolean;
}

/**
 * What its platform has told of a comment, `POST /api/comments` may not tell otherwise. The platform itself may: what
 * a third party has brought of a comment it alone can correct, by its webhook or when it is read back.
 */
export class RewriteRefused extends Error {
  override readonly name = 'RewriteRefused';
  readonly code = 'rewrite-refused';
  /** The platform's id of the comment, as it was brought. */
  readonly externalId: string;
  constructor(externalId: string) {
    super('a comment that its platform has told of was brought anew by another source');
    this.externalId = externalId;
  }
}

/** A delivery that is handed to a reader. */
export interface ClaimedDelivery extends Received {
  readonly id: string;
  readonly source: PlatformName;
  readonly sha256: string;
  /** How often it has been handed out, this time included. */
  readonly attempts: number;
}

/** A delivery whose understood part is archived, with what was not understood. */
export interface ReadThrough {
  readonly delivery: ClaimedDelivery;
  readonly unread: readonly Omit<InboxItem, 'source' | 'receivedAt' | 'app'>[];
  /** Our accounts of which it tells, whether or not it was understood. */
  readonly tellsOf: readonly { readonly municipality: MunicipalityId; readonly account: string }[];
}

/** What comes in from outside, and what of it waits to be looked at. Each method is one transaction. */
export interface ArchiveStore {
  /**
   * Stores everything a request brought, or nothing, and answers once it is durable. Duplicates are counted, not stored
   * again.
   * @throws RewriteRefused
   */
  archive(delivery: Delivery): Promise<{ accepted: number; duplicates: number }>;
  /** Keeps what a verified sender brought, as it came; resolves once it is durable. What came before is there already. */
  keepDeliveries(source: PlatformName, deliveries: readonly Received[]): Promise<void>;
  /** Hands out deliveries that nobody has read, oldest first, each to one reader. */
  claimDeliveries(limit: number, leaseMs: number): Promise<readonly ClaimedDelivery[]>;
  /** Notes what became of deliveries; resolves with the unread parts that were not there before. */
  deliveriesRead(read: readonly ReadThrough[]): Promise<readonly InboxItem[]>;
  /** What stands unread, without what it says. `municipality` null: all of it. */
  unreadRows(municipality: MunicipalityId | null): Promise<readonly InboxRow[]>;
  /** Hands what stands unread to the readers again; the number of it. */
  retryUnread(municipality: MunicipalityId | null): Promise<number>;
  countUnread(): Promise<readonly InboxCount[]>;
  /**
   * Versions in force that nobody has screened, oldest first, but those of the comments `except` and those of which a
   * platform has told something that is still to be handled.
   */
  unscreened(limit: number, except: readonly string[]): Promise<readonly UnscreenedVersion[]>;
  /** What stands now of a comment; null where there is none, and where its text has been erased. */
  inForce(
    municipality: MunicipalityId,
    comment: string,
  ): Promise<Pick<UnscreenedVersion, 'version' | 'text' | 'attachments'> | null>;
  /** What platforms told of comments and nobody has handled, oldest first. One whose comment has not come waits for it a week. */
  unhandledChanges(now: Temporal.Instant, limit: number): Promise<readonly WaitingChange[]>;
  /** Makes of a removed post a change of each of its comments, also of those that come after it; the number of them. */
  spreadRemovedPosts(now: Temporal.Instant): Promise<number>;
  changeHandled(municipality: MunicipalityId, key: string, now: Temporal.Instant): Promise<void>;
}
