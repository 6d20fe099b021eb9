/**
 * What became of an earlier removal under a rule. `removed`: by one person alone, as the rule then allowed. `lapsed`: the
 * comment was edited or went away, or it is not known any more who took the proposal back.
 */
export type EarlierOutcome =
  | 'approved'
  | 'removed'
  | 'declined'
  | 'let-stand'
  | 'undone'
  | 'withdrawn'
  | 'taken-over'
  | 'lapsed'
  | 'waiting';

/** A removal that was decided or proposed under a rule, without a word of the comment or a name. */
export interface EarlierDecision {
  /** The ticket's number. */
  readonly number: number;
  /** When it came to this; of one that waits or lapsed, when it was proposed. */
  readonly at: Temporal.Instant;
  readonly outcome: EarlierOutcome;
  /** Why it was refused, in that colleague's words, or the word for why it was let stand; null where there is none to tell. */
  readonly reason: string | null;
  /** What was written about it may tell a secret, and stands here for nobody. */
  readonly secret: boolean;
}

/** Earlier decisions under one rule of a municipality, the latest first. `total`: with those that are left out. */
export interface EarlierDecisions {
  readonly total: number;
  readonly latest: readonly EarlierDecision[];
}
