import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadQuestions } from '../../src/rules/load-questions.ts';
import { RulesError } from '../../src/rules/rules-error.ts';
import { policies } from './ask-fixture.ts';

const QUESTIONS = join(import.meta.dirname, '..', '..', 'rules', 'questions');
const GOOD = 'name: { sv: "a", en: "a" }\ncategories: [proc-block]\nquestions:\n  - "Får vi blockera?"\n';

describe('the files of questions', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'kv-questions-'));
    cpSync(QUESTIONS, dir, { recursive: true });
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it.each([
    [
      'topics/x.yaml',
      GOOD.replace('proc-block', 'proc-blok'),
      /x\.yaml line 2, categories\[1\]: expected one of/u,
    ],
    ['topics/x.yaml', GOOD.replace('questions', 'question'), /x\.yaml, questions: .*\n.*key: "question"/u],
    ['topics/x.yaml', `${GOOD}rules: [LUD-10]\n`, /x\.yaml: .*key: "rules"/u],
    ['topics/x.yaml', 'a: [', /x\.yaml line 1: expected YAML/u],
    [
      'topics/x.yaml',
      GOOD.replace('Får vi blockera?', 'Får vi blockera någon?'),
      /x\.yaml line 4, questions\[1\]: expected each question only once.*block\.yaml/u,
    ],
    ['words.yaml', 'a: b', /words\.yaml line 1, a: .*expected array/u],
    [
      'product.yaml',
      'words: {}\nquestions: { thanks: ["tack"] }\n',
      /product\.yaml line 2, questions\.abilities: .*expected array/u,
    ],
  ])('%s is refused when it is wrong', (file, text, message) => {
    writeFileSync(join(dir, file), text);
    expect(() => loadQuestions(dir, policies)).toThrow(RulesError);
    expect(() => loadQuestions(dir, policies)).toThrow(message);
  });

  it('are all read before they are refused', () => {
    writeFileSync(join(dir, 'topics', 'x.yaml'), 'a: [');
    writeFileSync(join(dir, 'words.yaml'), 'a: b');
    rmSync(join(dir, 'product.yaml'));
    expect(() => loadQuestions(dir, policies)).toThrow(
      /3 faults:\n.*x\.yaml line 1.*\n.*words\.yaml line 1.*\n.*product\.yaml: expected the file in /u,
    );
  });

  it('are expected to be there', () => {
    expect(() => loadQuestions(join(dir, 'nowhere'), policies)).toThrow(/nowhere.topics: expected a folder/u);
    for (const name of readdirSync(join(dir, 'topics'))) rmSync(join(dir, 'topics', name));
    expect(() => loadQuestions(dir, policies)).toThrow(/topics: expected at least one <topic>\.yaml/u);
  });
});
