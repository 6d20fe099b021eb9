import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { ProductFile, type Questions, type Topic, TopicFile, WordsFile } from '../ask/topic.ts';
import type { CategoryId, Policy } from '../core/policy.ts';
import { parseYaml, readYaml, type YamlFile, yamlFilesIn } from './read-yaml.ts';
import { RulesError, type RulesProblem, wholeFile } from './rules-error.ts';

const Comments = z.array(z.object({ text: z.string() }));

/** A topic, and the file that can tell where in it something stands. */
interface Read {
  readonly topic: Topic;
  readonly file: YamlFile<unknown>;
}

/**
 * Reads `rules/questions/`: `words.yaml`, `product.yaml`, and in `topics/` one file for each topic, named for it.
 * @param policies the topics' categories are theirs
 * @throws {RulesError} when one is missing, is no YAML, breaks the schema, names a category that `categories.yaml`
 *   has not, or has a question that another topic has too
 */
export function loadQuestions(dir: string, policies: ReadonlyMap<string, Policy>): Questions {
  const problems: RulesProblem[] = [];
  const categories = new Set([...policies.values()].flatMap((policy) => [...policy.categories.keys()]));
  const read = readTopics(join(dir, 'topics'), categories, problems);
  reportTwice(read);
  const words = readYaml(join(dir, 'words.yaml'), WordsFile, problems).value;
  const product = readYaml(join(dir, 'product.yaml'), ProductFile, problems).value;
  if (!words || !product || problems.length > 0) throw new RulesError(problems);
  return { topics: read.map(({ topic }) => topic), words, product, comments: someComments(dir) };
}

function readTopics(dir: string, categories: ReadonlySet<CategoryId>, problems: RulesProblem[]): Read[] {
  const names = yamlFilesIn(dir, 'one <topic>.yaml each', problems);
  if (names.length === 0) problems.push(wholeFile(dir, 'expected at least one <topic>.yaml'));
  return names.flatMap((name) => {
    const file = readYaml(join(dir, name), TopicFile, problems);
    if (!file.value) return [];
    for (const [index, id] of file.value.categories.entries())
      if (!categories.has(id))
        file.report({
          path: ['categories', index],
          expected: `expected one of categories.yaml, found ${JSON.stringify(id)}`,
        });
    return [{ topic: { ...file.value, id: basename(name, '.yaml') }, file }];
  });
}

function reportTwice(read: readonly Read[]): void {
  const seen = new Map<string, string>();
  for (const { topic, file } of read)
    for (const list of ['questions', 'pasted'] as const)
      for (const [index, text] of topic[list].entries()) {
        const key = text.toLowerCase();
        const before = seen.get(key);
        const found = `found ${JSON.stringify(text)} in ${before}.yaml too`;
        if (before === undefined) seen.set(key, topic.id);
        else file.report({ path: [list, index], expected: `expected each question only once, ${found}` });
      }
}

/** One in so many of the examples is enough to know how citizens write; to check them all is screening's work. */
const ONE_IN = 8;
const ONE_LINE = /^- text: .+$/gmu;

/** Some of the comments in `rules/examples/`; none where there is no such folder. */
function someComments(dir: string): string[] {
  const folder = join(dir, '..', 'examples');
  if (!existsSync(folder)) return [];
  const lines = yamlFilesIn(folder, 'example files', []).flatMap(
    (name) => readFileSync(join(folder, name), 'utf8').match(ONE_LINE) ?? [],
  );
  const chosen = lines.filter((_, i) => i % ONE_IN === 0).join('\n');
  return parseYaml(chosen, Comments, [], folder).value?.map(({ text }) => text) ?? [];
}
