import type { CategoryId } from '../../core/policy.ts';
import type { Examined } from '../examine.ts';
import type { Span } from '../signal.ts';
import { type Features, featuresOf } from './features.ts';
import { oddsOf, type Regression } from './regression.ts';
import { createVectors, type Vector, type Vocabulary } from './vocabulary.ts';

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
  /** The words that carried a category most, in the text's order: at most three places. */
  readonly evidenceFor: (category: CategoryId) => Span[];
}

/** Judges an examined text. Pure: the same model and text give the same answer. */
export type Model = (examined: Examined) => Judgement;

const MOST_PLACES = 3;
/** A word that carries less than this share of the heaviest one is not shown. */
const WORTH_SHOWING = 0.35;

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
      evidenceOf({ learned, examined, features, vector }, target),
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

interface Read {
  readonly learned: Learned;
  readonly examined: Examined;
  readonly features: Features;
  readonly vector: Vector;
}

function evidenceOf(read: Read, target: number): Span[] {
  const { words, span } = read.examined.reading;
  if (words.length === 0 || target < 0) return [];
  const weights = wordWeights(read, target);
  const chosen = heaviest(weights);
  const least = WORTH_SHOWING * (weights[chosen[0] ?? 0] ?? 0);
  const places: { first: number; last: number }[] = [];
  const shown = chosen.filter((word, i) => i === 0 || (weights[word] ?? 0) >= least);
  for (const word of shown.sort((a, b) => a - b)) {
    const before = places.at(-1);
    if (before && before.last === word - 1) before.last = word;
    else places.push({ first: word, last: word });
  }
  return places.map(({ first, last }) => span(first, last));
}

/** The words that carry most, the heaviest first. */
function heaviest(weights: Float64Array): number[] {
  const chosen: number[] = [];
  for (const [word, weight] of weights.entries()) {
    const at = chosen.findIndex((other) => (weights[other] as number) < weight);
    if (at >= 0) chosen.splice(at, 0, word);
    else chosen.push(word);
    if (chosen.length > MOST_PLACES) chosen.pop();
  }
  return chosen;
}

/** How much each word adds to the target's odds: a feature's part is shared by its places, and by their words. */
function wordWeights({ learned, examined, features, vector }: Read, target: number): Float64Array {
  const { targets, weights } = learned.regression;
  const { places, values, indices } = vector;
  const counts = new Uint16Array(places.length);
  for (const index of indices) if (index >= 0) counts[index] = (counts[index] as number) + 1;
  const carried = new Float64Array(examined.reading.words.length);
  for (const [i, index] of indices.entries()) {
    if (index < 0) continue;
    const weight = weights[(places[index] as number) * targets + target] as number;
    const [first, last] = [features.first[i] as number, features.last[i] as number];
    const part = (weight * (values[index] as number)) / (counts[index] as number) / (last - first + 1);
    for (let word = first; word <= last; word++) carried[word] = (carried[word] as number) + part;
  }
  return carried;
}
