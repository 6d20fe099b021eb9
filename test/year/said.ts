import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const WORDS = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'cards', 'words.json'), 'utf8'),
) as Record<string, { sv: string } | string>;

/** The Swedish words of every key that begins so, as a pattern for what they become when their blanks are filled. */
const patterns = (prefix: string): RegExp[] =>
  Object.entries(WORDS).flatMap(([key, words]) =>
    key.startsWith(prefix) && typeof words === 'object' ? [patternOf(words.sv)] : [],
  );

const patternOf = (words: string): RegExp =>
  new RegExp(
    words
      .split(/\{[^{}]*\}/u)
      .map((part) => RegExp.escape(part))
      .join('.*'),
    'u',
  );

const ESCALATIONS = patterns('escalate');
const REMINDERS = patterns('remind');
const [REPEATED] = patterns('digest.repeated');

/** What a line in a card's thread is, from its words in `cards/words.json`. */
export function kindOf(text: string): 'reminder' | 'escalation' | 'other' {
  if (ESCALATIONS.some((pattern) => pattern.test(text))) return 'escalation';
  return REMINDERS.some((pattern) => pattern.test(text)) ? 'reminder' : 'other';
}

/** Does the digest say that it may be the second of its day? */
export const saysRepeated = (text: string): boolean => REPEATED?.test(text) ?? false;
