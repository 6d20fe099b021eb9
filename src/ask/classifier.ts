import type { Language } from '../text/stems.ts';
import type { Features, ReadFeatures } from './features.ts';
import type { Steps } from './learning.ts';

/** One text and the class that it is an example of. */
export interface Example {
  readonly text: string;
  readonly language: Language;
  readonly label: string;
}

/** The probability of each label, in the order of `labels`. */
export interface Classifier {
  readonly labels: readonly string[];
  probabilities(text: string, language: Language): Float64Array;
  /** How much of the text the examples have taught: 0 where every word of it is new, 1 where none is. */
  familiarity(text: string, language: Language): number;
}

interface Sparse {
  readonly ids: Int32Array;
  readonly values: Float64Array;
}

const EPOCHS = 12;
/** So many examples are read, or learned from, in one step. */
const STEP = 20;
/** A feature that only one example has tells nothing of the next question. */
const LEAST = 2;
const RATE = 1;
/** Pulls weights towards nothing, since most topics have a dozen examples. */
const DECAY = 3e-3;
/** How much each kind of feature may weigh in a text: what a word means counts for more than its letters. */
const SHARES = { concepts: 2, pairs: 1, stems: 0.7, pieces: 0.5 } as const;
const KINDS = Object.keys(SHARES) as (keyof Features)[];
const SMOOTH = 1e-6;

/**
 * Trains a linear softmax model on stems, pairs of stems and pieces of words, in steps of some milliseconds. The same
 * examples give the same model: nothing in it is random. Screening's model (`screening/model/regression.ts`) is another:
 * a comment may fall under several categories and a question has one topic, and this one need not be kept in a file.
 */
export function* train(examples: readonly Example[], featuresOf: ReadFeatures): Steps<Classifier> {
  const labels = [...new Set(examples.map(({ label }) => label))].sort();
  const read: Features[] = [];
  for (const { text, language } of examples) {
    read.push(featuresOf(text, language));
    if (read.length % STEP === 0) yield;
  }
  const counts = new Map<string, number>();
  for (const features of read)
    for (const kind of KINDS)
      for (const feature of features[kind]) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const ids = new Map<string, number>();
  const idf: number[] = [];
  for (const [feature, count] of counts) {
    if (count < LEAST) continue;
    ids.set(feature, idf.length);
    idf.push(Math.log(1 + examples.length / count));
  }
  const vector = vectorOf(ids, idf);
  const rows = read.map(vector);
  const targets = examples.map(({ label }) => labels.indexOf(label));
  const width = labels.length;
  const weights = new Float64Array(idf.length * width);
  const bias = new Float64Array(width);
  yield;
  yield* descend(rows, targets, weights, bias);
  return {
    labels,
    probabilities: (text, language) => softmax(vector(featuresOf(text, language)), weights, bias),
    familiarity(text, language) {
      const words = [...featuresOf(text, language).stems].filter((word) => !word.includes(' '));
      const rare = Math.log(1 + examples.length);
      const weigh = (word: string) => idf[ids.get(word) ?? -1] ?? rare;
      const all = words.reduce((sum, word) => sum + weigh(word), 0);
      const known = words.filter((word) => ids.has(word)).reduce((sum, word) => sum + weigh(word), 0);
      return all === 0 ? 0 : known / all;
    },
  };
}

const vectorOf =
  (ids: ReadonlyMap<string, number>, idf: readonly number[]) =>
  (read: Features): Sparse => {
    const part = (features: ReadonlySet<string>, share: number) => {
      const known = [...features].flatMap((feature) => ids.get(feature) ?? []);
      const length = Math.hypot(...known.map((id) => idf[id] ?? 0)) || 1;
      return known.map((id) => [id, (share * (idf[id] ?? 0)) / length] as const);
    };
    const entries = KINDS.flatMap((kind) => part(read[kind], SHARES[kind]));
    return {
      ids: Int32Array.from(entries, ([id]) => id),
      values: Float64Array.from(entries, ([, value]) => value),
    };
  };

function softmax({ ids, values }: Sparse, weights: Float64Array, bias: Float64Array): Float64Array {
  const width = bias.length;
  const scores = Float64Array.from(bias);
  for (let i = 0; i < ids.length; i += 1) {
    const value = values[i] ?? 0;
    const row = (ids[i] ?? 0) * width;
    for (let label = 0; label < width; label += 1)
      scores[label] = (scores[label] ?? 0) + value * (weights[row + label] ?? 0);
  }
  const top = Math.max(...scores);
  let sum = 0;
  for (let label = 0; label < width; label += 1) {
    const raised = Math.exp((scores[label] ?? 0) - top);
    scores[label] = raised;
    sum += raised;
  }
  return scores.map((score) => score / sum);
}

/** Stochastic gradient descent with AdaGrad. Examples of one file follow each other, so they are taken in long strides. */
function* descend(
  rows: readonly Sparse[],
  targets: readonly number[],
  weights: Float64Array,
  bias: Float64Array,
): Steps<void> {
  const width = bias.length;
  const squares = new Float64Array(weights.length);
  const stride = strideOf(rows.length);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1)
    for (let step = 0; step < rows.length; step += 1) {
      if (step % STEP === 0) yield;
      const at = (step * stride + epoch) % rows.length;
      const row = rows[at] as Sparse;
      const errors = softmax(row, weights, bias);
      errors[targets[at] as number] = (errors[targets[at] as number] as number) - 1;
      for (let i = 0; i < row.ids.length; i += 1) {
        const value = row.values[i] as number;
        const start = (row.ids[i] as number) * width;
        for (let label = 0; label < width; label += 1) {
          const weight = start + label;
          const slope = (errors[label] as number) * value + DECAY * (weights[weight] as number);
          const square = (squares[weight] as number) + slope * slope;
          squares[weight] = square;
          weights[weight] = (weights[weight] as number) - (RATE * slope) / Math.sqrt(square + SMOOTH);
        }
      }
      for (let label = 0; label < width; label += 1)
        bias[label] = (bias[label] as number) - 0.01 * (errors[label] as number);
    }
}

/** A number near the golden section of `length` that has no factor in common with it. */
function strideOf(length: number): number {
  const common = (a: number, b: number): number => (b === 0 ? a : common(b, a % b));
  let stride = Math.max(1, Math.round(length * 0.618));
  while (common(stride, length) !== 1) stride += 1;
  return stride;
}
