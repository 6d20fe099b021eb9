import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLexical } from '../../src/screening/lexical.ts';
import { read } from '../../src/screening/reading.ts';
import { lexicon, policies, policyOf, screen } from './policy-fixture.ts';

const LENGTH = 10_000;
const hostile: [name: string, unit: string][] = [
  ['one letter', 'a'],
  ['a swear word', 'fan '],
  ['a swear word without spaces', 'jävla'],
  ['stars', '*'],
  ['starred words', 'j*vla*'],
  ['leet', '1d10t'],
  ['single letters with dots', 'k.'],
  ['combining marks', '\u0301'],
  ['a letter under many marks', `k${'\u0336'.repeat(99)}`],
  ['bidi marks', '\u202E\u202Dfan'],
  ['zero-width characters', '\u200Bf\u200Ba\u200Bn '],
  ['digits', '0'],
  ['spaced digits', '07 '],
  ['personnummer', '8112189876 '],
  ['dots', 'a.'],
  ['at signs', 'a@'],
  ['links', 'https://a.example/ '],
  ['schemes', 'https://'],
  ['brackets', '[.]('],
  ['names', 'Eva Lindberg '],
  ['threats', 'jag ska döda dig. '],
  ['quotes', '"fan" '],
  ['question marks', '?'],
  ['emoji', '👩‍👩‍👧 '],
  ['lone surrogates', '\uD83D'],
];

describe('hostile text', () => {
  it.each(hostile)('stays within the text for 10,000 characters of %s', (_, unit) => {
    const text = unit.repeat(Math.ceil(LENGTH / unit.length)).slice(0, LENGTH);
    for (const { evidence } of screen(text, policyOf('ludvika')).findings) {
      for (const { start, end } of evidence)
        expect(0 <= start && start < end && end <= text.length).toBe(true);
    }
  });

  it.each(hostile)('takes look-ups in proportion to the length for %s', (_, unit) => {
    const lexical = createLexical(lexicon);
    const stepsFor = (length: number) =>
      lexical(read(unit.repeat(Math.ceil(length / unit.length))), [], false).steps;
    expect(stepsFor(2 * LENGTH)).toBeLessThanOrEqual(2.2 * stepsFor(LENGTH) + 100);
  });

  it('has every evidence span within the text, whatever the text', () => {
    const words = fc.constantFrom(
      'jävla',
      'f a n',
      'Eva',
      '811218-9876',
      '0701740605',
      'j*vla',
      'https://x.click',
      'Storgatan 12',
      '\u200B',
      '\u0301',
      '"',
      'döda dig',
      '😀',
    );
    const text = fc
      .array(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), words))
      .map((parts) => parts.join(' '));
    fc.assert(
      fc.property(text, fc.constantFrom(...policies.values()), (written, policy) => {
        const first = screen(written, policy);
        for (const { evidence, score } of first.findings) {
          expect(score > 0 && score <= 1 && evidence.length > 0).toBe(true);
          for (const { start, end } of evidence)
            expect(0 <= start && start < end && end <= written.length).toBe(true);
        }
        expect(screen(written, policy)).toEqual(first);
      }),
      { numRuns: 400 },
    );
  });
});
