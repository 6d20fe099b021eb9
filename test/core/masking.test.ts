import { describe, expect, it } from 'vitest';
import { finderOf, hiddenWords, masked, maskFault } from '../../src/core/masking.ts';
import { item } from '../records/record-items.ts';

const WORD = '[maskerat: 21 kap. 1 §]';
const span = (from: number, to: number) => ({ of: 'text' as const, from, to });
const textOf = (text: string, ...masks: ReturnType<typeof span>[]) =>
  masked(item({ text }), { masks }, WORD).text;

describe('a mask', () => {
  it.each<[string, string, ReturnType<typeof span>[], string]>([
    ['in the middle', 'Ring Kim nu', [span(5, 8)], `Ring ${WORD} nu`],
    ['at both edges', 'Kim och Bo', [span(0, 3), span(8, 10)], `${WORD} och ${WORD}`],
    ['of all of it', 'Kim', [span(0, 3)], WORD],
    ['that overlaps another', 'abcdef', [span(3, 5), span(1, 4)], `a${WORD}f`],
    ['beside another', 'abcd', [span(0, 2), span(2, 4)], WORD],
    ['through half an emoji with its skin', 'x👍🏽y', [span(1, 2)], `x${WORD}y`],
    ['through a family', 'a👨‍👩‍👧b', [span(3, 4)], `a${WORD}b`],
    ['of a letter without its mark', 'e\u0301x', [span(0, 1)], `${WORD}x`],
    ['of a mark alone', 'ae\u0301x', [span(2, 3)], `a${WORD}x`],
  ])('%s has one form, and leaves no part of a sign', (_, text, masks, expected) => {
    expect(textOf(text, ...masks)).toBe(expected);
  });

  it.each([
    [span(0, 4), 3],
    [span(2, 2), 3],
    [span(3, 1), 3],
  ])('outside its text is no mask: %o', (mask, most) => {
    expect(maskFault(item({ text: 'abc' }), mask)).toEqual({ code: 'mask-outside', mask, most });
    expect(maskFault(item({ text: 'abc' }), span(0, 3))).toBeNull();
  });

  it('of what the item has not is none', () => {
    expect(maskFault(item({ permalink: null }), { of: 'link' })).toMatchObject({ code: 'mask-outside' });
    expect(maskFault(item(), { of: 'reply', index: 0 })).toMatchObject({ code: 'mask-outside', most: 0 });
    expect(maskFault(item({ author: { id: null, name: null } }), { of: 'author' })).not.toBeNull();
  });
});

describe('what was masked', () => {
  it('is looked for as the author, their id and the words', () => {
    const one = item({ text: 'Ring 070-123', author: { id: '77', name: 'Kim Ek' } });
    expect(hiddenWords(one, { masks: [{ of: 'author' }, span(5, 12)] })).toEqual(['Kim Ek', '77', '070-123']);
  });

  it.each([
    ['Åsa Öström', 'hälsa ÅSA  ÖSTRÖM', true],
    ['Åsa Öström', 'https://x.example/asa.ostrom/1', true],
    ['Åsa Öström', 'https://x.example/%C3%85sa-%C3%96str%C3%B6m', true],
    ['Åsa Öström', 'Åsa var där', false],
    ['Bo', 'Hej Bo!', true],
    ['Bo', 'Boende', false],
    ['0701234567', 'ring 070-123 45 67', true],
  ])('%s stands in "%s": %s', (word, text, expected) => {
    expect(finderOf([word])(text)).toBe(expected);
  });
});
