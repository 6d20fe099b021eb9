import { z } from 'zod';
import { CategoryId } from '../core/policy.ts';

/**
 * A word or phrase, lower case: `svamp` is the whole word, `svamp*` every word that begins so,
 * `*svamp` every word that ends so. Words of a phrase follow each other in the text.
 */
const Term = z
  .string()
  .regex(
    /^(\*?[\p{Ll}\p{Lo}\p{N}]+|[\p{Ll}\p{Lo}\p{N}]+\*)( (\*?[\p{Ll}\p{Lo}\p{N}]+|[\p{Ll}\p{Lo}\p{N}]+\*))*$/u,
    'expected lower-case words, each with at most one * at its beginning or end',
  );
const Terms = z.array(Term).min(1);
const Code = z.string().regex(/^[a-z]+(-[a-z]+)*$/, 'expected a code such as ethnic-slur');
const Weight = z.number().gt(0).max(1);
/** `with-name`: only where a person is named nearby. */
const Hard = z.enum(['always', 'with-name', 'never']);

/** Concepts that detectors fill instead of a list of words. */
const DETECTED = [
  'name',
  'full-name',
  'personnummer',
  'phone',
  'mobile',
  'email',
  'address',
  'link',
  'account',
] as const;

/** A concept that detectors find in a text: pairs may name it though the file lists no words for it. */
export type Detected = (typeof DETECTED)[number];

/** What is listed, for which category, and why. `urgent` and `question` are no categories but are scored alike. */
const Entry = z.strictObject({
  category: CategoryId,
  /** The code that staff see beside the evidence. */
  reason: Code,
  /** Why these words are listed: for the next person who edits the file. */
  note: z.string().min(1),
  weight: Weight,
  hard: Hard.default('never'),
  /** Points at a private person: never openly in a channel. */
  personal: z.boolean().default(false),
  terms: Terms,
});

/** Ideas that mean something only together: a gas lamp is no fault, and "broken" is none either. */
const Pair = z.strictObject({
  category: CategoryId,
  reason: Code,
  note: z.string().min(1),
  weight: Weight,
  hard: Hard.default('never'),
  personal: z.boolean().default(false),
  /** Concepts that must all occur within so many words: from `concepts`, or of the kinds in `DETECTED`. */
  all: z.array(Code).min(2).max(4),
  within: z.int().min(1).max(40),
  /** Not when one of these occurs in the same sentence. */
  unless: z.array(Code).default([]),
  /** Not when one of these stands between the first and the last of the concepts: "jag ska inte …". */
  unlessBetween: z.array(Code).default([]),
  /** Only when all stand in one sentence. */
  inSentence: z.boolean().default(false),
  /** Only for a comment that carries a picture or film. */
  needsAttachment: z.boolean().default(false),
});

/** Words that are innocent although they match: place names, homonyms. With `near`, only beside one of those words. */
const Allowed = z.strictObject({ note: z.string().min(1), terms: Terms, near: Terms.optional() });

/** Words that show that abuse is reported or discussed, not committed. */
const Context = z.strictObject({
  reason: Code,
  note: z.string().min(1),
  terms: Terms,
  within: z.int().min(1).max(40),
  categories: z.array(CategoryId).min(1),
  /** What the weight is multiplied by when the words stand in quotation marks, and when they do not. */
  quoted: z.number().min(0).max(1),
  unquoted: z.number().min(0).max(1),
});

/** `rules/lexicon.yaml`. */
export const Lexicon = z
  .strictObject({
    warning: z.string().min(1),
    allow: z.array(Allowed),
    contexts: z.array(Context),
    concepts: z.record(Code, Terms),
    entries: z.array(Entry).min(1),
    pairs: z.array(Pair),
    names: z.strictObject({ given: Terms, surnameEndings: z.array(z.string().min(3)) }),
    links: z.strictObject({
      /** Registrable domains that need no second look. */
      trusted: z.array(z.string()),
      shorteners: z.array(z.string()),
      cheapTopLevels: z.array(z.string()),
      /** Words of a host or path that pretend to be someone. */
      lures: z.array(z.string()),
    }),
  })
  .superRefine((lexicon, context) => {
    const known = new Set<string>([...DETECTED, ...Object.keys(lexicon.concepts)]);
    lexicon.pairs.forEach((pair, i) => {
      for (const concept of [...pair.all, ...pair.unless, ...pair.unlessBetween]) {
        if (known.has(concept)) continue;
        context.addIssue({
          code: 'custom',
          path: ['pairs', i],
          message: `expected the name of a concept, found ${concept}`,
        });
      }
    });
  });
export type Lexicon = z.infer<typeof Lexicon>;
