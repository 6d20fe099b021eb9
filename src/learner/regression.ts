import type { Vector } from './vocabulary.ts';

/**
 * One linear regression for each target, over the same features: `weights` holds a row of targets for each place, in steps of
 * `step`, since half of the memory tells as much.
 */
export interface Regression {
  readonly targets: number;
  readonly weights: Int16Array;
  readonly step: number;
}

/** As many as the learner before it took; no other number was tried. */
const EPOCHS = 6;
/** How much long weights are held against them: a fifth and four times as much found the same within chance. */
const LENGTH_COSTS = 1.75;

/** An example as the regression multiplies it. */
export type Row = Pick<Vector, 'places' | 'values'>;

/** What each row is: `rows × targets` ones and zeros. */
export type Labels = Uint8Array;

/**
 * Learns ridge regressions by dual coordinate ascent (Hsieh and others, ICML 2008; Shalev-Shwartz and Zhang 2013), row by row
 * in a fixed shuffled order: the same rows give the same bytes. A guess is about 1 where the label is, and about 0 where it is not.
 */
export function trainRegression(
  rows: readonly Row[],
  labels: Labels,
  targets: number,
  places: number,
): Regression {
  const weights = new Float32Array(places * targets);
  const duals = new Float64Array(rows.length * targets);
  const order = Int32Array.from(rows.keys());
  let seed = 0x9e3779b9;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      // Numerical Recipes' generator: any fixed one will do.
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      const j = seed % (i + 1);
      const kept = order[i] as number;
      order[i] = order[j] as number;
      order[j] = kept;
    }
    for (const row of order) {
      const from = row * targets;
      const to = from + targets;
      learnRow(weights, rows[row] as Row, labels.subarray(from, to), duals.subarray(from, to));
    }
  }
  return inSteps(targets, weights);
}

const MOST_STEPS = 32_767;

function inSteps(targets: number, weights: Float32Array): Regression {
  const step = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / MOST_STEPS || 1;
  return { targets, weights: Int16Array.from(weights, (weight) => Math.round(weight / step)), step };
}

/** Moves a row's dual of each target to where it is best while the others stand, and the weights with it. */
function learnRow(weights: Float32Array, vector: Row, label: Labels, duals: Float64Array): void {
  const targets = label.length;
  const { places, values } = vector;
  const steps = sumsOf(weights, targets, vector);
  const curve = 1 + values.reduce((sum, value) => sum + value * value, 0) / LENGTH_COSTS;
  for (let target = 0; target < targets; target++) {
    const step = ((label[target] as number) - (steps[target] as number) - (duals[target] as number)) / curve;
    duals[target] = (duals[target] as number) + step;
    steps[target] = step / LENGTH_COSTS;
  }
  for (let i = 0; i < places.length; i++) {
    const base = (places[i] as number) * targets;
    const value = values[i] as number;
    for (let t = 0; t < targets; t++)
      weights[base + t] = (weights[base + t] as number) + value * (steps[t] as number);
  }
}

/** What each target's regression makes of a text. */
export const scoresOf = ({ targets, weights, step }: Regression, vector: Row): Float64Array =>
  sumsOf(weights, targets, vector).map((sum) => sum * step);

function sumsOf(weights: Float32Array | Int16Array, targets: number, { places, values }: Row): Float64Array {
  const scores = new Float64Array(targets);
  for (let i = 0; i < places.length; i++) {
    const base = (places[i] as number) * targets;
    const value = values[i] as number;
    for (let t = 0; t < targets; t++)
      scores[t] = (scores[t] as number) + value * (weights[base + t] as number);
  }
  return scores;
}
