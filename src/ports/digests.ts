import type { Contact, Digest, Inflow, ShareBlock, Unseen } from '../core/digest.ts';
import type { DigestLines, DigestPlace, Unposted, UnpostedWish } from '../core/digest-lists.ts';
import type { JournalNote } from '../core/journal.ts';
import type { CategoryId, MunicipalityId, RuleId } from '../core/policy.ts';
import type { Conversation } from './chat.ts';
import type { AccountRow } from './tenants.ts';

/** A due digest handed to a worker. `repeated`: an earlier post of it may have come through, and nobody knows. */
export interface ClaimedDigest {
  readonly municipality: MunicipalityId;
  readonly day: Temporal.PlainDate;
  /** When the one before was drawn up. */
  readonly since: Temporal.Instant;
  readonly repeated: boolean;
  readonly attempts: number;
  /** The municipality's main channel, whose digest tells of all its accounts. */
  readonly conversation: Conversation;
}

/** A digest that is to come. */
export interface DigestPlan {
  readonly day: Temporal.PlainDate;
  readonly dueAt: Temporal.Instant;
  /** From when it tells, when there was none before it. */
  readonly since: Temporal.Instant;
}

/** After `from`, up to and including `until`. */
export interface Period {
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
}

/** Which lines of a digest are wanted. */
export interface LinesQuery {
  /** The instant that the digest speaks of. */
  readonly now: Temporal.Instant;
  /** What is awaited before this instant, and not overdue, is due today. */
  readonly dayEnds: Temporal.Instant;
  /** What may be one of these, or may break one of these rules, is listed with what is urgent. */
  readonly statutory: readonly CategoryId[];
  readonly critical: readonly RuleId[];
  /** What may break one of these comes next in each list. */
  readonly high: readonly RuleId[];
  /** The line before the first that is wanted; null for those from the beginning. */
  readonly after: DigestPlace | null;
  readonly limit: number;
}

/** What a digest asks the store. */
export interface DigestQuery extends LinesQuery {
  readonly inflow: Period;
  readonly daysOff: Period | null;
  /** Deadlines from `from` up to, but not including, `until`. */
  readonly blocks: readonly Period[];
  /** Whose name is wanted. */
  readonly person: string | null;
}

/** Which comments without a card are wanted: those of the period, the newest first, that stand after that one. */
export interface UnpostedQuery {
  readonly period: Period;
  readonly account: UnpostedWish['account'];
  readonly after: string | null;
  readonly limit: number;
}

/** What is known of one comment that got no card. */
export interface StoredUnposted extends Omit<Unposted, 'shown'> {
  readonly author: string | null;
  readonly text: string;
  readonly attachments: boolean;
}

/** What the store knows for one digest. `daysOff` and `blocks` answer the periods that were asked for, in their order. */
export interface DigestFacts {
  readonly waiting: DigestLines;
  readonly inflow: Pick<Inflow, 'arrived' | 'posted' | 'pressing'>;
  readonly unseen: Unseen;
  readonly daysOff: DigestFacts['inflow'] | null;
  readonly blocks: readonly Pick<ShareBlock, 'due' | 'inTime'>[];
  /** The person's name; null when it is not known. */
  readonly name: string | null;
  readonly head: Digest['head'];
}

/** What the daily digests need of the store. Each method is one transaction. */
export interface DigestStore {
  /**
   * Municipalities with a main channel and no digest ahead, with the day of their last.
   * @param anewFrom those whose digest is planned for after that instant, and not begun, are among them
   */
  undigested(
    anewFrom: Temporal.Instant | null,
  ): Promise<readonly { municipality: MunicipalityId; last: Temporal.PlainDate | null }[]>;
  /**
   * Plans the digest of a day, unless it is there already, instead of any that is not due by `now`. It tells of what came
   * after the last one, or after `since`.
   */
  planDigest(municipality: MunicipalityId, plan: DigestPlan, now: Temporal.Instant): Promise<void>;
  /** Hands out one due digest, or one whose worker vanished, to one worker. */
  claimDigest(now: Temporal.Instant, leaseMs: number): Promise<ClaimedDigest | null>;
  /** Renews the lease just before the post; false when another worker has taken over. */
  holdDigest(digest: ClaimedDigest, leaseMs: number): Promise<boolean>;
  /** @param now the instant that the digest speaks of: the next one begins there */
  digestPosted(digest: ClaimedDigest, now: Temporal.Instant, data: JournalNote['data']): Promise<void>;
  /** Not posted, and to be tried again; where that is not known, or was not before, the next try will say so. */
  digestFailed(
    digest: ClaimedDigest,
    failure: { unknown: boolean; retryAt: Temporal.Instant; waitMs: number },
  ): Promise<void>;
  /** It will not be posted: its day or its hours are over. */
  digestSkipped(digest: ClaimedDigest): Promise<void>;
  digestFacts(municipality: MunicipalityId, query: DigestQuery): Promise<DigestFacts>;
  /** A page of the same digest's lines. */
  digestLines(municipality: MunicipalityId, query: LinesQuery): Promise<DigestLines>;
  /** Screened comments that got no card by themselves, the newest first, but those that are gone. */
  unposted(
    municipality: MunicipalityId,
    query: UnpostedQuery,
  ): Promise<{ total: number; before: number; comments: readonly StoredUnposted[] }>;
  contacts(municipality: MunicipalityId): Promise<readonly (AccountRow & Omit<Contact, 'alive'>)[]>;
  /** The platform has just answered for the account. */
  contacted(account: AccountRow, now: Temporal.Instant): Promise<void>;
}
