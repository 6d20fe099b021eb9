import { STOCKHOLM } from './calendar.ts';
import type { CommentKind, Visibility } from './comment.ts';
import type { PlatformName } from './platform.ts';
import type { MunicipalityId } from './policy.ts';

/** A picture, film or link that a version showed. `sha256` and `contentType`: null where no copy is stored. */
export interface RecordMedia {
  /** Among what is copied, from 0; links have theirs after that. */
  readonly position: number;
  readonly type: string;
  /** Empty where it may not be given out. */
  readonly url: string;
  readonly contentType: string | null;
  readonly sha256: string | null;
  readonly bytes: number | null;
}

/** What came of an act on the platform that a decision ordered. */
export interface RecordAct {
  /** The effect's kind: `hide-comment`, `delete-comment`, `reply-to-comment` … */
  readonly kind: string;
  /** As the ledger has it: `done`, `failed`, `unknown`, `asked`, `cancelled`, `pending`, `started`. */
  readonly state: string;
  /** How it was done; null where it was not. */
  readonly how: 'performed' | 'verified' | 'already-so' | 'trial' | 'by-hand' | null;
  readonly at: Temporal.Instant | null;
  /** The platform's id of what it made, such as a reply. */
  readonly externalId: string | null;
  readonly commentVersion: number | null;
  /** The decision whose reason or reply it carries out. */
  readonly decision: string | null;
}

/** A decision of a person's about a comment: the rule in the words of that day, and why. */
export interface RecordDecision {
  readonly id: string;
  readonly verb: string;
  readonly rule: string | null;
  readonly quote: string | null;
  /** The version of the municipality's rules. */
  readonly policy: string;
  /** Null where it has been disposed of. */
  readonly reason: string | null;
  /** Entra object id: for names, see `RecordPage.names`; never given out itself. */
  readonly by: string;
  readonly at: Temporal.Instant;
}

/** A reply that was ordered. Its publication is one of the acts, and the published text is an item of its own when the platform tells of it. */
export interface RecordReply {
  readonly id: string;
  readonly text: string | null;
  readonly by: string;
  readonly at: Temporal.Instant;
}

/** An entry of the register that a comment has. */
export interface RecordEntry {
  readonly reference: string;
  /** The diary number in force. */
  readonly number: string | null;
  readonly secret: boolean;
  /** By which of the municipality's provisions it is marked as secret; null where that is not confirmed. */
  readonly provision: string | null;
}

/**
 * One version of one thing that was written to, or by, a municipality on a platform: what is given out, handed to the archive
 * and disposed of. What was decided hangs on the comment, and stands on the version in force alone.
 */
export interface RecordItem {
  readonly municipality: MunicipalityId;
  readonly comment: string;
  readonly kind: CommentKind;
  /** Written by the municipality's own account. */
  readonly own: boolean;
  readonly platform: PlatformName;
  readonly account: string;
  readonly accountName: string;
  readonly externalId: string;
  readonly postId: string | null;
  readonly parentId: string | null;
  readonly conversation: string | null;
  readonly author: { readonly id: string | null; readonly name: string | null };
  readonly permalink: string | null;
  readonly createdAt: Temporal.Instant;
  readonly arrivedAt: Temporal.Instant;
  readonly version: number;
  /** How many versions the comment has. */
  readonly versions: number;
  /** The version that stands on the platform, or stood there last: not always the one that came last. */
  readonly inForce: boolean;
  /** When the platform says that this version was written. */
  readonly writtenAt: Temporal.Instant;
  /** Null where it has been disposed of. */
  readonly text: string | null;
  readonly media: readonly RecordMedia[];
  readonly visibility: Visibility;
  /** The staff's own short number of its ticket; null where it never had one. */
  readonly ticket: number | null;
  /** Its ticket's display: text that may be secret is never shown without a decision. */
  readonly possiblySecret: boolean;
  readonly entries: readonly RecordEntry[];
  readonly decisions: readonly RecordDecision[];
  readonly replies: readonly RecordReply[];
  readonly acts: readonly RecordAct[];
}

/** Which items are meant. All that is given must fit; never by what somebody thinks (dataskyddslagen 3 kap. 3 § 2 st). */
export interface RecordQuery {
  /** By when the comment came, from the first instant to before the last. */
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
  readonly platform?: PlatformName | undefined;
  readonly account?: string | undefined;
  /** A ticket's short number. */
  readonly ticket?: number | undefined;
  /** The author's shown name, as written. */
  readonly author?: string | undefined;
  /** Words that the text holds, case-insensitively. */
  readonly words?: string | undefined;
  /** These comments alone, by our ids. */
  readonly comments?: readonly string[] | undefined;
  /** What was selected for this request, by its id. */
  readonly request?: string | undefined;
}

/** Whole Swedish days, the last one too; what has not come yet is not meant: today counts until now. */
export function ofDays(
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
  now: Temporal.Instant,
): Pick<RecordQuery, 'from' | 'to'> {
  const startOf = (day: Temporal.PlainDate) => day.toZonedDateTime(STOCKHOLM).toInstant();
  const end = startOf(last.add({ days: 1 }));
  return { from: startOf(first), to: Temporal.Instant.compare(end, now) > 0 ? now : end };
}

/** A page of items in the order of comments (by arrival, then id) and of their versions. */
export interface RecordPage {
  readonly items: readonly RecordItem[];
  /** Entra object id → the name that the chat gave last. */
  readonly names: ReadonlyMap<string, string>;
  /** Where the next page begins; null at the end. */
  readonly next: string | null;
}
