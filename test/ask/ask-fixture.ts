import { join } from 'node:path';
import { inject } from 'vitest';
import { createAsk } from '../../src/ask/ask.ts';
import { type AskModel, createAskModel, learnAsking } from '../../src/ask/model.ts';
import type { Policy } from '../../src/core/policy.ts';
import { loadLexicon } from '../../src/rules/load-lexicon.ts';
import { loadPolicies } from '../../src/rules/load-policies.ts';
import { loadQuestions } from '../../src/rules/load-questions.ts';
import { createAssessor, screenerOf } from '../../src/screening/screen.ts';
import { openModel } from '../../src/training/open-model.ts';

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
/** Learns from these questions alone. */
export const modelFrom = (some: typeof questions): AskModel => createAskModel(learnAsking(some), some);
export const askWith = (read: AskModel) => createAsk({ policies, screen, words: questions.words, read });
/** What was learned from all questions, as the bot has it. */
const kept = openModel({ dataDir: inject('modelFolder'), rulesDir: 'rules' });
export const read = createAskModel(await kept.asking, questions);
export const ask = askWith(read);
