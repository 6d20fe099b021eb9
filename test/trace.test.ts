import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadPolicies } from '../src/rules/load-policies.ts';
import quotes from './rules/quotes.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '..');

const Text = z.string().trim().min(1);
/** `test/a/b.test.ts > what the name of a test, or of its group, holds`. */
const Named = z
  .string()
  .regex(/^test\/\S+\.test\.ts > .{10,}$/u, 'expected "test/….test.ts > …", with enough of the name');
const Tests = z.array(Named).min(1);

/** What upholds a published row today. */
const Row = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('done'), by: Text, tests: Tests }),
  z.strictObject({ state: z.literal('partly'), by: Text, tests: Tests, missing: Text }),
  z.strictObject({ state: z.literal('open'), missing: Text }),
  z.strictObject({ state: z.literal('no-duty'), why: Text, tests: Tests.optional() }),
]);

/** `rows` is checked row by row, so that a fault names its row. A row that stands twice is no YAML, and stops here. */
const { tests: shortNames, rows } = z
  .strictObject({ tests: z.record(z.string(), Named), rows: z.record(z.string(), z.unknown()) })
  .parse(
    parse(readFileSync(join(import.meta.dirname, 'trace.yaml'), 'utf8'), {
      prettyErrors: false,
      maxAliasCount: -1,
    }),
  );

/** The rows whose published words have a checksum: those of the law are nobody's own, and stand in no municipality's file. */
const published = [...loadPolicies(join(ROOT, 'rules')).values()]
  .flatMap((policy) => policy.rules)
  .map(({ id }) => id)
  .filter((id) => Object.hasOwn(quotes, id));

/** As a name stands in the source: `it('…'`, `describe.each(…)('…'`. A test that is skipped, or a remark, has none. */
const TITLE =
  /(?:\b(?:it|describe)|\))\(\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"|`((?:\\.|[^`\\])*)`)/gu;

const titlesIn = (source: string): string[] =>
  [...source.replace(/^\s*\/\/.*$/gmu, '').matchAll(TITLE)].map(([, ...found]) =>
    (found.find(Boolean) ?? '').replace(/\\(.)/gu, '$1'),
  );

const titles = new Map<string, readonly string[] | null>();
function titlesOf(file: string): readonly string[] | null {
  const path = join(ROOT, file);
  const found = titles.get(file) ?? (existsSync(path) ? titlesIn(readFileSync(path, 'utf8')) : null);
  titles.set(file, found);
  return found;
}

/** What is wrong with "file > name". */
function faultIn(named: string): string[] {
  const [file = '', ...name] = named.split(' > ');
  const known = titlesOf(file);
  if (known === null) return [`${file}: no such file`];
  const part = name.join(' > ');
  return known.some((title) => title.includes(part)) ? [] : [`${file}: no test is named "${part}"`];
}

describe('the trace of the published rows', () => {
  it.each(published)('has what upholds %s, and tests that exist', (id) => {
    expect(rows, `${id} has no entry in test/trace.yaml`).toHaveProperty(id);
    const row = Row.parse(rows[id]);
    const tests = 'tests' in row ? (row.tests ?? []) : [];
    expect(tests.flatMap(faultIn), id).toEqual([]);
    expect(tests.length, `${id} names a test twice`).toBe(new Set(tests).size);
  });

  it('has no entry for what nobody has published', () => {
    expect(Object.keys(rows).filter((id) => !published.includes(id))).toEqual([]);
  });

  it('has no short name that no row uses', () => {
    const used = new Set(Object.values(rows).flatMap((row) => (row as { tests?: string[] }).tests ?? []));
    expect(Object.keys(shortNames).filter((name) => !used.has(shortNames[name] ?? ''))).toEqual([]);
  });

  it('knows the name of a test from what else stands in its file', () => {
    const source = `// it('a remark', () => {})
      it('is told', async () => expect('a value').toBe(x('an argument')));
      it.each([['a row']])(
        'is told of %s: "a \\'quoted\\' word"',
        (_) => {},
      );
      describe.each(stores)(\`a group, on %s\`, () => {});
      it.skip('is skipped', () => {});`;
    expect(titlesIn(source)).toEqual(['is told', 'is told of %s: "a \'quoted\' word"', 'a group, on %s']);
  });
});
