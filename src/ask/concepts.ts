import { createMatcher } from '../text/matcher.ts';

/** Names of concepts, each with the words that stand for it: `svär*`, `ta bort`. Kept in `rules/questions/words.yaml`. */
export type ConceptWords = Readonly<Record<string, readonly string[]>>;

/** Finds which concepts a text's words stand for, in the order of their names. */
export type FindConcepts = (words: readonly string[]) => Set<string>;

/** So many words may stand between two words of a term: "ta den här bort". */
const GAP = 2;

/** Compiles the words once. A text then costs time that grows with its own length. */
export function createConcepts(concepts: ConceptWords): FindConcepts {
  const terms = Object.entries(concepts).flatMap(([concept, list]) =>
    list.map((term) => [term, concept] as const),
  );
  const match = createMatcher(terms, GAP);
  return (words) => {
    const { hits } = match({ words: words.map((word) => ({ forms: [word] })), disguises: [] });
    return new Set(hits.map(({ value }) => value).sort());
  };
}
