import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));

describe('the code', () => {
  const withoutComments = (code: string) =>
    code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
  /** Example names in messages ("such as filipstad") are help, not a branch. */
  const withoutExamples = (code: string) => code.replace(/such as [\w-]+/g, '');

  // local/ holds sample comments for the demonstration, which must belong to somebody.
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.m?[jt]s$/.test(file) && !/^local[\\/]/.test(file),
  );

  it.each(files)('in %s names no municipality and none of its rules', (file) => {
    const code = withoutExamples(withoutComments(readFileSync(join(SRC, file), 'utf8')));
    expect(
      code.match(/filipstad|ludvika|vallentuna|esl[oö]v|[aä]ngelholm|\b(FIL|LUD|VAL|ESL|ANG)-\d+/gi),
    ).toBeNull();
  });
});
