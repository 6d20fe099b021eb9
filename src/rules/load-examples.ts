import { basename, join } from 'node:path';
import { z } from 'zod';
import type { CategoryId } from '../core/policy.ts';
import type { Example } from '../screening/model/example.ts';
import { findLookalikes } from '../screening/model/lookalikes.ts';
import { wordsOf } from '../text/words.ts';
import { readYaml, type YamlFile, yamlFilesIn } from './read-yaml.ts';
import { RulesError, type RulesProblem, wholeFile } from './rules-error.ts';

/** The file of comments that no rule covers. */
const HARMLESS = 'none';

/** The rows of a file; the file's name is their first category. */
const Rows = z.array(
  z.strictObject({
    text: z.string().refine((text) => text.trim() !== '', 'expected the words of a comment'),
    also: z.array(z.string()).min(1).optional(),
    reply: z.literal(true, 'expected true, or the line left out').optional(),
    urgent: z.literal(true, 'expected true, or the line left out').optional(),
  }),
  'expected a list of rows such as - text: "…"',
);
type Rows = z.infer<typeof Rows>;

/** An example and where it stands: the row's index in its file. */
interface Read {
  readonly example: Example;
  readonly name: string;
  readonly file: YamlFile<Rows>;
  readonly row: number;
}

/**
 * Reads `<category>.yaml` and `none.yaml` from the folder of examples, in the order of the file names.
 * `categories` are the known ones.
 * @throws {RulesError} for a file of an unknown category, a row that does not fit, or a text that stands twice or nearly twice
 */
export function loadExamples(examplesDir: string, categories: ReadonlySet<CategoryId>): Example[] {
  const problems: RulesProblem[] = [];
  const names = yamlFilesIn(examplesDir, 'example files', problems);
  if (names.length === 0)
    problems.push(wholeFile(examplesDir, `expected at least one example file, such as ${HARMLESS}.yaml`));
  const found = names.flatMap((name) => readRows(examplesDir, name, categories, problems));
  reportRepeated(found);
  reportLookalikes(found);
  if (problems.length > 0) throw new RulesError(problems);
  return found.map(({ example }) => example);
}

function readRows(
  dir: string,
  name: string,
  categories: ReadonlySet<CategoryId>,
  problems: RulesProblem[],
): Read[] {
  const category = basename(name, '.yaml');
  const harmless = category === HARMLESS;
  if (!harmless && !categories.has(category)) {
    const expected = `expected ${HARMLESS}.yaml or the name of a category of categories.yaml`;
    problems.push(wholeFile(name, expected));
    return [];
  }
  const file = readYaml(join(dir, name), Rows, problems, name);
  return (file.value ?? []).map(({ text, also = [], reply = false, urgent = false }, row) => {
    for (const [place, id] of also.entries())
      if (harmless || id === category || !categories.has(id))
        file.report({
          path: [row, 'also', place],
          expected: `expected another category of categories.yaml, found ${id}`,
        });
    const all = harmless ? [] : [category, ...also];
    return { example: { text, categories: all, needsReply: reply, urgent }, name, file, row };
  });
}

const placeText = ({ name, file, row }: Read): string => `${name} line ${file.lineOf([row])}`;

/** The same words twice, whatever the capitals, spaces and signs between them. */
function reportRepeated(found: readonly Read[]): void {
  const first = new Map<string, Read>();
  for (const read of found) {
    const key = keyOf(read.example.text);
    const earlier = first.get(key);
    if (earlier)
      read.file.report({
        path: [read.row],
        expected: `expected each text only once, found that of ${placeText(earlier)}`,
      });
    else first.set(key, read);
  }
}

/** Another example with a few words changed teaches nothing. Those with the very same words are reported already. */
function reportLookalikes(found: readonly Read[]): void {
  for (const [one, other] of findLookalikes(found.map(({ example }) => example.text))) {
    const [first, second] = [found[one], found[other]];
    if (!first || !second || keyOf(first.example.text) === keyOf(second.example.text)) continue;
    const near = `found nearly the words of ${placeText(first)}`;
    second.file.report({ path: [second.row], expected: `expected a comment of its own, ${near}` });
  }
}

/** Two of the same key say the same; without a word, the signs themselves. */
const keyOf = (text: string): string => wordsOf(text).join(' ') || text.trim();
