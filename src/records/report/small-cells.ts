/**
 * What is shown of a number: it, `1–4`, or nothing. Of a median its hours; of a share its percent; of what goes on from
 * quarter to quarter a band (`to` null: or more), since two exact states would give away what came between them.
 */
export type Shown =
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'few' }
  | { readonly kind: 'withheld' }
  | { readonly kind: 'none' }
  | { readonly kind: 'hours'; readonly hours: number }
  | { readonly kind: 'share'; readonly percent: number }
  | { readonly kind: 'band'; readonly from: number; readonly to: number | null };

const FEW: Shown = { kind: 'few' };
/** Shown instead of a number that would give another one away, or a person. */
export const WITHHELD: Shown = { kind: 'withheld' };
const exact = (count: number): Shown => ({ kind: 'count', count });

/** From so many on a number says nothing of anybody. */
const ENOUGH = 5;
const isFew = (count: number): boolean => count > 0 && count < ENOUGH;

/** A number that is no part of a sum which is shown: 0 as it is, 1–4 as `few`. */
export const shownAlone = (count: number): Shown => (isFew(count) ? FEW : exact(count));

/**
 * Numbers and their sum, so that no reader can work out what is not shown, not even one who knows this function. Beside a
 * few the last number of five or more is withheld: by its place, since a choice by size would tell of its size. The sum
 * goes too where it would leave both a single value each, or one more, and where there is no such number: unless the only
 * number is itself a few.
 */
export function shownWithSum(counts: readonly number[]): {
  readonly cells: readonly Shown[];
  readonly sum: Shown;
} {
  const few = counts.filter(isFew);
  const sum = counts.reduce((all, one) => all + one, 0);
  if (few.length === 0) return { cells: counts.map(exact), sum: exact(sum) };
  const beside = counts.findLastIndex((count) => count >= ENOUGH);
  const cells = counts.map((count, place) => (place === beside ? WITHHELD : shownAlone(count)));
  if (beside === -1) return { cells, sum: few.length === 1 ? FEW : WITHHELD };
  const unseen = few.reduce((all, one) => all + one, counts[beside] ?? 0);
  // The least that they can be is one each, and ENOUGH.
  return { cells, sum: unseen <= few.length + ENOUGH + 1 ? WITHHELD : exact(sum) };
}

/** The middle of so many times; of a few it would be somebody's own. */
export function shownMedian({ hours, of }: { readonly hours: number | null; readonly of: number }): Shown {
  if (of === 0 || hours === null) return { kind: 'none' };
  return of < ENOUGH ? WITHHELD : { kind: 'hours', hours: Math.round(hours * 10) / 10 };
}

const BANDS = [
  [1, 4],
  [5, 9],
  [10, 19],
  [20, 49],
  [50, null],
] as const;

/** What goes on from quarter to quarter. */
export function shownInBand(count: number): Shown {
  const [from, to] = BANDS.findLast(([least]) => count >= least) ?? [0, 0];
  return to === 0 ? exact(0) : { kind: 'band', from, to };
}
