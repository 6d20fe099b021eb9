/** Names of concepts, each with the words that stand for it: `svär*`, `ta bort`. Kept in `rules/questions/words.yaml`. */
export type ConceptWords = Readonly<Record<string, readonly string[]>>;

/** Finds which concepts a text's words stand for. */
export type FindConcepts = (words: readonly string[]) => Set<string>;

type Matches = (word: string) => boolean;

/** One word of a term. A term of several must have them in this order, near each other. */
interface Term {
  readonly concept: string;
  readonly first: Matches;
  readonly rest: readonly Matches[];
}

/** So many words may stand between two words of a term: "ta den här bort". */
const GAP = 2;

/** Compiles the words once. A text then costs time that grows with its own length. */
export function createConcepts(concepts: ConceptWords): FindConcepts {
  const byStart = new Map<string, Term[]>();
  const anywhere: Term[] = [];
  for (const [concept, terms] of Object.entries(concepts))
    for (const term of terms) {
      const [first = '', ...rest] = term.split(' ');
      const compiled = { concept, first: matcher(first), rest: rest.map(matcher) };
      if (first.startsWith('*')) anywhere.push(compiled);
      else byStart.set(first[0] ?? '', [...(byStart.get(first[0] ?? '') ?? []), compiled]);
    }
  return (words) => {
    const found = new Set<string>();
    for (const [at, word] of words.entries())
      for (const term of [...(byStart.get(word[0] ?? '') ?? []), ...anywhere])
        if (!found.has(term.concept) && term.first(word) && follows(words, at + 1, term.rest))
          found.add(term.concept);
    return found;
  };
}

function matcher(pattern: string): Matches {
  const bare = pattern.replaceAll('*', '');
  if (pattern.startsWith('*'))
    return pattern.endsWith('*') ? (word) => word.includes(bare) : (word) => word.endsWith(bare);
  return pattern.endsWith('*') ? (word) => word.startsWith(bare) : (word) => word === bare;
}

function follows(words: readonly string[], from: number, rest: readonly Matches[]): boolean {
  const [next, ...others] = rest;
  if (next === undefined) return true;
  for (let at = from; at <= from + GAP && at < words.length; at += 1)
    if (next(words[at] ?? '') && follows(words, at + 1, others)) return true;
  return false;
}
