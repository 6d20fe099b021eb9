import { type Language, stemOf } from '../text/stems.ts';
import { gramsOf, wordsOf } from '../text/words.ts';
import type { FindConcepts } from './concepts.ts';

type Group = 'concepts' | 'pairs' | 'stems' | 'pieces';

/** What a text is recognised by, by kind: how much a whole kind may weigh is for the classifier to say. */
export type Features = Readonly<Record<Group, ReadonlySet<string>>>;

/** Reads the features of a text. Stems depend on its language, so one text has others in the other language. */
export type ReadFeatures = (text: string, language: Language) => Features;

/** Letters in a piece of a word: shorter and longer ones found no more. */
const PIECE = 4;
/** As much of a text as is read: a question is short, and a pasted page must not cost more. */
const READ_CHARACTERS = 2_000;

/** The words of what is read of a text, in lower case. */
export const readWords = (text: string): string[] =>
  wordsOf(text.slice(0, READ_CHARACTERS).normalize('NFKC'));

/** The stems of a text's words. */
export const stemsOf = (text: string, language: Language): string[] =>
  readWords(text).map((word) => stemOf(word, language));

/** What a text is recognised by: concepts, two of them together, stems and pairs of stems, and pieces of words. */
export function createFeatures(conceptsOf: FindConcepts): ReadFeatures {
  return (text, language) => {
    const words = readWords(text);
    const concepts = [...conceptsOf(words)].map((name) => `@${name}`);
    const pairs = concepts.flatMap((one, i) => concepts.slice(i + 1).map((other) => `${one}${other}`));
    const stems = words.map((word) => stemOf(word, language));
    const stemPairs = stems.slice(1).map((stem, i) => `${stems[i]} ${stem}`);
    return {
      concepts: new Set(concepts),
      pairs: new Set(pairs),
      stems: new Set([...stems, ...stemPairs]),
      pieces: new Set(words.flatMap(piecesOf)),
    };
  };
}

const piecesOf = (word: string): string[] => gramsOf(`_${word}_`, PIECE).map((piece) => `#${piece}`);
