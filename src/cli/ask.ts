import { join } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { composeAsking } from '../app/compose-asking.ts';
import type { Ask } from '../ask/ask.ts';
import { languageOf } from '../ask/language.ts';
import type { ProductTopic } from '../ask/topic.ts';
import { type Cards, type Locale, loadCards } from '../chat/cards/load-cards.ts';
import { productAnswer } from '../chat/cards/product-answer.ts';
import { ruleAnswerText, rulesInWords } from '../chat/cards/rule-answer.ts';
import type { Policy } from '../core/policy.ts';
import { loadPolicies } from '../rules/load-policies.ts';
import { loadQuestions } from '../rules/load-questions.ts';
import { screenerOf } from '../screening/screen.ts';
import { cut, isBlank } from '../text/characters.ts';
import type { Language } from '../text/stems.ts';
import { jsonLines } from './json-lines.ts';
import { openedScreening } from './opened-screening.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const RULES = join(ROOT, 'rules');

/** A question, and under whose rules it is asked. */
interface Query {
  readonly id: string | number | null;
  readonly policy: Policy;
  readonly text: string;
  readonly lang: Language | undefined;
}
interface Options {
  readonly municipality?: string;
  readonly text?: string;
  readonly stdin?: true;
}

/**
 * `kv ask`: which rule applies to a question or a pasted comment, in the municipality's own words. Needs the rules and a
 * folder for the model that reads comments (`DATA_DIR`); the first run trains it, which takes half a minute. Prints only
 * when every line of the input is right.
 */
export function addAsk(program: Command): void {
  program
    .command('ask')
    .description('which rule applies: to one question or pasted comment, or to each JSON line of stdin')
    .option('--municipality <id>', 'whose rules: the name of a file in rules/')
    .option('--text <text>', 'the question or the comment')
    .option(
      '--stdin',
      'read JSON lines {"id": …, "municipality": ID, "text": TEXT, "lang"?: "sv"|"en"} instead',
    )
    .action(async (options: Options) => {
      const policies = loadPolicies(RULES);
      const schema = querySchema(policies);
      const queries = options.stdin ? await fromStdin(schema, options) : [fromOptions(schema, options)];
      if (queries.length === 0) return;
      const cards = loadCards(join(ROOT, 'cards'));
      const questions = loadQuestions(join(RULES, 'questions'), policies);
      const screening = await openedScreening(RULES);
      const { ask, askProduct, learned } = composeAsking(
        questions,
        policies,
        screenerOf(screening.assess),
        screening.asking,
      );
      await learned();
      for (const query of queries) {
        const topic = askProduct(query.text);
        const answer =
          topic === null ? answerTo(query, ask, cards, policies) : answerOfProduct(query, topic, cards);
        process.stdout.write(`${JSON.stringify(answer)}\n`);
      }
    });
}

function answerTo(
  { id, policy, text, lang }: Query,
  ask: Ask,
  cards: Readonly<Record<Locale, Cards>>,
  policies: ReadonlyMap<string, Policy>,
) {
  const answer = ask(text, policy, lang);
  const known = [...policies.values()].map(({ shortName }) => shortName);
  return {
    id,
    municipality: policy.municipality,
    ...(answer.policy !== policy && { about: answer.policy.municipality }),
    covered: answer.covered,
    sure: answer.sure,
    rules: rulesInWords(cards[answer.lang], answer),
    answer: ruleAnswerText(cards, answer, known),
  };
}

/** What is said of the bot itself has no rule; numbers that only the running bot knows are pointed to. */
const answerOfProduct = (
  { id, policy, text, lang }: Query,
  topic: ProductTopic,
  cards: Readonly<Record<Locale, Cards>>,
) => ({
  id,
  municipality: policy.municipality,
  ...{ covered: false, sure: true },
  rules: [],
  answer: productAnswer(cards[lang ?? languageOf(text, policy.language)], topic, policy),
});

const foundIn = (input: unknown): string =>
  input === undefined ? 'nothing' : cut(JSON.stringify(input), 60).text;

function querySchema(policies: ReadonlyMap<string, Policy>) {
  const municipality = z.unknown().transform((input, context) => {
    const policy = typeof input === 'string' ? policies.get(input) : undefined;
    if (policy) return policy;
    context.addIssue(`expected one of ${[...policies.keys()].join(', ')}, found ${foundIn(input)}`);
    return z.NEVER;
  });
  const text = z.unknown().transform((input, context) => {
    if (typeof input === 'string' && !isBlank(input)) return input;
    context.addIssue(`expected a text that is not empty, found ${foundIn(input)}`);
    return z.NEVER;
  });
  const lang = z.enum(['sv', 'en'], { error: ({ input }) => `expected sv or en, found ${foundIn(input)}` });
  const id = z.union([z.string(), z.number(), z.null()], {
    error: ({ input }) => `expected a text or a number, found ${foundIn(input)}`,
  });
  return z
    .object(
      { id: id.default(null), municipality, text, lang: lang.optional() },
      'expected an object {"id": …, "municipality": ID, "text": TEXT}',
    )
    .transform(({ municipality: policy, ...rest }): Query => ({ ...rest, policy, lang: rest.lang }));
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
  return jsonLines(schema, '{"id": 1, "municipality": "<town>", "text": "May we block?"}');
}
