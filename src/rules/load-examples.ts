import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import { z } from 'zod';
import type { CategoryId } from '../core/policy.ts';
import type { Example } from '../screening/model/example.ts';
import { findLookalikes } from '../screening/model/lookalikes.ts';

/** The file of comments that no rule covers. */
const HARMLESS = 'none';

/** One row of a file; the file's name is its first category. */
const Row = z.strictObject({
  text: z.string().refine((text) => text.trim() !== '', 'expected the words of a comment'),
  also: z.array(z.string()).min(1).optional(),
  reply: z.literal(true, 'expected true, or the line left out').optional(),
  urgent: z.literal(true, 'expected true, or the line left out').optional(),
});

/** Where an example stands, for messages: counted from 1. */
interface Place {
  readonly file: string;
  readonly line: number;
}
interface Read {
  readonly example: Example;
  readonly place: Place;
}

/** Example files that cannot be used: the message names every fault's file, line and what was expected. */
export class ExamplesError extends Error {
  override readonly name = 'ExamplesError';
  readonly code = 'bad-examples';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const count = problems.length === 1 ? '1 fault' : `${problems.length} faults`;
    super(`The examples cannot be used, ${count}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/**
 * Reads `<category>.yaml` and `none.yaml` from the folder of examples, in the order of the file names.
 * `categories` are the known ones.
 * @throws {ExamplesError} for a file of an unknown category, a row that does not fit, or a text that stands twice or nearly twice
 */
export function loadExamples(examplesDir: string, categories: ReadonlySet<CategoryId>): Example[] {
  const problems: string[] = [];
  const found = readFolder(examplesDir, categories, problems);
  problems.push(...repeated(found), ...lookalikes(found));
  if (problems.length > 0) throw new ExamplesError(problems);
  return found.map(({ example }) => example);
}

const placeText = ({ file, line }: Place): string => `${file} line ${line}`;

function readFolder(dir: string, categories: ReadonlySet<CategoryId>, problems: string[]): Read[] {
  let names: string[];
  try {
    names = readdirSync(dir).sort();
  } catch {
    throw new ExamplesError([`${dir}: expected a folder with example files`]);
  }
  const files = names.filter((name) => name.endsWith('.yaml'));
  for (const name of names.filter((other) => /\.(yml|jsonl?)$/u.test(other)))
    problems.push(`${name}: expected the ending .yaml`);
  if (files.length === 0)
    problems.push(`${dir}: expected at least one example file, such as ${HARMLESS}.yaml`);
  return files.flatMap((file) => {
    const category = basename(file, '.yaml');
    if (category === HARMLESS || categories.has(category))
      return readFile(dir, file, category, categories, problems);
    problems.push(`${file}: expected ${HARMLESS}.yaml or the name of a category of categories.yaml`);
    return [];
  });
}

function readFile(
  dir: string,
  file: string,
  category: CategoryId,
  categories: ReadonlySet<CategoryId>,
  problems: string[],
): Read[] {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(join(dir, file), 'utf8'), {
    lineCounter: lines,
    prettyErrors: false,
  });
  for (const { pos, message } of [...document.errors, ...document.warnings])
    problems.push(`${file} line ${lines.linePos(pos[0]).line}: expected YAML: ${message}`);
  if (document.errors.length > 0) return [];
  if (!isSeq(document.contents)) {
    problems.push(`${file}: expected a list of rows such as - text: "…"`);
    return [];
  }
  return document.contents.items.flatMap((item) => {
    const offset = (item as { range?: [number, number, number] }).range?.[0] ?? 0;
    const place = { file, line: lines.linePos(offset).line };
    const row = Row.safeParse(isMap(item) ? plain(item) : isScalar(item) ? item.value : item);
    for (const { path, message } of row.error?.issues ?? [])
      problems.push(`${[placeText(place), ...path].join(', ')}: ${message}`);
    if (!row.data) return [];
    const { text, also = [], reply = false, urgent = false } = row.data;
    const wrong = also.filter((id) => !categories.has(id) || id === category || category === HARMLESS);
    for (const id of wrong)
      problems.push(`${placeText(place)}, also: expected another category of categories.yaml, found ${id}`);
    const all = category === HARMLESS ? [] : [category, ...also];
    return wrong.length > 0 ? [] : [{ example: { text, categories: all, needsReply: reply, urgent }, place }];
  });
}

const plain = (item: YAMLMap): unknown => item.toJSON();

/** The same words twice, whatever the capitals, spaces and signs between them. */
function repeated(found: readonly Read[]): string[] {
  const first = new Map<string, Place>();
  return found.flatMap(({ example, place }) => {
    const words =
      example.text
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu)
        ?.join(' ') ?? example.text.trim();
    const earlier = first.get(words);
    if (!earlier) first.set(words, place);
    return earlier
      ? [`${placeText(place)}: expected each text only once, found that of ${placeText(earlier)}`]
      : [];
  });
}

/** Another example with a few words changed teaches nothing. Those with the very same words are reported already. */
function lookalikes(found: readonly Read[]): string[] {
  return findLookalikes(found.map(({ example }) => example.text)).flatMap(([one, other]) => {
    const [first, second] = [found[one], found[other]];
    if (!first || !second || wordsOf(first.example.text) === wordsOf(second.example.text)) return [];
    const near = `found nearly the words of ${placeText(first.place)}`;
    return [`${placeText(second.place)}: expected a comment of its own, ${near}`];
  });
}

const wordsOf = (text: string): string =>
  text
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
    ?.join(' ') ?? text.trim();
