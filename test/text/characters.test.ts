import { describe, expect, it } from 'vitest';
import { cut, cutAtWord, hasVisible, isBlank, trimmed, withoutInvisible } from '../../src/text/characters.ts';

describe('what people type', () => {
  it.each([
    ['nothing', ''],
    ['spaces', ' \u00A0\u2003\t\n'],
    ['zero-width spaces', '\u200B\u200B'],
    ['a soft hyphen', '\u00AD'],
    ['Hangul fillers', '\u3164\u115F'],
    ['a Braille blank', '\u2800'],
    ['joiners and bidi marks', '\u200D\u202E\u2066\uFE0F'],
    ['control characters', '\u0000\u0007'],
    ['marks without a letter', '\u0301\u20DD'],
    ['tags without a flag', '\u{E0067}\u{E007F}'],
  ])('is blank when it holds but %s', (_, text) => {
    expect(isBlank(text)).toBe(true);
  });

  it.each(['x', ' å ', '\u200B.', '👍', '\u{1F3F4}', '–'])(
    'is not blank when one can see something: %j',
    (text) => {
      expect(isBlank(text)).toBe(false);
    },
  );

  it.each([
    ['letters', 'åäö', 3],
    ['a letter and its marks', 'a\u030A\u0301', 1],
    ['an emoji of a family', '👩\u200D👩\u200D👧', 1],
    ['letters among blanks', ' \u200Ba\u3164 b\u2800', 2],
    ['nothing but blanks', ' \u200B\u3164\u00AD\u0301', 0],
  ])('counts what one sees: %s', (_, text, count) => {
    expect(hasVisible(text, count)).toBe(true);
    expect(hasVisible(text, count + 1)).toBe(false);
  });

  it.each([
    ['spaces', '  Hej då \n', 'Hej då'],
    ['what shows nothing', '\u200B\u00A0Hej\u00AD\u3164\u2800', 'Hej'],
    ['marks without a letter', '\u0301 Hej', 'Hej'],
    ['but keeps an emoji whole', ' ❤\uFE0F\u200B', '❤\uFE0F'],
    ['and all of it where nothing is seen', '\u200B \u2800', ''],
  ])('is trimmed of %s', (_, text, expected) => {
    expect(trimmed(text)).toBe(expected);
  });

  it('loses what shows nothing and keeps emoji whole', () => {
    expect(withoutInvisible('a\u200Bb\u202Ec\u0000d\uD83D 👩\u200D🚒 ❤\uFE0F\n')).toBe(
      'abcd 👩\u200D🚒 ❤\uFE0F\n',
    );
  });

  it.each([
    ['between letters', 'abcdef', 3, 'abc'],
    ['before an emoji of two units', `${'a'.repeat(79)}😀`, 80, 'a'.repeat(79)],
    ['before a family', 'ab👩‍👩‍👧x', 5, 'ab'],
    ['before a letter and its ring', 'ba\u030Ax', 2, 'b'],
    ['before a flag', 'a🇸🇪b', 3, 'a'],
  ])('is cut %s', (_, text, limit, expected) => {
    expect(cut(text, limit)).toEqual({ text: expected, isCut: true });
  });

  it('is left alone when it is short enough, and ends when one letter never does', () => {
    expect(cut('åäö', 3)).toEqual({ text: 'åäö', isCut: false });
    expect(cut(`a${'\u0301'.repeat(500)}`, 80)).toEqual({ text: '', isCut: true });
  });

  it.each([
    ['after a whole word', 'ett två tre', 8, 'ett två…'],
    ['where a word ends at the limit', 'ett två tre', 7, 'ett två…'],
    ['without the sign that stood last', 'ett, två, tre', 10, 'ett, två…'],
    ['nowhere when it fits', 'ett två', 7, 'ett två'],
    ['within the first word when that is too long', 'abcdefgh ij', 4, 'abcd…'],
    ['never within an emoji', `a ${'👩\u200D🚒'.repeat(2)}`, 6, 'a…'],
  ])('is cut at words %s', (_, text, limit, expected) => {
    expect(cutAtWord(text, limit)).toBe(expected);
  });
});
