import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'adaptivecards-templating';
import { z } from 'zod';
import { actions, type Verb } from '../../actions/index.ts';

/** The languages that the bot speaks; every sentence has both. */
export type Locale = 'sv' | 'en';

const Sentence = z.strictObject({ sv: z.string().min(1), en: z.string().min(1) });
const Words = z.record(z.string(), Sentence);
const ButtonFile = z.strictObject({
  title: Sentence,
  /** What a colleague did who pressed it: completes "Anna …". */
  acted: Sentence,
  /**
   * In the card's row of buttons, below what happened, by the hidden text, by an effect that needs a person, by the
   * deadline, by a colleague's question, on the registrar's card, where a proposed removal is reviewed, or on an alert.
   */
  place: z
    .enum(['row', 'line', 'text', 'effect', 'due', 'question', 'registrar', 'proposal', 'alert'])
    .default('row'),
  mode: z.enum(['primary', 'secondary']).default('primary'),
  /** Where its form stands: on the card, or, where that would weigh too much, on one that whoever presses gets alone. */
  asks: z.enum(['card', 'presser']).default('card'),
  /** Its form names somebody of the channel. */
  names: z.boolean().default(false),
  style: z.enum(['default', 'positive', 'destructive']).default('default'),
  words: Words.default({}),
  form: z.record(z.string(), z.unknown()).optional(),
});

const TEMPLATES = [
  'ticket',
  'private',
  'rule-answer',
  'digest',
  'digest-page',
  'unposted',
  'unposted-choice',
  'notice',
  'history',
  'proposal',
  'found',
  'mine',
  'offer',
  'aside',
  'copy',
  'request',
  'request-select',
  'request-review',
  'request-close',
  'storm',
  'storm-reason',
  'storm-let-stand',
  'action-form',
  'action-press',
  'action-open',
] as const;
type TemplateName = (typeof TEMPLATES)[number];

/** One button as `cards/buttons/<verb>.json` describes it. `form` is null for a button that is pressed directly. */
export interface Button {
  readonly title: string;
  readonly acted: string;
  readonly place: z.infer<typeof ButtonFile>['place'];
  readonly mode: string;
  readonly asks: 'card' | 'presser';
  readonly names: boolean;
  readonly style: string;
  /** A sentence of this button, filled in. */
  say(key: string, data?: Fill): string;
  has(key: string): boolean;
  /** All its sentences, for a form that needs nothing filled in. */
  readonly words: Readonly<Record<string, string>>;
  readonly form: ((data: object) => object) | null;
}

/** What is filled in for the `{braces}` of a sentence, by their names. */
export type Fill = Readonly<Record<string, string | number>>;

/** Every user-facing word and card, in one language. */
export interface Cards {
  readonly locale: Locale;
  /** A sentence of `cards/words.json` with its `{braces}` filled in. */
  say(key: string, data?: Fill): string;
  expand(template: TemplateName, data: object): object;
  button(verb: Verb): Button;
}

/** A card file that does not hold what it must: names the file, the path inside it and what was expected. */
export class CardsError extends Error {
  override readonly name = 'CardsError';
}

/**
 * Reads and checks everything in `cards/` once, and gives it in each language. One Template is kept per file, since
 * building it costs sixty times as much as using it.
 * @throws CardsError for the first file that is broken
 */
export function loadCards(dir: string): Readonly<Record<Locale, Cards>> {
  const words = parse(dir, 'words.json', Words);
  const templates = new Map(
    TEMPLATES.map((name) => [
      name,
      new Template(parse(dir, `${name}.json`, z.record(z.string(), z.unknown()))),
    ]),
  );
  const buttons = new Map(
    (Object.keys(actions) as Verb[]).map((verb) => {
      const file = parse(dir, join('buttons', `${verb}.json`), ButtonFile);
      return [verb, { ...file, template: file.form && new Template(file.form) }] as const;
    }),
  );
  refuseStrangers(dir, buttons);
  const inLocale = (locale: Locale): Cards => ({
    locale,
    say: sayer(join(dir, 'words.json'), words, locale),
    expand: (name, data) => templates.get(name)?.expand({ $root: data }) as object,
    button: (verb) => {
      const found = buttons.get(verb);
      if (!found)
        throw new CardsError(
          `${join(dir, 'buttons', `${verb}.json`)}: expected a file for the button "${verb}"`,
        );
      const { template, title, acted, place, mode, asks, names, style } = found;
      return {
        title: title[locale],
        acted: acted[locale],
        place,
        words: Object.fromEntries(Object.entries(found.words).map(([key, each]) => [key, each[locale]])),
        mode,
        asks,
        names,
        style,
        say: sayer(join(dir, 'buttons', `${verb}.json`), found.words, locale),
        has: (key) => Object.hasOwn(found.words, key),
        form: template ? (data) => template.expand({ $root: data }) as object : null,
      };
    },
  });
  return { sv: inLocale('sv'), en: inLocale('en') };
}

function parse<T>(dir: string, file: string, schema: z.ZodType<T>): T {
  const path = join(dir, file);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new CardsError(`${path}: ${(cause as Error).message}`, { cause });
  }
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new CardsError(`${path}: ${issue?.path.join('.') || '(top)'}: ${issue?.message}`);
}

/** A form that no button uses is a misspelt one. */
function refuseStrangers(dir: string, buttons: ReadonlyMap<string, unknown>): void {
  for (const file of readdirSync(join(dir, 'buttons'))) {
    if (buttons.has(file.replace(/\.json$/u, ''))) continue;
    throw new CardsError(
      `${join(dir, 'buttons', file)}: no button has this name; expected one of ${[...buttons.keys()].join(', ')}`,
    );
  }
}

function sayer(path: string, words: z.infer<typeof Words>, locale: Locale): Cards['say'] {
  return (key, data = {}) => {
    const sentence = words[key]?.[locale];
    if (sentence === undefined) throw new CardsError(`${path}: expected a sentence "${key}"`);
    return sentence.replace(/\{(\w+)\}/gu, (brace, name: string) => String(data[name] ?? brace));
  };
}
