import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadLexicon } from '../../src/rules/load-lexicon.ts';
import { RulesError } from '../../src/rules/rules-error.ts';
import { lexicon, policies } from './policy-fixture.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lexicon-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const minimal = `
warning: grova ord
allow: []
contexts: []
concepts: { a: [x] }
entries: [{ category: profanity, reason: swearing, note: n, weight: 0.5, terms: [ord] }]
pairs: []
names: { given: [eva], surnameEndings: [berg] }
links: { trusted: [], shorteners: [], cheapTopLevels: [], lures: [] }
`;

describe('the lexicon file', () => {
  it('lists only known categories, each entry with a reason and a note', () => {
    const known = new Set([...([...policies.values()][0]?.categories.keys() ?? []), 'urgent', 'question']);
    const listed = [...lexicon.entries, ...lexicon.pairs].map((entry) => entry.category);
    expect(listed.filter((category) => !known.has(category))).toEqual([]);
    expect(lexicon.warning).not.toBe('');
  });

  it('never lists a group of people alone', () => {
    const groups = new Set(lexicon.concepts['group']);
    const alone = lexicon.entries
      .filter(({ category }) => category === 'hate-speech')
      .flatMap((entry) => entry.terms);
    // "transor" and the slurs are listed as slurs; the neutral words may not be.
    const neutral = [
      'muslim*',
      'judar*',
      'samer*',
      'romer',
      'kvinnor',
      'somali*',
      'homosexuell*',
      'flykting*',
    ];
    expect(neutral.filter((word) => groups.has(word)).length).toBe(neutral.length);
    expect(neutral.filter((word) => alone.includes(word))).toEqual([]);
  });

  it.each([
    ['a missing file', null, /no such file/],
    ['text that is no YAML', 'a: [', /lexicon\.yaml line 1: expected YAML/],
    [
      'a category with capitals',
      minimal.replace('profanity', 'Profanity'),
      /lexicon\.yaml line 6, entries\[1\]\.category: expected an id/,
    ],
    [
      'a reason that is no code',
      minimal.replace('reason: ', 'reason: Det är '),
      /line 6, entries\[1\]\.reason: expected a code such as ethnic-slur/,
    ],
    ['a weight above 1', minimal.replace('0.5', '5'), /lexicon\.yaml line 6, entries\[1\]\.weight/],
    [
      'a star inside a word',
      minimal.replace('[ord]', '["o*rd"]'),
      /line 6, entries\[1\]\.terms\[1\]: expected lower-case words/,
    ],
    ['a field nobody reads', `${minimal}\nextra: 1`, /extra/],
    [
      'a pair of an unknown concept',
      minimal.replace(
        'pairs: []',
        'pairs: [{ category: spam, reason: r, note: n, weight: 0.5, all: [a, b], within: 3 }]',
      ),
      /line 7, pairs\[1\]: expected the name of a concept, found b/,
    ],
  ])('refuses %s and says where', (_, text, message) => {
    const file = join(folder, 'lexicon.yaml');
    rmSync(file, { force: true });
    if (text !== null) writeFileSync(file, text);
    expect(() => loadLexicon(file)).toThrow(RulesError);
    expect(() => loadLexicon(file)).toThrow(message);
    expect(() => loadLexicon(file)).toThrow(file);
  });

  it('reads the smallest file that is right', () => {
    writeFileSync(join(folder, 'lexicon.yaml'), minimal);
    expect(loadLexicon(join(folder, 'lexicon.yaml')).entries[0]).toMatchObject({
      hard: 'never',
      personal: false,
    });
  });
});
