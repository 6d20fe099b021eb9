import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createAsk } from '../../src/ask/ask.ts';
import { createLearning } from '../../src/ask/learning.ts';
import type { Topic } from '../../src/ask/topic.ts';
import type { Policy } from '../../src/core/policy.ts';
import { loadLexicon } from '../../src/rules/load-lexicon.ts';
import { loadPolicies } from '../../src/rules/load-policies.ts';
import { loadQuestions } from '../../src/rules/load-questions.ts';
import { createAssessor, screenerOf } from '../../src/screening/screen.ts';

const RULES = join(import.meta.dirname, '..', '..', 'rules');

/** The rules as they are. */
export const policies = loadPolicies(RULES);
/** One municipality's. */
export const policyOf = (municipality: string): Policy => {
  const policy = policies.get(municipality);
  if (!policy) throw new Error(`rules/${municipality}.yaml is missing`);
  return policy;
};
/** The questions as they are. */
export const questions = loadQuestions(join(RULES, 'questions'), policies);
const screen = screenerOf(createAssessor(loadLexicon(join(RULES, 'lexicon.yaml'))));
/** Learns from these topics' questions alone. */
export const askFrom = (topics: readonly Topic[]) =>
  createAsk({ policies, screen, questions: { ...questions, topics }, learning: createLearning(nextTurn) });
/** Learns from all questions, as the bot does. */
export const ask = askFrom(questions.topics);
