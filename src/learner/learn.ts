import type { Features } from './features.ts';
import { type Regression, type Row, trainRegression } from './regression.ts';
import { createVectors, createVocabulary, type Vocabulary } from './vocabulary.ts';

/** What was learned: one regression whose targets are the labels, in their order. */
export interface Learned {
  readonly labels: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly regression: Regression;
}

/** What is read of one example, and which labels it has. It is read twice: to hold all of it meanwhile took 113 MB more. */
export interface Lesson {
  readonly read: () => Features;
  readonly labels: readonly string[];
}

function* read(lessons: readonly Lesson[]): Generator<Features> {
  for (const lesson of lessons) yield lesson.read();
}

/** What differs between models. */
export interface LearningSettings {
  /** How much each kind of feature weighs. */
  readonly kindWeights: readonly number[];
  /** A feature that fewer examples hold is not learned: it tells little of the next text, and costs memory. */
  readonly fewest: number;
}

/** Learns from lessons, deterministically: the same ones in the same order give the same bytes. Labels that are not among `labels` count for nothing. */
export function learnFrom(
  lessons: readonly Lesson[],
  labels: readonly string[],
  { kindWeights, fewest }: LearningSettings,
): Learned {
  const vocabulary = createVocabulary(read(lessons), fewest);
  const vectorOf = createVectors(vocabulary, kindWeights);
  const rows = lessons.map((lesson): Row => {
    const { places, values } = vectorOf(lesson.read());
    return { places, values };
  });
  const marks = new Uint8Array(lessons.length * labels.length);
  const places = new Map(labels.map((label, i) => [label, i]));
  for (const [row, lesson] of lessons.entries())
    for (const label of lesson.labels) {
      const place = places.get(label);
      if (place !== undefined) marks[row * labels.length + place] = 1;
    }
  const regression = trainRegression(rows, marks, labels.length, vocabulary.rarity.length);
  return { labels, vocabulary, regression };
}
