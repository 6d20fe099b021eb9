import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadQuestions } from '../../src/rules/load-questions.ts';
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
    ['topics/x.yaml', GOOD.replace('proc-block', 'proc-blok'), /x\.yaml: categories: expected one of/u],
    ['topics/x.yaml', GOOD.replace('questions', 'question'), /x\.yaml does not fit:\n {2}questions/u],
    ['topics/x.yaml', `${GOOD}rules: [LUD-10]\n`, /x\.yaml does not fit/u],
    ['topics/x.yaml', 'a: [', /x\.yaml: /u],
    [
      'topics/x.yaml',
      GOOD.replace('Får vi blockera?', 'Får vi blockera någon?'),
      /each question only once.*block\.yaml/u,
    ],
    ['words.yaml', 'a: b', /words\.yaml does not fit/u],
    [
      'product.yaml',
      'words: {}\nquestions: { thanks: ["tack"] }\n',
      /product\.yaml does not fit:\n {2}questions/u,
    ],
  ])('%s is refused when it is wrong', (file, text, message) => {
    writeFileSync(join(dir, file), text);
    expect(() => loadQuestions(dir, policies)).toThrow(message);
  });

  it('are expected to be there', () => {
    expect(() => loadQuestions(join(dir, 'nowhere'), policies)).toThrow(/nowhere.topics: expected a folder/u);
  });
});
