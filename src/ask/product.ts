import { z } from 'zod';
import type { Policy } from '../core/policy.ts';
import { fold } from '../text/fold.ts';
import { type Classifier, type Example, train } from './classifier.ts';
import { createConcepts } from './concepts.ts';
import { createFeatures, readWords } from './features.ts';
import { languageOf } from './language.ts';
import type { Learning, Steps } from './learning.ts';
import { namedMunicipality } from './named-municipality.ts';
import { QUOTED } from './quoted.ts';
import { type Questions, WordsFile } from './topic.ts';

/** What people ask about the bot itself. The answers stand in `cards/words.json` as `product.<topic>`. */
export const ProductTopic = z.enum([
  'thanks',
  'abilities',
  'about-bot',
  'waiting',
  'statistics',
  'why-removed',
  'undo',
  'where-answer',
  'how-reply',
  'how-remove',
  'how-dismiss',
  'how-block',
  'how-unblock',
  'how-register',
  'how-claim',
  'reminders',
  'on-duty',
  'approve',
  'secret-text',
  'missing-card',
  'automatic',
  'trial-mode',
  'binding',
  'trouble',
]);
export type ProductTopic = z.infer<typeof ProductTopic>;

/** All of `rules/questions/product.yaml`: how people ask each of them, and what words tell the product from the rules. */
export const ProductFile = z.strictObject({
  words: WordsFile,
  questions: z.record(ProductTopic, z.array(z.string().min(1)).min(1)),
});

/** What of the product a question is about; null where it is about the rules, or about something else altogether. */
export type AskProduct = (question: string) => ProductTopic | null;

/** The class of everything that is not about the product. */
const OTHER = 'other';
/** Surer than this it must be: a question about the rules that is answered with a button is a rule not told. */
const SURE = 0.65;
/** And no other topic may be nearly as likely. */
const LIKELY = 0.25;
/** So few of the comments are enough to tell a comment; all of them would make the first question wait. */
const ONE_IN = 4;
const SOME_MUNICIPALITY = 'kommunen';
/** A longer text is a pasted comment, or a situation to be judged. */
const MOST_WORDS = 25;

interface AskProductParts {
  readonly questions: Questions;
  readonly policies: ReadonlyMap<string, Policy>;
  readonly learning: Learning;
}

/** What it must have learned is added to `learning`. What stands in the product's file counts as nothing else. */
export function createAskProduct({ questions, policies, learning }: AskProductParts): AskProduct {
  const model = learning.add(() => learnProduct(questions));
  return (written) => {
    const text = fold(written).text.replace(QUOTED, ' ');
    const named = namedMunicipality(text, policies);
    // "Vad kan Ludvika göra?" is not asked of the bot.
    const question = named.kind === 'known' ? text.replace(named.matched, SOME_MUNICIPALITY) : text;
    const count = readWords(question).length;
    return count === 0 || count > MOST_WORDS ? null : likeliest(model(), question);
  };
}

function likeliest({ labels, probabilities }: Classifier, question: string): ProductTopic | null {
  const found = probabilities(question, languageOf(question));
  if ((found[labels.indexOf(OTHER)] ?? 1) > 1 - SURE) return null;
  const [best] = labels
    .map((label, i) => ({ label, probability: found[i] ?? 0 }))
    .filter(({ label }) => label !== OTHER)
    .sort((a, b) => b.probability - a.probability);
  return best && best.probability > LIKELY ? (ProductTopic.safeParse(best.label).data ?? null) : null;
}

function learnProduct({ product, topics, words, comments }: Questions): Steps<Classifier> {
  const asked = Object.entries(product.questions);
  const own = new Set(asked.flatMap(([, texts]) => texts.map(key)));
  const others = [
    ...topics.flatMap(({ questions, pasted }) => [...questions, ...pasted]),
    ...comments.filter((_, i) => i % ONE_IN === 0),
  ];
  return train(
    [
      ...asked.flatMap(([topic, texts]) => texts.map((text) => example(text, topic))),
      ...others.filter((text) => !own.has(key(text))).map((text) => example(text, OTHER)),
    ],
    createFeatures(createConcepts({ ...words, ...product.words })),
  );
}

const key = (text: string): string => readWords(text).join(' ');

const example = (text: string, label: string): Example => ({ text, label, language: languageOf(text) });
