import type { CategoryId } from '../../core/policy.ts';
import type { Examined } from '../examine.ts';
import type { Span } from '../signal.ts';
import { evidenceOf } from './evidence.ts';
import { featuresOf } from './features.ts';
import { oddsOf, type Regression } from './regression.ts';
import { createVectors, type Vocabulary } from './vocabulary.ts';

/** What was learned: one regression whose targets are the categories, then `OTHER_TARGETS`. */
export interface Learned {
  readonly categories: readonly CategoryId[];
  readonly vocabulary: Vocabulary;
  readonly regression: Regression;
}

/** After the categories: should staff see it at all, does its writer wait for an answer, can it not wait. */
export const OTHER_TARGETS = 3;

/** What the model makes of one text; every figure is 0–1. */
export interface Judgement {
  /** How likely staff should see it: about 0.5 where one harmless comment in twenty is thought so too. */
  readonly seen: number;
  readonly needsReply: number;
  readonly urgent: number;
  /** Each category's part: the likeliest has all of `seen`, the others less as they are less likely. */
  readonly categories: ReadonlyMap<CategoryId, number>;
  /** The clauses that carried a category most, in the text's order: at most two, none where small words alone did. */
  readonly evidenceFor: (category: CategoryId) => Span[];
}

/** Judges an examined text. Pure: the same model and text give the same answer. */
export type Model = (examined: Examined) => Judgement;

/**
 * How odds become what a judgement says, so that 0.5 is where to act: fitted to the examples' cross-validated odds.
 * `seen` is 0.5 where one harmless comment in twenty is thought so too, the others where most such guesses are right.
 */
const SCALES = {
  seen: { slope: 0.75, centre: 1.4 },
  needsReply: { slope: 1, centre: 0.45 },
  urgent: { slope: 1, centre: -1.2 },
};
/** The categories' odds tell more of whether staff should look than the target that was trained for it. */
const CATEGORIES_PART = 1.5;

/** Makes what was learned usable. */
export function createModel(learned: Learned): Model {
  const { categories, vocabulary, regression } = learned;
  const vectorOf = createVectors(vocabulary);
  return (examined) => {
    const features = featuresOf(examined);
    const vector = vectorOf(features);
    return judgementOf(oddsOf(regression, vector), categories, (target) =>
      evidenceOf({ regression, reading: examined.reading, features, vector }, target),
    );
  };
}

/** What the odds of all targets say; `evidenceOf` finds the words that carried a target. */
function judgementOf(
  odds: Float64Array,
  categories: readonly CategoryId[],
  evidenceOfTarget: (target: number) => Span[],
): Judgement {
  const [staff = 0, reply = 0, urgent = 0] = odds.subarray(categories.length);
  const chances = categories.map((_, i) => chance(odds[i] ?? 0));
  const likeliest = Math.max(...chances);
  const seen = scaled('seen', staff + CATEGORIES_PART * logSum(odds.subarray(0, categories.length)));
  return {
    seen,
    needsReply: scaled('needsReply', reply),
    urgent: scaled('urgent', urgent),
    categories: new Map(categories.map((id, i) => [id, (seen * (chances[i] ?? 0)) / likeliest])),
    evidenceFor: (category) => evidenceOfTarget(categories.indexOf(category)),
  };
}

const scaled = (name: keyof typeof SCALES, odds: number): number =>
  chance(SCALES[name].slope * (odds - SCALES[name].centre));

const chance = (odds: number): number => 1 / (1 + Math.exp(-odds));

function logSum(odds: Float64Array): number {
  let sum = 0;
  for (const each of odds) sum += Math.exp(each);
  return Math.log(sum);
}
