import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadExamples } from '../../src/rules/load-examples.ts';
import { bandsOf, type Grams, gramsToCompare, isAlike } from '../../src/text/likeness.ts';
import { policyOf } from '../fakes/situations.ts';

interface Read {
  readonly text: string;
  readonly grams: Grams;
}

/** Six thousand comments, written one by one: no two of them are the same. */
const written: readonly Read[] = loadExamples(
  'rules/examples',
  new Set(policyOf('filipstad').categories.keys()),
).flatMap(({ text }) => {
  const grams = gramsToCompare(text);
  return grams ? [{ text, grams }] : [];
});
const one = fc.constantFrom(...written);
const shareBand = (a: Grams, b: Grams): boolean => {
  const bands = new Set(bandsOf(a));
  return bandsOf(b).some((band) => bands.has(band));
};
const found = (a: Grams, b: Grams | null): boolean => b !== null && shareBand(a, b) && isAlike(a, b);

describe('Texts that are compared', () => {
  it.each([
    'Tack!',
    'Bra',
    '❤️❤️❤️ 👏👏👏 🎉🎉🎉 ❤️❤️❤️ 👏👏👏 🎉🎉🎉 ❤️❤️❤️',
    'Grattis till utmärkelsen 🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉',
    '! . , — … ? ! . , — … ? ! . , — … ? ! . , — … ?',
    '',
  ])('are none that are so short that many write them: %s', (text) => {
    expect(gramsToCompare(text)).toBeNull();
  });

  it('are the same whatever their capitals, signs, emoji and what does not show', () => {
    const signs = fc.constantFrom(' ', '  ', '!!! ', ', ', ' 😡 ', '\u200b ', '\n\n', ' — ');
    fc.assert(
      fc.property(one, fc.infiniteStream(signs), ({ text, grams }, between) => {
        const plain = text.match(/[\p{L}\p{N}]+/gu) ?? [];
        const other = plain.map((word) => word.toUpperCase() + between.next().value).join('');
        const again = gramsToCompare(other);
        expect(again !== null && isAlike(grams, again) && shareBand(grams, again)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('are found with another word in the place of one, in 98 of 100 at least', () => {
    const changed = written.flatMap(({ text, grams }, at) => {
      const words = text.split(/\s+/u);
      if (words.length < 12) return [];
      const other = words.with(at % words.length, 'annorlunda').join(' ');
      return [found(grams, gramsToCompare(other))];
    });
    expect(changed.length).toBeGreaterThan(4000);
    expect(changed.filter(Boolean).length / changed.length).toBeGreaterThan(0.98);
  });

  it('are not found in one another when nobody has repeated them, in eighteen million pairs', () => {
    const byBand = new Map<string, Read[]>();
    const pairs: (readonly [Read, Read])[] = [];
    for (const read of written)
      for (const band of bandsOf(read.grams)) {
        const others = byBand.get(band) ?? [];
        pairs.push(...others.map((other) => [other, read] as const));
        byBand.set(band, [...others, read]);
      }
    // Few are even looked at.
    expect(pairs.length).toBeLessThan(2000);
    expect(pairs.filter(([a, b]) => isAlike(a.grams, b.grams)).map(([a, b]) => [a.text, b.text])).toEqual([]);
  });

  it('say the same only where most of both is the same: not where one quotes the other', () => {
    const [first, second] = [written[0], written[1]].map((read) => read?.text ?? '');
    const both = gramsToCompare(`${first} ${second} ${second} ${written[2]?.text}`);
    const alone = gramsToCompare(first ?? '');
    expect(both && alone && isAlike(both, alone)).toBe(false);
  });

  it('are read in a moment, however long they are', () => {
    const text = Array.from({ length: 40_000 }, (_, at) => `ord${at}`).join(' ');
    const before = performance.now();
    const grams = gramsToCompare(text);
    expect(bandsOf(grams ?? new Set())).toHaveLength(8);
    expect(performance.now() - before).toBeLessThan(2000);
  });
});
