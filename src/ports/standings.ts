import type { PlatformName } from '../core/platform.ts';
import type { MunicipalityId } from '../core/policy.ts';
import type { Standing } from '../core/standing.ts';
import type { Conversation } from './chat.ts';

/** An account whose platform is asked. */
export interface AskedAccount {
  readonly municipality: MunicipalityId;
  readonly platform: PlatformName;
  readonly account: string;
}

/** Accounts of one municipality, each with something that its lead is to hear of. */
export interface DueWarning {
  readonly municipality: MunicipalityId;
  /** The municipality's channel, by which the lead's own chat is found. */
  readonly channel: Conversation;
  readonly accounts: readonly (AskedAccount & {
    readonly name: string;
    readonly standing: Standing;
    /** What is wrong, as a key. */
    readonly trouble: string;
  })[];
}

/** What platforms say of the accounts, and who has been told. Each method is one transaction. */
export interface StandingStore {
  /** Hands out one of these accounts that is due, to one asker; null when none is. */
  claimStanding(
    accounts: readonly AskedAccount[],
    now: Temporal.Instant,
    leaseMs: number,
  ): Promise<AskedAccount | null>;
  /** Keeps what the platform said; `trouble` null: nothing that the lead must hear of. */
  standingTold(
    account: AskedAccount,
    told: {
      readonly standing: Standing;
      readonly trouble: string | null;
      readonly now: Temporal.Instant;
      readonly dueAt: Temporal.Instant;
    },
  ): Promise<void>;
  /** The platform did not answer: what it said last stays. */
  standingUntold(account: AskedAccount, dueAt: Temporal.Instant): Promise<void>;
  /**
   * Hands out a municipality whose lead has heard nothing since `today` began, with those of these accounts that have
   * another trouble than they heard of, or that they heard of before `again`.
   */
  claimWarning(
    among: readonly AskedAccount[],
    since: { readonly today: Temporal.Instant; readonly again: Temporal.Instant },
    leaseMs: number,
  ): Promise<DueWarning | null>;
  /** The lead has been told; journalled. */
  warned(warning: DueWarning, now: Temporal.Instant): Promise<void>;
}
