import type { Features } from '../learner/features.ts';
import { type Learned, type Lesson, learnFrom } from '../learner/learn.ts';
import { scoresOf } from '../learner/regression.ts';
import { createVectors } from '../learner/vocabulary.ts';
import { createConcepts } from './concepts.ts';
import { createFeatures, KIND_WEIGHTS, readWords } from './features.ts';
import { languageOf } from './language.ts';
import { ProductTopic, type Questions, type Topic } from './topic.ts';

/** What the model makes of one text. Every figure is 0–1. */
export interface AskReading {
  /** What of the rules it may be about, in the order of `Questions.topics`; they sum to 1. */
  readonly topics: readonly { readonly topic: Topic; readonly probability: number }[];
  /** How likely a citizen wrote it and staff pasted it. */
  readonly pasted: number;
  /** How likely it is about the bot itself, and about what of it, likeliest. */
  readonly product: { readonly any: number; readonly likeliest: ProductTopic; readonly probability: number };
}

/** Reads a text. Pure: the same model and text give the same answer. */
export type AskModel = (text: string) => AskReading;

const PASTED = 'pasted';
const aboutRules = (topic: string): string => `rules ${topic}`;
const aboutProduct = (topic: string): string => `product ${topic}`;
/** There are so few questions of the product that each counts as many. */
const PRODUCT_COUNTS = 3;
/** One in so many of the comments is enough to tell a comment. */
const ONE_IN = 2;
/** How sharply the best score goes before the next; the thresholds that it is compared with are set for this. */
const SHARPNESS = 12;
const PASTED_SLOPE = 8;
/** Fewer found no more, at twice the memory. */
const FEWEST = 8;

/** What the labels are, in their order. */
const labelsOf = ({ topics }: Questions): string[] => [
  ...topics.map(({ id }) => aboutRules(id)),
  ...ProductTopic.options.map(aboutProduct),
  PASTED,
];

const readerOf = ({ words, product }: Questions): ((text: string) => Features) => {
  const featuresOf = createFeatures(createConcepts({ ...words, ...product.words }));
  return (text) => featuresOf(text, languageOf(text));
};

/** Learns from every question and pasted comment, deterministically. What stands in the product's file counts as nothing else. */
export function learnAsking(questions: Questions): Learned {
  const { topics, product, comments } = questions;
  const read = readerOf(questions);
  const lesson = (text: string, ...labels: string[]): Lesson => ({ read: () => read(text), labels });
  const asked = Object.entries(product.questions);
  const own = new Set(asked.flatMap(([, texts]) => texts.map(key)));
  const lessons = [
    ...Array.from({ length: PRODUCT_COUNTS }, () =>
      asked.flatMap(([topic, texts]) => texts.map((text) => lesson(text, aboutProduct(topic)))),
    ).flat(),
    ...topics.flatMap(({ id, questions: texts, pasted }) => [
      ...texts.filter((text) => !own.has(key(text))).map((text) => lesson(text, aboutRules(id))),
      ...pasted.map((text) => lesson(text, aboutRules(id), PASTED)),
    ]),
    ...comments.filter((_, i) => i % ONE_IN === 0).map((text) => lesson(text, PASTED)),
  ];
  return learnFrom(lessons, labelsOf(questions), { kindWeights: KIND_WEIGHTS, fewest: FEWEST });
}

const key = (text: string): string => readWords(text).join(' ');

/** Makes what was learned of the questions usable. @throws Error when it was learned of other topics */
export function createAskModel({ labels, vocabulary, regression }: Learned, questions: Questions): AskModel {
  if (labels.join() !== labelsOf(questions).join())
    throw new Error('the model of questions has other topics');
  const read = readerOf(questions);
  const vectorOf = createVectors(vocabulary, KIND_WEIGHTS);
  const { topics } = questions;
  return (text) => {
    const scores = scoresOf(regression, vectorOf(read(text)));
    const known = softmax(scores.subarray(0, -1));
    const about = known.subarray(0, topics.length);
    const product = known.subarray(topics.length);
    const any = sum(product);
    const probability = Math.max(...product);
    return {
      topics: topics.map((topic, i) => ({ topic, probability: (about[i] ?? 0) / (1 - any || 1) })),
      pasted: 1 / (1 + Math.exp(-PASTED_SLOPE * ((scores.at(-1) ?? 0) - 0.5))),
      product: {
        any,
        probability,
        likeliest: ProductTopic.options[product.indexOf(probability)] ?? 'abilities',
      },
    };
  };
}

const sum = (figures: Float64Array): number => figures.reduce((all, one) => all + one, 0);

function softmax(scores: Float64Array): Float64Array {
  const top = Math.max(...scores);
  const raised = scores.map((score) => Math.exp(SHARPNESS * (score - top)));
  const all = sum(raised);
  return raised.map((one) => one / all);
}
