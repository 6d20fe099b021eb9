import { describe, expect, it } from 'vitest';
import { read } from '../../src/screening/reading.ts';
import { screenWithModel as screen } from './model-fixture.ts';
import { policies, policyOf } from './policy-fixture.ts';

const towns = [...policies.keys()];
const wordsOf = (text: string) => read(text).words.map(({ written }) => written);
const apart = (word: string, separator: string) => [...word].join(separator);

describe('letters written apart', () => {
  it.each([
    ' ',
    '  ',
    '.',
    '-',
    '–',
    '_',
    '/',
    ' . ',
    ' - ',
    '*',
    '·',
    ',',
    '\n',
    '😀',
    ' 😀 ',
    '\u00A0',
    '\u200B ',
  ])('are one word with %j between', (separator) => {
    expect(wordsOf(`Vilken ${apart('hemsk', separator)} dag`)).toEqual(['Vilken', 'hemsk', 'dag']);
  });

  it('are several words where some gaps are wider', () => {
    expect(wordsOf('e n  h e m s k  d a g')).toEqual(['en', 'hemsk', 'dag']);
    expect(wordsOf('e.n h.e.m.s.k d.a.g')).toEqual(['en', 'hemsk', 'dag']);
  });

  it('stand at their place in the text as it was written', () => {
    const text = 'Så h e m s k\u200B t!';
    const { words, span } = read(text);
    expect(words).toHaveLength(2);
    const { start, end } = span(1, 1);
    expect(text.slice(start, end)).toBe('h e m s k\u200B t');
  });

  it('are letters still where they are initials, an enumeration of two or figures', () => {
    expect(wordsOf('A B Svensson')).toEqual(['A', 'B', 'Svensson']);
    expect(wordsOf('1 2 3 a 4')).toEqual(['1', '2', '3', 'a', '4']);
    expect(wordsOf('i å')).toEqual(['i', 'å']);
  });
});

describe('abuse written apart', () => {
  it.each(
    towns.flatMap((town) =>
      ['idiot', 'hora', 'fitta', 'svin'].flatMap((word) =>
        [' ', '.', '-', '_', '/', '  ', '😀', '\n'].map(
          (separator) => [town, apart(word, separator), word] as const,
        ),
      ),
    ),
  )('is seen in %s as it is written together: %j', (town, spread, word) => {
    const policy = policyOf(town);
    expect(screen(spread, policy).tier).toBe(screen(word, policy).tier);
    expect(['review', 'flag']).toContain(screen(spread, policy).tier);
  });

  it.each(
    towns.flatMap((town) =>
      [
        'Du är en j ä v l a  i d i o t',
        'Du är en j.ä.v.l.a i.d.i.o.t',
        'Du är en j-ä-v-l-a  i_d_i_o_t',
        'D U  Ä R  E N  I D I O T',
        'd u ä r e n i d i o t',
        'Du är en 1 d i o t',
        'Du är en id-iot',
        'Du är en idi.ot',
        'Du är en j ä vla idiot',
        'Du är en i d i ot',
        'din hor_a',
        'h . o - r / a',
      ].map((text) => [town, text] as const),
    ),
  )('is seen in %s: "%s"', (town, text) => {
    expect(['review', 'flag']).toContain(screen(text, policyOf(town)).tier);
  });

  it.each([
    'a b c',
    'i å',
    'A B Svensson är ordförande',
    'J. R. R. Tolkien skrev bra böcker',
    'a b c d e f g h i j k l m n o p q r s t u v w x y z å ä ö',
    'A, B, C och D är svarsalternativen',
    'Välj a) b) eller c)',
    'T A C K för en fin dag',
    'S N Ö R Ö J N I N G nu, tack',
    'G R A T T I S',
    'Bra jobbat o.s.v. med vägar m.m. och t.ex. parken',
    'Vitamin A, B, C, D och E',
    'Nya e-tjänster och ett tv-spel på bibblan',
    'S O S Alarm och K F U M var på plats',
    'Klass 4 A B C åkte till stranden',
  ])('is not seen in "%s"', (text) => {
    for (const policy of policies.values()) {
      expect(screen(text, policy)).toMatchObject({ tier: 'none', findings: [] });
    }
  });
});
