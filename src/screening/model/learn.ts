import type { CategoryId } from '../../core/policy.ts';
import { type Learned, learnFrom } from '../../learner/learn.ts';
import type { Examined } from '../examine.ts';
import type { Example } from './example.ts';
import { featuresOf, KIND_WEIGHTS } from './features.ts';
import { OTHER_TARGETS } from './model.ts';

/** With 8 the model has 12 MB instead of 29, and finds a point or two less. */
const FEWEST = 3;

/** Learns from examples, deterministically. `examine` is what will examine the comments to be judged. */
export function learn(
  examples: readonly Example[],
  categories: readonly CategoryId[],
  examine: (text: string) => Examined,
): Learned {
  const [seen, reply, urgent] = OTHER_TARGETS;
  const lessons = examples.map((example) => ({
    read: () => featuresOf(examine(example.text)),
    labels: [
      ...example.categories,
      ...(example.categories.length > 0 ? [seen] : []),
      ...(example.needsReply ? [reply] : []),
      ...(example.urgent ? [urgent] : []),
    ],
  }));
  return learnFrom(lessons, [...categories, ...OTHER_TARGETS], { kindWeights: KIND_WEIGHTS, fewest: FEWEST });
}
