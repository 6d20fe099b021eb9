import { addAcross, FeatureList, type Features, hashOf } from '../learner/features.ts';
import { type Language, stemOf } from '../text/stems.ts';
import { wordsOf } from '../text/words.ts';
import type { FindConcepts } from './concepts.ts';

/** Reads the features of a text. Stems depend on its language, so one text has others in the other language. */
export type ReadFeatures = (text: string, language: Language) => Features;

/** How much each kind weighs: 0 stems and pairs of them, 1 concepts, 2 letters. */
export const KIND_WEIGHTS = [1, 1, 1];
const LETTERS = { kind: 2, shortest: 3, longest: 6 };
/** As much of a text as is read: a question is short, and a pasted page must not cost more. */
const READ_CHARACTERS = 2_000;

/** The words of what is read of a text, in lower case. */
export const readWords = (text: string): string[] =>
  wordsOf(text.slice(0, READ_CHARACTERS).normalize('NFKC'));

/** The stems of a text's words. */
export const stemsOf = (text: string, language: Language): string[] =>
  readWords(text).map((word) => stemOf(word, language));

/** What a question is recognised by: stems and pairs of them, concepts, and runs of letters across words. */
export function createFeatures(conceptsOf: FindConcepts): ReadFeatures {
  return (text, language) => {
    const words = readWords(text);
    const stems = words.map((word) => stemOf(word, language));
    const list = new FeatureList();
    for (const [i, stem] of stems.entries()) {
      list.add(hashOf('s', stem), 0, i, i);
      if (i > 0) list.add(hashOf('p', `${stems[i - 1]} ${stem}`), 0, i - 1, i);
    }
    const end = Math.max(0, words.length - 1);
    for (const concept of conceptsOf(words)) list.add(hashOf('c', concept), 1, 0, end);
    addAcross(list, LETTERS, words);
    return list.done();
  };
}
