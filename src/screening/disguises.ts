import type { WordPlace } from '../text/words.ts';
import { formsOf } from './forms.ts';
import type { Gathered } from './spread.ts';

/** A spelling spread over the words `first` to `last`, or hidden within them: "j*vla", "id-iot", "h or a". */
export interface Disguise {
  readonly first: number;
  readonly last: number;
  readonly forms: readonly string[];
}

/** Written together with letters to stand for one: "j*vla", "h@n". */
const MASKING = /[*@$!|€#]/u;
const LONGEST_MASKED = 64;
/** Shorter words occur by chance in letters that follow each other. */
const SHORTEST = 4;
const LONGEST = 12;
/** So many runs, of at most 64 letters, are searched within: it keeps a hostile text cheap. */
const MOST_RUNS = 12;
/** A word cut in two has a part no longer than this. */
const FRAGMENT = 3;
/** What a word is cut by: a sign or an emoji without a space ("id-iot"), or the spaces of letters beside ("j ä vla"). */
const CUT = /^[^\p{L}\p{N}\s]{1,2}$/u;
const SPACED = /^[^\p{L}\p{N}\n]{1,3}$/u;

/** Every other spelling under which the words of a folded text are looked up. Linear in the text. */
export function disguisesOf(text: string, { words, runs }: Gathered): Disguise[] {
  const few = runs.slice(0, MOST_RUNS);
  return [...few.flatMap(withinRun), ...masked(text, words), ...fragments(text, words)];
}

/** Every stretch of four to twelve of a run's letters. */
function withinRun({ first, last, letters }: Gathered['runs'][number]): Disguise[] {
  const chars = [...letters.toLowerCase()];
  const forms = new Set<string>();
  for (let from = 0; from + SHORTEST <= chars.length; from++) {
    const longest = chars.slice(from, from + LONGEST);
    for (let length = SHORTEST; length <= longest.length; length++) {
      for (const form of formsOf(longest.slice(0, length).join(''))) forms.add(form);
    }
  }
  return forms.size === 0 ? [] : [{ first, last, forms: [...forms] }];
}

/** Runs of characters without space that hold letters and a masking sign between or before them. */
function masked(text: string, words: readonly WordPlace[]): Disguise[] {
  const found: Disguise[] = [];
  for (let first = 0; first < words.length; first++) {
    let last = first;
    while (/^[*@$!|€#]{1,4}$/u.test(between(text, words, last + 1))) last++;
    const from = words[first]?.from ?? 0;
    const opened = from > 0 && /[@$*]/u.test(text[from - 1] ?? '') ? from - 1 : from;
    const whole = text.slice(opened, words[last]?.to ?? 0).slice(0, LONGEST_MASKED);
    if (MASKING.test(whole)) found.push({ first, last, forms: formsOf(whole.toLowerCase()) });
    first = last;
  }
  return found;
}

/** Two or three short parts of what may be one word. */
function fragments(text: string, words: readonly WordPlace[]): Disguise[] {
  const found: Disguise[] = [];
  for (let first = 0; first < words.length; first++) {
    for (const last of [first + 1, first + 2]) {
      const parts = words.slice(first, last + 1).map(({ written }) => written);
      const letters = parts.join('');
      if (last >= words.length || letters.length < SHORTEST || letters.length > LONGEST) continue;
      if (isCut(text, words, first, last) || isSpaced(text, words, first, last)) {
        found.push({ first, last, forms: formsOf(letters.toLowerCase()) });
      }
    }
  }
  return found;
}

/** "id-iot", "hor_a": signs without a space. */
function isCut(text: string, words: readonly WordPlace[], first: number, last: number): boolean {
  const parts = words.slice(first, last + 1);
  return (
    parts.some(({ written }) => written.length <= FRAGMENT) &&
    parts.every((_, i) => i === 0 || CUT.test(between(text, words, first + i)))
  );
}

/** "j ä vla", "jäv l a", "i d i ot": two letters apart beside a fragment. */
function isSpaced(text: string, words: readonly WordPlace[], first: number, last: number): boolean {
  const parts = words.slice(first, last + 1);
  const letters = parts.filter(({ from, to, written }) => to - from === 1 || to - from > written.length);
  const spread = letters.reduce((sum, { written }) => sum + written.length, 0);
  return spread >= 2 && parts.every((_, i) => i === 0 || SPACED.test(between(text, words, first + i)));
}

function between(text: string, words: readonly WordPlace[], at: number): string {
  const [before, after] = [words[at - 1], words[at]];
  return before && after ? text.slice(before.to, after.from) : '';
}
