import leo from 'leo-profanity';
import MiniSearch from 'minisearch';
import { englishDataset, englishRecommendedTransformers, RegExpMatcher } from 'obscenity';
import type { Policy } from '../../src/core/policy.ts';

/** Profanity filters as they come: does the text hold a word of theirs? */
export function profanityFilters(): Record<string, (text: string) => boolean> {
  const matcher = new RegExpMatcher({ ...englishDataset.build(), ...englishRecommendedTransformers });
  leo.loadDictionary('en');
  return { obscenity: (text) => matcher.hasMatch(text), 'leo-profanity': (text) => leo.check(text) };
}

/** BM25 over the municipality's own rule texts: the rules' ids, best first. */
export function rulesByWords(policy: Policy): (text: string) => string[] {
  const index = new MiniSearch<{ id: string; quote: string }>({ fields: ['quote'] });
  index.addAll([...policy.rules, ...policy.law].map(({ id, quote }) => ({ id, quote })));
  return (text) => index.search(text, { fuzzy: 0.2, prefix: true }).map(({ id }) => String(id));
}
