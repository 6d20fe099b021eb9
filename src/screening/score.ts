import type { CategoryId } from '../core/policy.ts';
import type { Signal } from './signal.ts';

/** What is known of one category: its score and the signals that carry it. */
export interface Scored {
  readonly category: CategoryId;
  /** Noisy-or: 1 minus the product of what each separate place leaves in doubt. 0–1. */
  readonly score: number;
  readonly hard: boolean;
  readonly signals: readonly Signal[];
  /** Further signals, worked out only when someone will see them. */
  readonly more?: () => readonly Signal[];
}

/** Scores every category that has a signal. Signals that overlap are one piece of evidence: the heaviest counts. */
export function scoreCategories(signals: readonly Signal[]): Map<CategoryId, Scored> {
  const scored = new Map<CategoryId, Scored>();
  for (const [category, own] of Map.groupBy(signals, (signal) => signal.category)) {
    const ordered = [...own].sort((a, b) => a.start - b.start || a.end - b.end || b.weight - a.weight);
    scored.set(category, {
      category,
      score: 1 - places(ordered).reduce((doubt, weight) => doubt * (1 - weight), 1),
      hard: ordered.some((signal) => signal.hard),
      signals: ordered,
    });
  }
  return scored;
}

function places(ordered: readonly Signal[]): number[] {
  const weights: number[] = [];
  let end = -1;
  for (const signal of ordered) {
    if (signal.start >= end) weights.push(signal.weight);
    else weights[weights.length - 1] = Math.max(weights.at(-1) ?? 0, signal.weight);
    end = Math.max(end, signal.end);
  }
  return weights;
}
