import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Document, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Problem } from './policy-problem.ts';
import { RulesError, type RulesProblem, wholeFile } from './rules-error.ts';

/** A file that was read, and can still tell on which line a path stands. */
export interface YamlFile<T> {
  /** As it stands on the disk; empty where it cannot be read. */
  readonly text: string;
  /** What fits the schema; undefined where that, or the file itself, is at fault. */
  readonly value: T | undefined;
  /** The line of the value at a path, from 1, or of its nearest parent where it is missing; null for the whole file. */
  readonly lineOf: (path: Problem['path']) => number | null;
  /** Adds a fault that no schema sees to those of the file. */
  readonly report: (problem: Problem) => void;
}

/**
 * Reads a file and checks it against a schema. Faults are added to `problems`, under `name`; what comes to contradict
 * something else is for the caller to report, once the file fits.
 */
export function readYaml<T>(
  path: string,
  schema: z.ZodType<T>,
  problems: RulesProblem[],
  name = path,
): YamlFile<T> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    problems.push(wholeFile(name, `expected the file in ${dirname(path)}: ${(error as Error).message}`));
    return { text: '', value: undefined, lineOf: () => null, report: () => {} };
  }
  return parseYaml(text, schema, problems, name);
}

/** As `readYaml`, of a text that was read already. */
export function parseYaml<T>(
  text: string,
  schema: z.ZodType<T>,
  problems: RulesProblem[],
  name: string,
): YamlFile<T> {
  const lines = new LineCounter();
  // Not prettyErrors: they spread over several lines, and quote what stands around the fault.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineOf = (path: Problem['path']) => lineIn(document, lines, path);
  const report = ({ path, expected }: Problem) => {
    problems.push({ file: name, line: lineOf(path), path: pathText(document, path), expected });
  };
  for (const { pos, message } of [...document.errors, ...document.warnings]) {
    const { line } = lines.linePos(pos[0]);
    problems.push({ file: name, line, path: '', expected: `expected YAML: ${message}` });
  }
  const value = document.errors.length > 0 ? undefined : valueIn(document, schema, report);
  return { text, value, lineOf, report };
}

function valueIn<T>(document: Document, schema: z.ZodType<T>, report: YamlFile<T>['report']): T | undefined {
  let raw: unknown;
  try {
    raw = document.toJS();
  } catch (error) {
    // An alias of nothing is found only now.
    report({ path: [], expected: `expected YAML: ${(error as Error).message}` });
    return undefined;
  }
  const parsed = schema.safeParse(raw);
  for (const { path, message } of parsed.error?.issues ?? [])
    report({ path: path.map((part) => (typeof part === 'symbol' ? String(part) : part)), expected: message });
  return parsed.data;
}

/**
 * The names of a folder's YAML files, sorted; folders in it are left alone. Another ending that was meant to be read is
 * added to `problems`.
 * @param holds what is expected in the folder: `example files`
 * @throws {RulesError} when there is no such folder
 */
export function yamlFilesIn(dir: string, holds: string, problems: RulesProblem[]): string[] {
  const names = namesIn(dir, holds);
  for (const file of names.filter((name) => /\.(yml|jsonl?)$/u.test(name)))
    problems.push(wholeFile(file, 'expected the ending .yaml'));
  return names.filter((name) => name.endsWith('.yaml')).sort();
}

function namesIn(dir: string, holds: string): string[] {
  try {
    const entries = readdirSync(dir, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() ? [] : [entry.name]));
  } catch {
    throw new RulesError([wholeFile(dir, `expected a folder with ${holds}`)]);
  }
}

function lineIn(document: Document, lines: LineCounter, path: Problem['path']): number | null {
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
