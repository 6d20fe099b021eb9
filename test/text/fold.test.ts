import { describe, expect, it } from 'vitest';
import { fold, spanOf, withoutMarks } from '../../src/text/fold.ts';

describe('a folded text', () => {
  it.each([
    ['every dash', '‐‑‒–—―−⁃˗᠆﹘﹣－➖', '-'],
    ['every slash', '/⁄∕⧸／', '/'],
    ['every full stop', '.。．｡․', '.'],
    ['every plus', '+＋⁺➕', '+'],
    ['every horizontal space', ' \t\u00A0\u1680\u2007\u2009\u202F\u205F\u3000', ' '],
    ['every line end', '\n\u2028\u2029', '\n'],
  ])('has %s in one spelling', (_, signs, one) => {
    expect(fold(signs).text).toBe(one.repeat([...signs].length));
  });

  it.each([
    ['full-width', '０１２３４５６７８９'],
    ['Arabic-Indic', '٠١٢٣٤٥٦٧٨٩'],
    ['Persian', '۰۱۲۳۴۵۶۷۸۹'],
    ['Devanagari', '०१२३४५६७८९'],
    ['Thai', '๐๑๒๓๔๕๖๗๘๙'],
    ['mathematical', '𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗'],
    ['superscript', '⁰¹²³⁴⁵⁶⁷⁸⁹'],
    ['Osmanya, outside the first plane,', '𐒠𐒡𐒢𐒣𐒤𐒥𐒦𐒧𐒨𐒩'],
    ['keycap', '0️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣9️⃣'],
  ])('has %s digits as ASCII, each at its place', (_, digits) => {
    const folded = fold(`å ${digits}!`);
    expect(folded.text).toBe('å 0123456789!');
    const { start, end } = spanOf(folded, 2, 12);
    expect(`å ${digits}!`.slice(start, end)).toBe(digits);
  });

  it('keeps letters, emoji and other signs as they are', () => {
    const text = 'Åsa, ÄR du – där? 🐌 5 € ”ja” ñ ж';
    expect(fold(text).text).toBe(text.replace('–', '-'));
  });

  it('goes on from line to line', () => {
    expect(fold('a\r\n\tb').text).toBe('a\r\n b');
  });
});

describe('a text without marks', () => {
  it('is as one types it without å, ä and ö', () => {
    expect(withoutMarks('Ängelholm, Eslöv, A\u030Asa')).toBe('Angelholm, Eslov, Asa');
  });
});
