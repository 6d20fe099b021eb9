import { describe, expect, it } from 'vitest';
import { createMatcher } from '../../src/text/matcher.ts';

/** Which of the terms stand in the text, and from which word to which. */
const found = (terms: readonly string[], text: string, gap?: number): string[] => {
  const match = createMatcher(
    terms.map((term) => [term, term] as const),
    gap,
  );
  const words = text.split(' ').map((word) => ({ forms: [word] }));
  return match({ words, disguises: [] }).hits.map(({ value, first, last }) => `${value} ${first}-${last}`);
};

describe('A matcher', () => {
  it.each([
    ['svamp', 'svamp', 'svampen'],
    ['svamp*', 'svampen', 'ensvamp'],
    ['*svamp', 'ensvamp', 'svampen'],
    ['*svamp*', 'ensvampig', 'svanpig'],
    ['x*', 'xkonto', 'ax'],
    ['*x', 'ax', 'xa'],
  ])('finds %s in %s, not in %s', (term, has, hasNot) => {
    expect(found([term], `en ${has} till`)).toEqual([`${term} 1-1`]);
    expect(found([term], `en ${hasNot} till`)).toEqual([]);
  });

  it('finds the words of a term one after the other', () => {
    expect(found(['ta* bort'], 'vi tar bort den')).toEqual(['ta* bort 1-2']);
    expect(found(['ta* bort'], 'vi tar den bort')).toEqual([]);
  });

  it('finds them also where no more than the gap stands between any two', () => {
    expect(found(['ta den bort'], 'ta nu den här bort', 1)).toEqual(['ta den bort 0-4']);
    expect(found(['ta den bort'], 'ta nu den här väl bort', 1)).toEqual([]);
    expect(found(['ta den bort'], 'bort den ta', 1)).toEqual([]);
    expect(found(['ta bort'], 'ta', 2)).toEqual([]);
  });

  it('finds a term whose second word comes twice, when what follows stands behind the later one', () => {
    expect(found(['a b c'], 'a b b x c', 1)).toEqual(['a b c 0-4']);
  });
});
