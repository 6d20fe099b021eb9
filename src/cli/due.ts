import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { z } from 'zod';
import { deadline } from '../core/deadline.ts';
import type { Policy } from '../core/policy.ts';
import { reminderPlan } from '../core/reminders.ts';
import { loadPolicies } from '../rules/load-policies.ts';
import { cut } from '../text/characters.ts';
import { readInstant } from './read-instant.ts';

const RULES = join(import.meta.dirname, '..', '..', 'rules');

/** Faults shown before the rest are only counted. */
const MOST_FAULTS = 20;

/** A comment of which the deadline is asked. */
interface Query {
  readonly policy: Policy;
  readonly at: Temporal.Instant;
}
interface Options {
  readonly municipality?: string;
  readonly at?: string;
  readonly stdin?: true;
}

/**
 * `kv due`: when an answer to a comment written at an instant is due, and when it is reminded of. Needs the rules and
 * nothing else: no database and no settings. Prints only when every line of the input is right.
 */
export function addDue(program: Command): void {
  program
    .command('due')
    .description('when an answer is due, and its reminders: for one comment, or for each JSON line of stdin')
    .option('--municipality <id>', 'whose clock: the name of a file in rules/')
    .option('--at <instant>', 'when the comment was written: 2026-04-02T15:30+02:00')
    .option('--stdin', 'read JSON lines {"municipality": ID, "at": INSTANT} from stdin instead')
    .action(async (options: Options) => {
      const schema = querySchema(loadPolicies(RULES));
      const queries = options.stdin ? await fromStdin(schema, options) : [fromOptions(schema, options)];
      for (const query of queries) process.stdout.write(`${JSON.stringify(answer(query))}\n`);
    });
}

function answer({ policy: { municipality, clock }, at }: Query) {
  const { arrivedOn, dueOn, dueAt } = deadline(at, clock);
  return {
    municipality,
    at,
    arrivedOn,
    dueOn,
    dueAt,
    promise: clock.promise,
    reminders: reminderPlan(dueAt, at, clock),
  };
}

const foundIn = (input: unknown): string =>
  input === undefined ? 'nothing' : cut(JSON.stringify(input), 60).text;

function querySchema(policies: ReadonlyMap<string, Policy>) {
  const known = `expected one of ${[...policies.keys()].join(', ')}`;
  const municipality = z.unknown().transform((input, context) => {
    const policy = typeof input === 'string' ? policies.get(input) : undefined;
    if (policy) return policy;
    context.addIssue(`${known}, found ${foundIn(input)}`);
    return z.NEVER;
  });
  const at = z.unknown().transform((input, context) => {
    try {
      if (typeof input === 'string') return readInstant(input);
      context.addIssue(`expected an instant such as 2026-04-02T15:30+02:00, found ${foundIn(input)}`);
    } catch (error) {
      context.addIssue((error as Error).message);
    }
    return z.NEVER;
  });
  return z
    .object({ municipality, at }, 'expected an object {"municipality": ID, "at": INSTANT}')
    .transform(({ municipality: policy, at: instant }): Query => ({ policy, at: instant }));
}
type QuerySchema = ReturnType<typeof querySchema>;

function fromOptions(schema: QuerySchema, { municipality, at }: Options): Query {
  const parsed = schema.safeParse({ municipality, at });
  if (parsed.success) return parsed.data;
  throw new Error(
    parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'),
  );
}

async function fromStdin(schema: QuerySchema, { municipality, at }: Options): Promise<Query[]> {
  if (municipality !== undefined || at !== undefined)
    throw new Error('--stdin: expected either it, or --municipality and --at');
  const json = z.string().transform(parseJson).pipe(schema);
  const queries: Query[] = [];
  const faults: string[] = [];
  for (const [index, line] of (await text(process.stdin)).split('\n').entries()) {
    if (line.trim() === '') continue;
    const { data, error } = json.safeParse(line);
    if (data) queries.push(data);
    for (const { path, message } of error?.issues ?? [])
      faults.push(`${[`line ${index + 1}`, ...path].join(', ')}: ${message}`);
  }
  if (faults.length === 0) return queries;
  const more = faults.length > MOST_FAULTS ? [`and ${faults.length - MOST_FAULTS} more`] : [];
  throw new Error([...faults.slice(0, MOST_FAULTS), ...more].join('\n'));
}

function parseJson(line: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(line);
  } catch {
    context.addIssue('expected JSON such as {"municipality": "<town>", "at": "2026-04-02T15:30+02:00"}');
    return z.NEVER;
  }
}
