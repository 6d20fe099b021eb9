import type { CategoryId } from '../core/policy.ts';
import type { Reading } from './reading.ts';
import type { Scored } from './score.ts';

/** The lexicon's category for words of asking; no municipality has a rule about it. */
const ASKING = 'question';
const ENOUGH = 0.5;
/** Someone who reports a fault or has a case of their own wants an answer, with or without a question. */
const WANTS_HELP: readonly CategoryId[] = ['wrong-channel', 'individual-case'];
/** Their questions are rhetoric or bait. */
const NOT_ANSWERED: readonly CategoryId[] = [
  'advertising',
  'spam',
  'pornography',
  'hate-speech',
  'incitement-to-crime',
  'other-criminal',
  'violent-content',
  'harassment-discrimination',
  'problematic-link',
  'copyright-infringement',
  'image-consent',
  'profanity',
];

/**
 * Does the comment want an answer from the municipality? Words of asking, a question mark outside links, a fault
 * report or a case of one's own; not when the text as a whole is abuse, bait or an advertisement.
 */
export function needsReply(reading: Reading, scored: ReadonlyMap<CategoryId, Scored>): boolean {
  const scoreOf = (category: CategoryId) => scored.get(category)?.score ?? 0;
  if (WANTS_HELP.some((category) => scoreOf(category) >= ENOUGH)) return true;
  if (NOT_ANSWERED.some((category) => scoreOf(category) >= ENOUGH)) return false;
  return scoreOf(ASKING) >= ENOUGH || hasQuestionMark(reading);
}

/** A question mark after a word and at a word's end: not within an address. */
function hasQuestionMark({ folded, words }: Reading): boolean {
  return words.length > 1 && /[\p{L}\p{N})"”]\s?\?+(?![\p{L}\p{N}=/&])/u.test(folded.text);
}
