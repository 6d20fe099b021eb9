import type { PlatformName } from '../core/platform.ts';
import type { MunicipalityId, RuleId } from '../core/policy.ts';

/** What is counted of each rule: what was done with comments, and what was taken back. */
export type Measure = 'hidden' | 'deleted' | 'referred' | 'let-stand' | 'undone';

/** The middle of some times in hours, and of how many; null where there are none. */
export interface Median {
  readonly hours: number | null;
  readonly of: number;
}

/**
 * What happened in a municipality within a period, counted: nobody's words, names or ids. What was only tried (trial mode)
 * is in none of it, save that it came in.
 */
export interface ReportFacts {
  /** What others wrote, save in private. */
  readonly arrived: readonly { readonly platform: PlatformName; readonly count: number }[];
  readonly messages: number;
  /** Put before staff. `finding`: screening thought of the rule. */
  readonly tickets: readonly {
    readonly source: 'message' | 'finding' | 'question' | 'other';
    readonly rule: RuleId | null;
    readonly count: number;
  }[];
  /** Comments, by what happened to them and under which rule; null where none was named. */
  readonly measures: readonly {
    readonly measure: Measure;
    readonly rule: RuleId | null;
    readonly count: number;
  }[];
  /** Published through the bot, and directly on the platform. */
  readonly replies: { readonly here: number; readonly elsewhere: number };
  /** `active`: at the period's end. */
  readonly blocks: { readonly made: number; readonly lifted: number; readonly active: number };
  /** Entries of the register by kind. */
  readonly register: readonly { readonly kind: string; readonly count: number }[];
  /** From arrival to the entry, from there to the diary number, and from a card to the removal. */
  readonly medians: { readonly secured: Median; readonly numbered: Median; readonly removed: Median };
  /** Answers that were due, and how many of them came in time. */
  readonly clock: { readonly due: number; readonly inTime: number };
  /** Acts on platforms that did not succeed, or of which nobody knew. */
  readonly acts: { readonly failed: number; readonly unknown: number };
  /** Times in which a platform was not heard, and hours together. */
  readonly unheard: readonly {
    readonly platform: PlatformName;
    readonly count: number;
    readonly hours: number;
  }[];
  /** Let stand, since staff found that the bot was wrong. */
  readonly wrongFlags: number;
}

/** Counts for the transparency report. */
export interface ReportStore {
  /** From the first instant to before the last, as everything stood at one moment. */
  reportFacts(
    municipality: MunicipalityId,
    from: Temporal.Instant,
    to: Temporal.Instant,
  ): Promise<ReportFacts>;
}
