import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { Category, Law, Policy, type PolicyFile } from '../core/policy.ts';
import { checkCategories, checkLaw, checkPolicy } from './policy-checks.ts';
import type { Problem } from './policy-problem.ts';

/** Files in the rules folder that are not a municipality. */
const SHARED_FILES = ['categories.yaml', 'law.yaml', 'lexicon.yaml'];

/** Counted on when `core/calendar.ts` or `core/deadline.ts` comes to another result: open tickets are then computed anew. */
const CALENDAR = '1';

/** One fault in one rules file. `path` is where inside the file (`rules[LUD-10].severity`), empty for the whole file. */
export interface RulesProblem {
  readonly file: string;
  readonly line: number | null;
  readonly path: string;
  /** What was expected there, and what was found. */
  readonly expected: string;
}

/**
 * The rules folder does not say what it must: the faults of all files together. A file that does not fit its schema
 * has only those faults listed; what contradicts what is looked for once it fits.
 */
export class RulesError extends Error {
  readonly code = 'bad-rules';
  readonly problems: readonly RulesProblem[];

  constructor(problems: readonly RulesProblem[]) {
    const lines = problems.map(({ file, line, path, expected }) => {
      const place = [line === null ? file : `${file} line ${line}`, path].filter((part) => part !== '');
      return `  ${place.join(', ')}: ${expected}`;
    });
    super(
      `The rules cannot be used, ${problems.length === 1 ? '1 fault' : `${problems.length} faults`}:\n${lines.join('\n')}`,
    );
    this.name = 'RulesError';
    this.problems = problems;
  }
}

/** A parsed file, which can still tell on which line a path stands. */
interface Source<T> {
  readonly file: string;
  readonly text: string;
  readonly value: T | undefined;
  readonly report: (problem: Problem) => void;
}

/**
 * Reads every municipality's rules from a folder: `categories.yaml`, `law.yaml` and one `<municipality>.yaml` each.
 * Subfolders and `lexicon.yaml` are left to screening. Keys are municipality ids, in the order of the file names.
 * @throws {RulesError} when a file is missing, is not YAML, does not fit its schema or contradicts itself
 */
export function loadPolicies(rulesDir: string): ReadonlyMap<string, Policy> {
  const problems: RulesProblem[] = [];
  const files = namesIn(rulesDir, problems);
  const read = <T>(name: string, schema: z.ZodType<T>) => readSource(rulesDir, name, schema, problems);

  const categorySource = read('categories.yaml', z.array(Category).min(1));
  const lawSource = read('law.yaml', Law);
  const categories = new Map((categorySource.value ?? []).map((category) => [category.id, category]));
  const law = lawSource.value?.rules ?? [];
  if (categorySource.value) checkCategories(categorySource.value).forEach(categorySource.report);
  // Without the categories every rule would be reported; the fault is in one place.
  if (lawSource.value && categorySource.value) checkLaw(law, categories).forEach(lawSource.report);

  const policies = new Map<string, Policy>();
  for (const name of files) {
    const source = read<PolicyFile>(name, Policy);
    if (!source.value) continue;
    const town = basename(name, '.yaml');
    if (source.value.municipality !== town)
      source.report({
        path: ['municipality'],
        expected: `expected ${town}, the file's own name, found ${source.value.municipality}`,
      });
    if (categorySource.value) checkPolicy(source.value, law, categories).forEach(source.report);
    const version = versionOf([source.text, lawSource.text, categorySource.text]);
    const clockVersion = versionOf([CALENDAR, JSON.stringify(source.value.clock)]);
    policies.set(town, { ...source.value, version, clockVersion, law, categories });
  }
  if (problems.length > 0) throw new RulesError(problems);
  return policies;
}

/** The municipalities' files, sorted. */
function namesIn(rulesDir: string, problems: RulesProblem[]): string[] {
  const whole = { file: rulesDir, line: null, path: '' };
  let names: string[];
  try {
    names = readdirSync(rulesDir, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [] : [entry.name],
    );
  } catch {
    throw new RulesError([{ ...whole, expected: 'expected a folder with rules files' }]);
  }
  for (const file of names.filter((name) => name.endsWith('.yml')))
    problems.push({ ...whole, file, expected: 'expected the ending .yaml' });
  const found = names.filter((name) => name.endsWith('.yaml') && !SHARED_FILES.includes(name)).sort();
  if (found.length === 0)
    problems.push({ ...whole, expected: 'expected at least one municipality, such as <name>.yaml' });
  return found;
}

function readSource<T>(
  rulesDir: string,
  file: string,
  schema: z.ZodType<T>,
  problems: RulesProblem[],
): Source<T> {
  let text: string;
  try {
    text = readFileSync(join(rulesDir, file), 'utf8');
  } catch {
    problems.push({ file, line: null, path: '', expected: `expected the file in ${rulesDir}` });
    return { file, text: '', value: undefined, report: () => {} };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const report = ({ path, expected }: Problem) => {
    problems.push({ file, line: lineOf(document, lines, path), path: pathText(document, path), expected });
  };
  for (const { pos, message } of [...document.errors, ...document.warnings])
    problems.push({
      file,
      line: lines.linePos(pos[0]).line,
      path: '',
      expected: `expected YAML: ${message}`,
    });
  if (document.errors.length > 0) return { file, text, value: undefined, report };

  const parsed = schema.safeParse(document.toJS());
  for (const { path, message } of parsed.error?.issues ?? [])
    report({ path: path.map((part) => (typeof part === 'symbol' ? String(part) : part)), expected: message });
  return { file, text, value: parsed.data, report };
}

/** The line of the node at a path, or of its nearest parent when the node is missing. */
function lineOf(document: Document, lines: LineCounter, path: Problem['path']): number | null {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as
      | { range?: [number, number, number] }
      | undefined;
    if (node?.range) return lines.linePos(node.range[0]).line;
  }
  return null;
}

/** `rules[LUD-10].severity`: an item of a list is named by its id where it has one, else by its place, from 1. */
function pathText(document: Document, path: Problem['path']): string {
  return path.reduce<string>((text, part, index) => {
    if (typeof part === 'number') {
      const id = document.getIn([...path.slice(0, index + 1), 'id']);
      return `${text}[${typeof id === 'string' ? id : part + 1}]`;
    }
    return text === '' ? part : `${text}.${part}`;
  }, '');
}

/** First 12 hex digits of the SHA-256; the same whichever line ends a checkout has. */
function versionOf(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text.replaceAll('\r\n', '\n')).update('\0');
  return hash.digest('hex').slice(0, 12);
}

/** What of a policy is kept with its version: the municipality's file and the overlay, as they were read. */
export function storedPolicies(
  policies: ReadonlyMap<string, Policy>,
): { municipality: string; version: string; body: Record<string, unknown> }[] {
  return [...policies.values()].map(({ version, clockVersion: _, categories: __, ...body }) => ({
    municipality: body.municipality,
    version,
    body,
  }));
}
