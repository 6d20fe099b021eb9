import type { CategoryId } from '../core/policy.ts';

/**
 * One piece of evidence for one category, before any municipality's rules are asked.
 * `start` and `end` count UTF-16 units of the text as it was written.
 */
export interface Signal {
  readonly start: number;
  readonly end: number;
  readonly source: 'detector' | 'lexicon' | 'model';
  /** A stable code that a person can look up: a detector's name, a lexicon entry's reason or `examples`. */
  readonly why: string;
  readonly category: CategoryId;
  /** How sure the evidence makes us, above 0 and at most 1. */
  readonly weight: number;
  /** Needs no judgement, such as a valid personnummer. */
  readonly hard: boolean;
  /** Points at a private person: the text must not stand openly in a channel. */
  readonly personal: boolean;
}

/** A detector's plain answer: offsets of the original text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}
