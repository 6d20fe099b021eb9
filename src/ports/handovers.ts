import type { CommentKind } from '../core/comment.ts';
import type { MunicipalityId } from '../core/policy.ts';
import type { Direction, Registration } from '../core/registration.ts';

/** How an entry of the register comes to whoever keeps the diary. */
export type HandoverWay = 'folder' | 'mail';

/** A way that a municipality has. */
export interface DeclaredWay {
  readonly municipality: MunicipalityId;
  readonly way: HandoverWay;
}

/** One entry to be handed over one way, lent to one worker. */
export interface ClaimedHandover extends DeclaredWay {
  readonly registration: string;
  /** With this one, from 1. */
  readonly attempts: number;
  /** The worker before this one vanished: what it began may have been done. */
  readonly lost: boolean;
}

/** What came of an attempt. `pending`: to be tried again at `dueAt`. `error`: a code, never words. */
export type HandoverEnd =
  | { readonly state: 'done'; readonly messageId: string | null }
  | { readonly state: 'failed'; readonly error: string }
  | { readonly state: 'unknown'; readonly error: string; readonly messageId: string }
  | { readonly state: 'pending'; readonly error: string; readonly dueAt: Temporal.Instant };

/** Where an entry stands on one of its ways. */
interface HandoverState extends DeclaredWay {
  readonly reference: string;
  readonly state: HandoverEnd['state'] | 'started';
  readonly attempts: number;
  readonly error: string | null;
  readonly messageId: string | null;
  /** It failed, or nobody knows, and no number has been given since: a person must see to it. */
  readonly needsSomebody: boolean;
}

/** A version of a comment that was there, and read by screening, when its entry was secured. */
export interface HandedVersion {
  readonly number: number;
  /** Null where it has been disposed of. */
  readonly text: string | null;
  readonly writtenAt: Temporal.Instant;
  /** What it showed beside its text, links included, in its own order. */
  readonly attachments: readonly { readonly type: string; readonly url: string }[];
}

/** What is handed over of an entry. */
export interface HandedEntry {
  readonly municipality: MunicipalityId;
  readonly registration: Registration;
  readonly direction: Direction;
  readonly documentAt: Temporal.Instant | null;
  readonly receivedAt: Temporal.Instant | null;
  readonly sender: string | null;
  readonly recipient: string | null;
  readonly protectedSubject: string | null;
  /** The entry is, or may be, secret, or its ticket's text is withheld from the channel: it goes the secret way alone. */
  readonly guarded: boolean;
  /** Null for an entry that is of no comment. */
  readonly comment: {
    readonly id: string;
    readonly kind: CommentKind;
    readonly platform: string;
    readonly account: string;
    readonly accountName: string;
    readonly externalId: string;
    readonly postId: string | null;
    readonly parentId: string | null;
    readonly permalink: string | null;
    readonly authorId: string | null;
    readonly versions: readonly HandedVersion[];
  } | null;
}

/** An entry that lies in a folder, and waits for its number. */
export interface AwaitedNumber {
  readonly municipality: MunicipalityId;
  readonly reference: string;
}

/** The ledger of what is handed over. Each method is one transaction. */
export interface HandoverStore {
  /** Which ways there are from now on: an entry that is secured is ordered on each of its municipality's. */
  declareHandoverWays(ways: readonly DeclaredWay[]): Promise<void>;
  /** Lends one that is due, or whose worker's lease has run out. Null when there is none. */
  claimHandover(now: Temporal.Instant, leaseMs: number): Promise<ClaimedHandover | null>;
  /** What is handed over of an entry, as it stands now. */
  handedEntry(municipality: MunicipalityId, registration: string): Promise<HandedEntry | null>;
  /** Writes down what came of an attempt, and journals its end; does nothing once another worker has taken it up. */
  handoverEnded(of: ClaimedHandover, now: Temporal.Instant, end: HandoverEnd): Promise<void>;
  /** Where the municipality's entries stand, those of the latest references last. */
  handovers(municipality: MunicipalityId): Promise<readonly HandoverState[]>;
  /** Tries again what failed, or what may have come through and did not, by a person's word. @returns whether there was such a one */
  retryHandover(
    municipality: MunicipalityId,
    reference: string,
    way: HandoverWay,
    now: Temporal.Instant,
  ): Promise<boolean>;
  /** Entries that lie in a folder, and have no diary number yet. */
  awaitedNumbers(): Promise<readonly AwaitedNumber[]>;
}
