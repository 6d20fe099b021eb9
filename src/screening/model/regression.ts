import type { Vector } from './vocabulary.ts';

/** One logistic regression for each target, over the same features: `weights` holds a row of targets for each place. */
export interface Regression {
  readonly targets: number;
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

/** Found by cross-validation; more of either learns the examples by heart. */
const EPOCHS = 6;
const RATE = 0.3;
/** A guess this near to right teaches nothing worth the time. */
const RIGHT_ENOUGH = 0.01;
/** What AdaGrad's sums of squares begin at: keeps the first steps small. */
const FIRST_SQUARE = 0.1;
const FIRST_BIAS = -2;

/** What each row is: `rows × targets` ones and zeros. */
export type Labels = Uint8Array;

/**
 * Learns one-vs-rest logistic regressions by AdaGrad (Duchi, Hazan, Singer 2011), row by row in a fixed shuffled
 * order: the same rows give the same bytes.
 */
export function trainRegression(
  rows: readonly Vector[],
  labels: Labels,
  targets: number,
  places: number,
): Regression {
  const learner: Learner = {
    targets,
    weights: new Float32Array(places * targets),
    squares: new Float32Array(places * targets).fill(FIRST_SQUARE),
    biases: new Float32Array(targets).fill(FIRST_BIAS),
    biasSquares: new Float32Array(targets).fill(1),
  };
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
      const vector = rows[row];
      if (vector) learnRow(learner, vector, labels.subarray(row * targets, (row + 1) * targets));
    }
  }
  const { weights, biases } = learner;
  return { targets, weights, biases };
}

interface Learner extends Regression {
  readonly squares: Float32Array;
  readonly biasSquares: Float32Array;
}

/** One step. Indexed reads are asserted, not defaulted: this is where training spends its time. */
function learnRow(learner: Learner, vector: Vector, label: Labels): void {
  const { targets, weights, squares, biases, biasSquares } = learner;
  const odds = oddsOf(learner, vector);
  const { places, values } = vector;
  for (let target = 0; target < targets; target++) {
    const error = 1 / (1 + Math.exp(-(odds[target] as number))) - (label[target] as number);
    if (Math.abs(error) < RIGHT_ENOUGH) continue;
    const biasSquare = (biasSquares[target] as number) + error * error;
    biasSquares[target] = biasSquare;
    biases[target] = (biases[target] as number) - (RATE * error) / Math.sqrt(biasSquare);
    for (let i = 0; i < places.length; i++) {
      const at = (places[i] as number) * targets + target;
      const slope = error * (values[i] as number);
      const square = (squares[at] as number) + slope * slope;
      squares[at] = square;
      weights[at] = (weights[at] as number) - (RATE * slope) / Math.sqrt(square);
    }
  }
}

/** Each target's logarithm of odds for a text. */
export function oddsOf({ targets, weights, biases }: Regression, { places, values }: Vector): Float64Array {
  const scores = Float64Array.from(biases);
  for (let i = 0; i < places.length; i++) {
    const base = (places[i] as number) * targets;
    const value = values[i] as number;
    for (let t = 0; t < targets; t++)
      scores[t] = (scores[t] as number) + value * (weights[base + t] as number);
  }
  return scores;
}
