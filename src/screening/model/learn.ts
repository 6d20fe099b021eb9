import type { CategoryId } from '../../core/policy.ts';
import type { Examined } from '../examine.ts';
import type { Example } from './example.ts';
import { featuresOf } from './features.ts';
import { type Learned, OTHER_TARGETS } from './model.ts';
import { trainRegression } from './regression.ts';
import { createVectors, createVocabulary } from './vocabulary.ts';

/**
 * Learns from examples, deterministically: the same examples in the same order give the same bytes.
 * `examine` is what will examine the comments to be judged.
 */
export function learn(
  examples: readonly Example[],
  categories: readonly CategoryId[],
  examine: (text: string) => Examined,
): Learned {
  const features = examples.map(({ text }) => featuresOf(examine(text)));
  const vocabulary = createVocabulary(features);
  const rows = features.map(createVectors(vocabulary));
  const targets = categories.length + OTHER_TARGETS;
  const labels = new Uint8Array(examples.length * targets);
  for (const [row, example] of examples.entries()) {
    const at = row * targets;
    for (const category of example.categories) labels[at + categories.indexOf(category)] = 1;
    labels.set(
      [example.categories.length > 0, example.needsReply, example.urgent].map(Number),
      at + categories.length,
    );
  }
  const regression = trainRegression(rows, labels, targets, vocabulary.rarity.length);
  return { categories, vocabulary, regression };
}
