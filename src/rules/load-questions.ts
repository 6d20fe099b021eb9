import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ProductFile } from '../ask/product.ts';
import { type Questions, type Topic, TopicFile, WordsFile } from '../ask/topic.ts';
import type { Policy } from '../core/policy.ts';

const Comments = z.array(z.object({ text: z.string() }));

/** A file of questions that cannot be used: the message names the file, the path inside it and what was expected. */
class QuestionsError extends Error {
  override readonly name = 'QuestionsError';
}

/**
 * Reads `rules/questions/`: `words.yaml`, `product.yaml`, and in `topics/` one file for each topic, named for it.
 * @param policies the topics' categories are theirs
 * @throws {QuestionsError} when one is missing, is no YAML, breaks the schema, names a category that `categories.yaml`
 *   has not, or has a question that another topic has too
 */
export function loadQuestions(dir: string, policies: ReadonlyMap<string, Policy>): Questions {
  const categories = new Set([...policies.values()].flatMap((policy) => [...policy.categories.keys()]));
  const topics = namesIn(join(dir, 'topics')).map((name): Topic => {
    const file = join(dir, 'topics', name);
    const topic = readYaml(file, TopicFile);
    const stranger = topic.categories.find((category) => !categories.has(category));
    if (stranger !== undefined)
      throw new QuestionsError(
        `${file}: categories: expected one of categories.yaml, found ${JSON.stringify(stranger)}`,
      );
    return { ...topic, id: basename(name, '.yaml') };
  });
  refuseTwice(dir, topics);
  return {
    topics,
    words: readYaml(join(dir, 'words.yaml'), WordsFile),
    product: readYaml(join(dir, 'product.yaml'), ProductFile),
    comments: someComments(dir),
  };
}

/** One in so many of the examples is enough to know how citizens write; to check them all is screening's work. */
const ONE_IN = 8;
const ONE_LINE = /^- text: .+$/gmu;

/** Some of the comments in `rules/examples/`; none where there is no such folder. */
function someComments(dir: string): string[] {
  const folder = join(dir, '..', 'examples');
  if (!existsSync(folder)) return [];
  const lines = namesIn(folder).flatMap(
    (name) => readFileSync(join(folder, name), 'utf8').match(ONE_LINE) ?? [],
  );
  const chosen = lines.filter((_, i) => i % ONE_IN === 0).join('\n');
  return Comments.safeParse(parse(chosen)).data?.map(({ text }) => text) ?? [];
}

function refuseTwice(dir: string, topics: readonly Topic[]): void {
  const seen = new Map<string, string>();
  for (const { id, questions, pasted } of topics)
    for (const text of [...questions, ...pasted]) {
      const before = seen.get(text.toLowerCase());
      if (before !== undefined)
        throw new QuestionsError(
          `${join(dir, 'topics', `${id}.yaml`)}: expected each question only once, found ${JSON.stringify(text)} in ${before}.yaml too`,
        );
      seen.set(text.toLowerCase(), id);
    }
}

function namesIn(dir: string): string[] {
  let names: string[];
  try {
    names = readdirSync(dir).filter((name) => name.endsWith('.yaml'));
  } catch (cause) {
    throw new QuestionsError(`${dir}: expected a folder with one <topic>.yaml each`, { cause });
  }
  if (names.length === 0) throw new QuestionsError(`${dir}: expected at least one <topic>.yaml`);
  return names.sort();
}

function readYaml<T>(file: string, schema: z.ZodType<T>): T {
  let raw: unknown;
  try {
    raw = parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new QuestionsError(`${file}: ${(cause as Error).message}`, { cause });
  }
  const read = schema.safeParse(raw);
  if (read.success) return read.data;
  const problems = read.error.issues.map((issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`);
  throw new QuestionsError(`${file} does not fit:\n${problems.join('\n')}`);
}
