import MiniSearch from 'minisearch';
import type { Policy } from '../core/policy.ts';
import type { Language } from '../text/stems.ts';
import type { FindConcepts } from './concepts.ts';
import { readWords, stemsOf } from './features.ts';
import type { Nearness } from './topic-rules.ts';

/** What a concept that a question and one rule alone share is worth; it tells across languages, where words do not. */
const SHARED_CONCEPT = 2;

/** How well each rule of a policy fits a question: BM25 on the stems of its words, and the concepts that both have. */
export function createQuoteSearch(policy: Policy, conceptsOf: FindConcepts) {
  const rules = [...policy.rules, ...policy.law];
  const index = new MiniSearch<{ id: string; quote: string }>({
    fields: ['quote'],
    tokenize: (text) => stemsOf(text, 'sv'),
    processTerm: (term) => term,
  });
  index.addAll(rules.map(({ id, quote }) => ({ id, quote })));
  const concepts = new Map(rules.map(({ id, quote }) => [id, conceptsOf(readWords(quote))]));
  /** 1 for a concept that one rule has, 0 for one that all have. */
  const rarity = (concept: string): number => {
    const holders = [...concepts.values()].filter((held) => held.has(concept)).length;
    return 1 - Math.log(holders) / Math.log(rules.length);
  };
  return (question: string, language: Language): Nearness => {
    const hits = language === 'sv' ? index.search(question) : [];
    const scores = new Map(hits.map(({ id, score }) => [id as string, score]));
    const asked = conceptsOf(readWords(question));
    return ({ id }) =>
      [...(concepts.get(id)?.intersection(asked) ?? [])].reduce(
        (sum, concept) => sum + SHARED_CONCEPT * rarity(concept),
        scores.get(id) ?? 0,
      );
  };
}
