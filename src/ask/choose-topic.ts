import type { Screening } from '../core/finding.ts';
import type { CategoryId, Rule } from '../core/policy.ts';
import type { Classifier } from './classifier.ts';
import { languageOf } from './language.ts';
import type { Topic } from './topic.ts';

interface Guess {
  readonly topic: Topic;
  readonly probability: number;
}

/** As many topics as are weighed against each other. */
const GUESSES = 5;

/** A situation is described in the words of the comment itself: screening has a voice too, a smaller one. */
const SCREENING = 0.25;

/** The categories that screening sees, each with its best score. */
export const seenIn = ({ findings }: Screening): ReadonlyMap<CategoryId, number> =>
  new Map([...findings].reverse().map(({ category, score }) => [category, score]));

/** The topics that a text is likeliest about, likeliest first. `seen`: what screening sees in it. */
export function likelyTopics(
  classifier: Classifier,
  text: string,
  topics: ReadonlyMap<string, Topic>,
  seen: ReadonlyMap<CategoryId, number>,
): Guess[] {
  const heard = (topic: Topic) => SCREENING * (seen.get(topic.categories[0] ?? '') ?? 0);
  const probabilities = classifier.probabilities(text, languageOf(text));
  return classifier.labels
    .flatMap((label, i) => {
      const topic = topics.get(label);
      return topic ? [{ topic, probability: (probabilities[i] ?? 0) + heard(topic) }] : [];
    })
    .sort((a, b) => b.probability - a.probability)
    .slice(0, GUESSES);
}

/**
 * The topic whose first rule has most behind it: neighbouring topics often have the same rule, and a doubt between them
 * is none about the rule. Topics without rules stand for themselves.
 */
export function choose(guesses: readonly Guess[], rulesOf: (topic: Topic) => readonly Rule[]) {
  const read = guesses.map(({ topic, probability }) => ({ topic, probability, rules: rulesOf(topic) }));
  const behind = read.map((one) => ({
    ...one,
    sure: read
      .filter((other) => other === one || (one.rules[0] !== undefined && other.rules[0] === one.rules[0]))
      .reduce((sum, { probability }) => sum + probability, 0),
  }));
  const most = Math.max(...behind.map(({ sure }) => sure));
  return behind.find(({ sure }) => sure === most) as (typeof behind)[number];
}
