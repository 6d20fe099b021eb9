import type { Screening } from '../core/finding.ts';
import type { CategoryId, Rule } from '../core/policy.ts';
import type { AskReading } from './model.ts';
import type { Topic } from './topic.ts';

interface Guess {
  readonly topic: Topic;
  readonly probability: number;
}

/** As many topics as are weighed against each other. */
const GUESSES = 8;

/** A situation is described in the words of the comment itself: screening has a voice too, a smaller one. */
const SCREENING = 0.25;

/** The categories that screening sees, each with its best score. */
export const seenIn = ({ findings }: Screening): ReadonlyMap<CategoryId, number> =>
  new Map([...findings].reverse().map(({ category, score }) => [category, score]));

/** The topics that a text is likeliest about, likeliest first. `seen`: what screening sees in it. */
export function likelyTopics({ topics }: AskReading, seen: ReadonlyMap<CategoryId, number>): Guess[] {
  const heard = (topic: Topic) => SCREENING * (seen.get(topic.categories[0] ?? '') ?? 0);
  return topics
    .map(({ topic, probability }) => ({ topic, probability: probability + heard(topic) }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, GUESSES);
}

/** What a text may be about, as the rules of one municipality have it. */
export interface Meant {
  readonly topic: Topic;
  readonly rules: readonly Rule[];
  /** The probability of all topics with the same first rule. */
  readonly sure: number;
}

/**
 * What a text may be about, likeliest first. Neighbouring topics often have the same rule, and a doubt between them is none
 * about the rule: they are one, under the likeliest of their names. Topics without rules stand for themselves.
 */
export function rankMeant(guesses: readonly Guess[], rulesOf: (topic: Topic) => readonly Rule[]): Meant[] {
  const read = guesses.map(({ topic, probability }) => ({ topic, sure: probability, rules: rulesOf(topic) }));
  return [...Map.groupBy(read, ({ rules, topic }) => rules[0] ?? topic).values()]
    .flatMap(([likeliest, ...others]) =>
      likeliest ? [{ ...likeliest, sure: others.reduce((sum, { sure }) => sum + sure, likeliest.sure) }] : [],
    )
    .sort((a, b) => b.sure - a.sure);
}
