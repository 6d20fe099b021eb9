import { join } from 'node:path';
import { learnAsking } from '../ask/model.ts';
import type { CategoryId } from '../core/policy.ts';
import type { Learned } from '../learner/learn.ts';
import { loadExamples } from '../rules/load-examples.ts';
import { loadLexicon } from '../rules/load-lexicon.ts';
import { loadPolicies } from '../rules/load-policies.ts';
import { loadQuestions } from '../rules/load-questions.ts';
import { NO_CONTACTS } from '../screening/contacts.ts';
import { createExaminer } from '../screening/examine.ts';
import type { Example } from '../screening/model/example.ts';
import { learn } from '../screening/model/learn.ts';

/** What a model is trained from. */
export interface Lessons {
  readonly examples: readonly Example[];
  /** The content categories, in the order of `categories.yaml`. */
  readonly categories: readonly CategoryId[];
}

/**
 * Reads what a model is trained from.
 * @throws {RulesError} naming the file and line of each fault
 */
export function readLessons(rulesDir: string): Lessons {
  const [policy] = loadPolicies(rulesDir).values();
  const categories = [...(policy?.categories.values() ?? [])]
    .filter(({ type }) => type === 'content')
    .map(({ id }) => id);
  return { examples: loadExamples(join(rulesDir, 'examples'), new Set(categories)), categories };
}

/** Trains the model that screens. Takes some seconds of one core; the same files give the same bytes. */
export function train({ examples, categories }: Lessons, rulesDir: string): Learned {
  const examine = createExaminer(loadLexicon(join(rulesDir, 'lexicon.yaml')));
  return learn(examples, categories, (text) => examine(text, NO_CONTACTS, false));
}

/**
 * Trains the model that reads staff's questions. Takes some seconds of one core; the same files give the same bytes.
 * @throws {RulesError} when the files cannot be used
 */
export const trainAsking = (rulesDir: string): Learned =>
  learnAsking(loadQuestions(join(rulesDir, 'questions'), loadPolicies(rulesDir)));
