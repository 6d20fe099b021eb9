import type { Visibility } from '../core/comment.ts';
import type { PlatformName } from '../core/platform.ts';
import type { MunicipalityId } from '../core/policy.ts';
import type { Listed, Target } from './platform.ts';

/** An account whose platform is to be asked what has been written. */
export interface DuePoll {
  readonly municipality: MunicipalityId;
  readonly platform: PlatformName;
  readonly account: string;
  /** Everything that was written until then has been listed; null before the first time. */
  readonly coveredTo: Temporal.Instant | null;
  /** When the whole window was last listed. */
  readonly sweptAt: Temporal.Instant | null;
  /** How often in a row it has failed. */
  readonly failures: number;
}

/** What became of a poll. */
export interface PollEnd {
  readonly now: Temporal.Instant;
  readonly dueAt: Temporal.Instant;
  /** Null where it failed; then nothing is covered. */
  readonly covered: { readonly to: Temporal.Instant; readonly swept: boolean } | null;
  /** A time of which the platform was not heard, to be journalled; `lostTo`: what was written until then can no longer be listed. */
  readonly silence: {
    readonly from: Temporal.Instant;
    readonly to: Temporal.Instant;
    readonly lostTo: Temporal.Instant | null;
  } | null;
  /**
   * So many comments, the oldest of then, were listed that the platform should have told of by itself: what was written and
   * taken away between two lists has been seen by nobody. Journalled, back to what it last told.
   */
  readonly untold: { readonly count: number; readonly oldestAt: Temporal.Instant } | null;
}

/** How what is listed differs from what is archived. */
export interface Difference {
  readonly externalId: string;
  /** How it is known to stand; null for what is not archived yet. */
  readonly known: Visibility | null;
  readonly text: boolean;
  readonly visibility: boolean;
  /** When it was written, or something of it that was unknown. */
  readonly facts: boolean;
}

/** A comment of which its platform has told half. */
export interface ToldOf extends Target, Pick<DuePoll, 'municipality' | 'platform'> {
  readonly arrivedAt: Temporal.Instant;
}

/** Which comments their platforms are to be asked of. Each method is one transaction. */
export interface AskStore {
  /** Hands out one of these accounts that is due, to one asker; null when none is. */
  claimToldOf(
    accounts: readonly Pick<DuePoll, 'municipality' | 'platform' | 'account'>[],
    now: Temporal.Instant,
    leaseMs: number,
  ): Promise<ToldOf | null>;
  answered(told: ToldOf): Promise<void>;
  /** Nothing of the account is asked before `until`; what arrived before `since` never more. */
  askLater(
    account: Pick<DuePoll, 'municipality' | 'platform' | 'account'>,
    until: Temporal.Instant,
    since: Temporal.Instant,
  ): Promise<void>;
}

/** When each account's platform is to be asked, and what is known of what it lists. Each method is one transaction. */
export interface PollStore {
  /** Hands out an account of these that is due, to one poller; null when none is. */
  claimPoll(
    accounts: readonly Pick<DuePoll, 'municipality' | 'platform' | 'account'>[],
    now: Temporal.Instant,
    leaseMs: number,
  ): Promise<DuePoll | null>;
  /** The poller is still at it. */
  pollGoesOn(poll: DuePoll, leaseMs: number): Promise<void>;
  pollEnded(poll: DuePoll, end: PollEnd): Promise<void>;
  /**
   * Makes an account due now, or a minute after it was last listed: something was told of it that only a list shows. One
   * that is being listed is due again, since what was told may be newer; one that fails keeps its pause.
   */
  listSoon(
    account: Pick<DuePoll, 'municipality' | 'platform' | 'account'>,
    now: Temporal.Instant,
  ): Promise<void>;
  /** Which of what was listed is not archived as it stands. */
  differences(
    account: Pick<DuePoll, 'municipality' | 'platform' | 'account'>,
    listed: readonly Listed[],
  ): Promise<readonly Difference[]>;
  /** Comments under which somebody waits: those of open tickets, the newest first. */
  awaited(poll: DuePoll, limit: number): Promise<readonly string[]>;
  /**
   * Comments written since then that were not listed and that nobody has looked at for a day, or that somebody waits for:
   * they may be gone.
   */
  unlisted(
    poll: DuePoll,
    query: { since: Temporal.Instant; listed: readonly string[]; now: Temporal.Instant; limit: number },
  ): Promise<readonly Target[]>;
  /** They have been looked at one by one. */
  lookedAt(poll: DuePoll, externalIds: readonly string[], now: Temporal.Instant): Promise<void>;
}
