import { z } from 'zod';
import { CategoryId } from '../core/policy.ts';

/** Words as they stand in a quote: `växel` is also found in "kommunens växel". */
const InQuote = z.array(z.string().min(1)).min(1);

/**
 * One thing that staff ask about: how people ask it, and where in a municipality's rules the answer stands. Never by a
 * rule's id: which rule answers is read from that municipality's own file. Kept in `rules/questions/<id>.yaml`.
 */
export const TopicFile = z.strictObject({
  name: z.strictObject({ sv: z.string().min(1), en: z.string().min(1) }),
  /** Rules of the first category come first. None: no rule answers this anywhere, and the answer says so. */
  categories: z.array(CategoryId),
  /** Rules with one of these words come before the others of their category. */
  mentions: InQuote.optional(),
  /** Only rules with one of these words answer. */
  require: InQuote.optional(),
  /** Only rules of these kinds answer. */
  kinds: z.array(z.string()).min(1).optional(),
  /** Only these rows of the statutory overlay apply, by a word in them; `none`: no row of it does. */
  law: z.union([z.literal('none'), InQuote]).optional(),
  /** `law`: the statute is what was asked for. */
  first: z.literal('law').optional(),
  questions: z.array(z.string().min(1)).min(1),
  /** What citizens write that falls under this, as staff paste it. */
  pasted: z.array(z.string().min(1)).default([]),
});

/** A topic and its id, the file's name. */
export type Topic = z.infer<typeof TopicFile> & { readonly id: string };

/** Concepts and the words that stand for them. A star stands for any letters; words of a term stand near each other. */
export const WordsFile = z.record(z.string(), z.array(z.string().min(1)).min(1));

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

/** All of `rules/questions/`. */
export interface Questions {
  readonly topics: readonly Topic[];
  readonly words: z.infer<typeof WordsFile>;
  /** What people ask about the bot itself. */
  readonly product: z.infer<typeof ProductFile>;
  /** How citizens write, to tell their comments from staff's questions. */
  readonly comments: readonly string[];
}
