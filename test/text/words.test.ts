import { describe, expect, it } from 'vitest';
import { stemOf } from '../../src/text/stems.ts';
import { gramsOf, placesOfWords, spokenWords, wordsOf } from '../../src/text/words.ts';

describe('The words of a text', () => {
  it('are letters and figures, whatever stands between them', () => {
    expect(wordsOf('Går 2:an till Ängelholm-Väst, eller …?')).toEqual([
      ...['går', '2', 'an', 'till', 'ängelholm', 'väst', 'eller'],
    ]);
    expect(wordsOf('… 👍 !')).toEqual([]);
  });

  it('are found as they are written where they stand', () => {
    const text = ' Hej, ÅSA!';
    const places = placesOfWords(text);
    expect(places.map(({ written }) => written)).toEqual(['Hej', 'ÅSA']);
    for (const { from, to, written } of places) expect(text.slice(from, to)).toBe(written);
  });

  it('are the same as they are spoken, however they are spelt', () => {
    expect(spokenWords('A\u030Asa\u200B ha\u00ADr')).toEqual(['åsa', 'har']);
  });

  it('have pieces of one length, none where they are shorter', () => {
    expect(gramsOf('_och_', 4)).toEqual(['_och', 'och_']);
    expect(gramsOf('och', 4)).toEqual([]);
  });

  it('have a stem for each language', () => {
    expect(stemOf('kommentarerna', 'sv')).toBe(stemOf('kommentarer', 'sv'));
    expect(stemOf('comments', 'en')).toBe(stemOf('commented', 'en'));
    expect(stemOf('comments', 'sv')).not.toBe(stemOf('commented', 'sv'));
  });
});
