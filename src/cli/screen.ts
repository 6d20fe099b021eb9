import { join } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import type { Finding } from '../core/finding.ts';
import { type Policy, ruleOf } from '../core/policy.ts';
import { loadPolicies } from '../rules/load-policies.ts';
import type { Assessor } from '../screening/screen.ts';
import { cut } from '../text/characters.ts';
import { jsonLines } from './json-lines.ts';
import { openedScreening } from './opened-screening.ts';

const RULES = join(import.meta.dirname, '..', '..', 'rules');

/** A comment, and under whose rules it is screened. */
interface Query {
  readonly id: string | number | null;
  readonly policy: Policy;
  readonly text: string;
}
interface Options {
  readonly municipality?: string;
  readonly text?: string;
  readonly stdin?: true;
}

/**
 * `kv screen`: what screening makes of a comment. Needs the rules and a folder for the model (`DATA_DIR`); the first
 * run trains it, which takes some seconds. Also rules that come near only faintly are printed: their score says so,
 * and with tier `none` nobody would be shown them. Prints only when every line of the input is right.
 */
export function addScreen(program: Command): void {
  program
    .command('screen')
    .description('what screening makes of a comment: of one, or of each JSON line of stdin')
    .option('--municipality <id>', 'whose rules: the name of a file in rules/')
    .option('--text <text>', 'the comment')
    .option('--stdin', 'read JSON lines {"id": …, "municipality": ID, "text": TEXT, "platform"?} instead')
    .action(async (options: Options) => {
      const schema = querySchema(loadPolicies(RULES));
      const queries = options.stdin ? await fromStdin(schema, options) : [fromOptions(schema, options)];
      if (queries.length === 0) return;
      const { assess } = await openedScreening(RULES);
      for (const query of queries) process.stdout.write(`${JSON.stringify(answer(query, assess))}\n`);
    });
}

function answer({ id, policy, text }: Query, assess: Assessor) {
  const { screening, score, categories, candidates } = assess(text, policy);
  return {
    id,
    municipality: policy.municipality,
    tier: screening.tier,
    score: rounded(score),
    needsReply: screening.needsReply,
    urgent: screening.urgent,
    categories: categories.map((category) => ({ id: category.id, score: rounded(category.score) })),
    rules: candidates.map((finding) => ruleIn(finding, policy, text)),
  };
}

function ruleIn({ rule, category, score, evidence }: Finding, policy: Policy, text: string) {
  const { quote = '', actions = [] } = ruleOf(policy, rule) ?? {};
  return {
    id: rule,
    quote,
    category,
    score: rounded(score),
    actions,
    evidence: evidence.map(({ start, end, source, why }) => ({
      start,
      end,
      text: text.slice(start, end),
      why: `${source}: ${why}`,
    })),
  };
}

const rounded = (score: number): number => Math.round(1000 * score) / 1000;

const foundIn = (input: unknown): string =>
  input === undefined ? 'nothing' : cut(JSON.stringify(input), 60).text;

function querySchema(policies: ReadonlyMap<string, Policy>) {
  const municipality = z.unknown().transform((input, context) => {
    const policy = typeof input === 'string' ? policies.get(input) : undefined;
    if (policy) return policy;
    context.addIssue(`expected one of ${[...policies.keys()].join(', ')}, found ${foundIn(input)}`);
    return z.NEVER;
  });
  const text = z.string({ error: ({ input }) => `expected a text, found ${foundIn(input)}` });
  const id = z.union([z.string(), z.number(), z.null()], {
    error: ({ input }) => `expected a text or a number, found ${foundIn(input)}`,
  });
  return z
    .object(
      { id: id.default(null), municipality, text },
      'expected an object {"id": …, "municipality": ID, "text": TEXT}',
    )
    .transform(({ municipality: policy, ...rest }): Query => ({ ...rest, policy }));
}
type QuerySchema = ReturnType<typeof querySchema>;

function fromOptions(schema: QuerySchema, { municipality, text }: Options): Query {
  const parsed = schema.safeParse({ municipality, text });
  if (parsed.success) return parsed.data;
  throw new Error(
    parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'),
  );
}

async function fromStdin(schema: QuerySchema, { municipality, text }: Options): Promise<Query[]> {
  if (municipality !== undefined || text !== undefined)
    throw new Error('--stdin: expected either it, or --municipality and --text');
  return jsonLines(schema, '{"id": 1, "municipality": "<town>", "text": "Hej!"}');
}
