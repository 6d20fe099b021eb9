import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadExamples } from '../../src/rules/load-examples.ts';
import { RulesError } from '../../src/rules/rules-error.ts';
import { policies } from './policy-fixture.ts';

const known = new Set([...([...policies.values()][0]?.categories.keys() ?? [])]);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'examples-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const LONG = 'Lampan utanför sporthallen har blinkat i tre veckor och ingen verkar bry sig om det alls';

describe('the example files', () => {
  it('hold at least five thousand comments, each category some, and harmless ones', () => {
    const examples = loadExamples('rules/examples', known);
    expect(examples.length).toBeGreaterThanOrEqual(5000);
    const content = [...([...policies.values()][0]?.categories.values() ?? [])]
      .filter(({ type, id }) => type === 'content' && id !== 'statutory-illegal')
      .map(({ id }) => id);
    const counts = content.map((id) => examples.filter(({ categories }) => categories.includes(id)).length);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(70);
    expect(examples.filter(({ categories }) => categories.length === 0).length).toBeGreaterThan(1000);
  });

  it('read a row as it stands', () => {
    writeFileSync(
      join(folder, 'spam.yaml'),
      '- text: "Klicka"\n  also: [advertising]\n  reply: true\n  urgent: true\n- text: köp nu\n',
    );
    expect(loadExamples(folder, known)).toEqual([
      { text: 'Klicka', categories: ['spam', 'advertising'], needsReply: true, urgent: true },
      { text: 'köp nu', categories: ['spam'], needsReply: false, urgent: false },
    ]);
  });

  it.each([
    [
      'an unknown category as a file',
      { 'nonsense.yaml': '- text: a b\n' },
      /nonsense\.yaml: expected none\.yaml or/,
    ],
    ['a file with another ending', { 'spam.yml': '' }, /spam\.yml: expected the ending \.yaml/],
    [
      'an unknown category in a row',
      { 'spam.yaml': '- text: a b\n  also: [spa]\n' },
      /spam\.yaml line 2, \[1\]\.also\[1\]: expected another .*found spa/,
    ],
    [
      'its own category once more',
      { 'spam.yaml': '- text: a b\n  also: [spam]\n' },
      /line 2, \[1\]\.also\[1\]/,
    ],
    [
      'a category of a harmless comment',
      { 'none.yaml': '- text: a b\n  also: [spam]\n' },
      /none\.yaml line 2, \[1\]\.also\[1\]/,
    ],
    [
      'an unknown field',
      { 'spam.yaml': '- text: a b\n- text: c d\n  replay: true\n' },
      /spam\.yaml line 2, \[2\]: .*replay/,
    ],
    [
      'a text that is empty',
      { 'spam.yaml': '\n- text: " "\n' },
      /spam\.yaml line 2, \[1\]\.text: expected the words/,
    ],
    ['a row without a text', { 'spam.yaml': '- reply: true\n' }, /spam\.yaml line 1, \[1\]\.text/],
    [
      'false where the line is left out',
      { 'spam.yaml': '- text: a\n  reply: false\n' },
      /line 2, \[1\]\.reply: expected true/,
    ],
    ['a row that is only words', { 'spam.yaml': '- bara text\n' }, /spam\.yaml line 1, \[1\]/],
    ['a file that is no list', { 'spam.yaml': 'text: a\n' }, /spam\.yaml: expected a list/],
    ['an alias of nothing', { 'spam.yaml': '- text: *a\n' }, /spam\.yaml: expected YAML: .*alias/],
    ['text that is no YAML', { 'spam.yaml': '- text: "a\n' }, /spam\.yaml line \d+: expected YAML/],
    [
      'the same text twice',
      { 'spam.yaml': '- text: Köp nu\n- text: köp  NU!\n' },
      /line 2, \[2\]: .*only once, found that of spam\.yaml line 1/,
    ],
    [
      'the same text in two files',
      { 'none.yaml': `- text: ${LONG}\n`, 'spam.yaml': `- text: x\n- text: ${LONG}\n` },
      /spam\.yaml line 2, \[2\]: .*found that of none\.yaml line 1/,
    ],
    [
      'a text with a word swapped',
      { 'none.yaml': `- text: ${LONG}\n`, 'spam.yaml': `- text: ${LONG.replace('tre', 'fyra')}\n` },
      /spam\.yaml line 1, \[1\]: .*nearly the words of none\.yaml line 1/,
    ],
    ['an empty folder', {}, /at least one example file/],
  ])('are refused with %s, naming file and line', (_, files, message) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    expect(() => loadExamples(folder, known)).toThrow(RulesError);
    expect(() => loadExamples(folder, known)).toThrow(message);
  });

  it('names a folder that is not there', () => {
    expect(() => loadExamples(join(folder, 'gone'), known)).toThrow(/gone: expected a folder/);
  });
});
