import { z } from 'zod';
import { fold, withoutMarks } from '../text/fold.ts';
import { wordsOf } from '../text/words.ts';

/** As it is compared: small letters, without what stands on them. */
const plain = (text: string): string => withoutMarks(text.toLowerCase());

/** One or more words that follow each other; `*` in one stands for any letters. */
const Phrase = z
  .string()
  .regex(/^[\p{L}\p{N}*]+( [\p{L}\p{N}*]+)*$/u, 'expected words with a space between, such as hand out')
  .transform((text) => plain(text).split(' '));

/** The sentence's beginning, in a pattern. */
const START = '^';

const Pattern = z
  .string()
  .regex(/^(\^ )?[a-z-]+( [a-z-]+)*$/u, 'expected names of groups, such as can get-out files')
  .transform((text) => text.split(' '));

/** By which words a request to be given public documents is known. Kept in `rules/requests.yaml`, which says how they are read. */
export const RequestWords = z
  .strictObject({
    subject: z.string().min(5).max(120),
    gap: z.int().min(0).max(12),
    groups: z.record(z.string(), z.array(Phrase).min(1)),
    patterns: z.array(Pattern).min(1),
    never: z.array(Pattern),
  })
  .superRefine(({ groups, patterns, never }, context) => {
    for (const [key, list] of Object.entries({ patterns, never }))
      for (const [index, pattern] of list.entries())
        for (const name of pattern)
          if (name !== START && !Object.hasOwn(groups, name))
            context.addIssue({
              code: 'custom',
              path: [key, index],
              message: `expected names of groups, found ${name}`,
            });
  });
export type RequestWords = z.infer<typeof RequestWords>;

/** A full stop within a number or an abbreviation ends nothing. */
const SENTENCE_END = /[.!?…]+(?=\s|$)|\n+/u;

/** More is not read: what somebody asks for stands before that. */
const MOST_WORDS = 1000;

/**
 * Does somebody ask to be given public documents (TF 2 kap.)? Told by the words alone: a person says what it is, and a card
 * too many costs a look, where one too few costs somebody their right. `text` is read as it is shown.
 */
export function asksForDocuments(text: string, words: RequestWords): boolean {
  let left = MOST_WORDS;
  for (const sentence of fold(text).text.split(SENTENCE_END)) {
    const said = wordsOf(plain(sentence)).slice(0, left);
    const fits = (pattern: readonly string[]) => isIn(said, pattern, words);
    if (words.patterns.some(fits) && !words.never.some(fits)) return true;
    left -= said.length;
    if (left <= 0) return false;
  }
  return false;
}

function isIn(said: readonly string[], pattern: readonly string[], words: RequestWords): boolean {
  const [first, ...rest] = pattern;
  if (first === START) return follows(said, rest, words, { from: 0, to: 0 });
  return follows(said, pattern, words, { from: 0, to: said.length });
}

/** Do the groups follow each other from here on, the first of them beginning at one of these places? */
function follows(
  said: readonly string[],
  [group, ...rest]: readonly string[],
  words: RequestWords,
  { from, to }: { readonly from: number; readonly to: number },
): boolean {
  if (group === undefined) return true;
  const phrases = words.groups[group] ?? [];
  for (let at = from; at <= to && at < said.length; at++)
    for (const phrase of phrases) {
      if (!phrase.every((word, index) => isWord(said[at + index], word))) continue;
      const end = at + phrase.length;
      if (follows(said, rest, words, { from: end, to: end + words.gap })) return true;
    }
  return false;
}

function isWord(said: string | undefined, wanted: string): boolean {
  if (said === undefined) return false;
  if (!wanted.includes('*')) return said === wanted;
  const [before = '', middle = '', after] = wanted.split('*');
  return after === undefined
    ? said.startsWith(before) && said.endsWith(middle)
    : said.startsWith(before) && said.includes(middle) && said.endsWith(after);
}
