import type { CategoryId } from '../../core/policy.ts';
import type { Learned } from '../../learner/learn.ts';
import { scoresOf } from '../../learner/regression.ts';
import { createVectors } from '../../learner/vocabulary.ts';
import type { Examined } from '../examine.ts';
import type { Span } from '../signal.ts';
import { evidenceOf } from './evidence.ts';
import { featuresOf, KIND_WEIGHTS } from './features.ts';

/** After the categories: should staff see it at all, does its writer wait for an answer, can it not wait. */
export const OTHER_TARGETS = ['seen', 'reply', 'urgent'] as const;

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
 * How scores, which are about 1 for yes and 0 for no, become what a judgement says, so that 0.5 is where to act: set on the ordinary
 * comments (`test/eval`). `seen` is 0.5 where one harmless comment in twenty is thought so too, the others where most such
 * guesses are right.
 */
const SCALES = {
  seen: { slope: 7, centre: 1.1 },
  category: { slope: 10, centre: 0.5 },
  needsReply: { slope: 8, centre: 0.54 },
  urgent: { slope: 8, centre: 0.4 },
};

/** Makes what was learned usable. */
export function createModel(learned: Learned): Model {
  const { labels, vocabulary, regression } = learned;
  const categories = labels.slice(0, -OTHER_TARGETS.length);
  const vectorOf = createVectors(vocabulary, KIND_WEIGHTS);
  return (examined) => {
    const features = featuresOf(examined);
    const vector = vectorOf(features);
    return judgementOf(scoresOf(regression, vector), categories, (target) =>
      evidenceOf({ regression, reading: examined.reading, features, vector }, target),
    );
  };
}

/** What the scores of all targets say; `evidenceOf` finds the words that carried a target. */
function judgementOf(
  scores: Float64Array,
  categories: readonly CategoryId[],
  evidenceOfTarget: (target: number) => Span[],
): Judgement {
  const own = scores.subarray(0, categories.length);
  const [staff = 0, reply = 0, urgent = 0] = scores.subarray(categories.length);
  const likeliest = Math.max(...own);
  const seen = scaled('seen', staff + likeliest);
  const part = (score: number) => (seen * scaled('category', score)) / scaled('category', likeliest);
  return {
    seen,
    needsReply: scaled('needsReply', reply),
    urgent: scaled('urgent', urgent),
    categories: new Map(categories.map((id, i) => [id, part(own[i] ?? 0)])),
    evidenceFor: (category) => evidenceOfTarget(categories.indexOf(category)),
  };
}

const scaled = (name: keyof typeof SCALES, score: number): number =>
  1 / (1 + Math.exp(-SCALES[name].slope * (score - SCALES[name].centre)));
