import { stemmer as english } from '@orama/stemmers/english';
import { stemmer as swedish } from '@orama/stemmers/swedish';
import type { FindConcepts } from './concepts.ts';

/** The languages that are understood. Quotes are Swedish in both. */
export type Language = 'sv' | 'en';

type Group = 'concepts' | 'pairs' | 'stems' | 'pieces';

/** What a text is recognised by, by kind: how much a whole kind may weigh is for the classifier to say. */
export type Features = Readonly<Record<Group, ReadonlySet<string>>>;

/** Reads the features of a text. Stems depend on its language, so one text has others in the other language. */
export type ReadFeatures = (text: string, language: Language) => Features;

const stemOf = { sv: swedish, en: english } as const;
const WORD = /[\p{L}\p{N}]+/gu;
/** Letters in a piece of a word: shorter and longer ones found no more. */
const PIECE = 4;
/** As much of a text as is read: a question is short, and a pasted page must not cost more. */
const READ_CHARACTERS = 2_000;

/** The words of a text in lower case. */
export const wordsOf = (text: string): string[] =>
  text.slice(0, READ_CHARACTERS).normalize('NFKC').toLowerCase().match(WORD) ?? [];

/** The stems of a text's words. */
export const stemsOf = (text: string, language: Language): string[] =>
  wordsOf(text).map((word) => stemOf[language](word));

/** What a text is recognised by: concepts, two of them together, stems and pairs of stems, and pieces of words. */
export function createFeatures(conceptsOf: FindConcepts): ReadFeatures {
  return (text, language) => {
    const words = wordsOf(text);
    const concepts = [...conceptsOf(words)].sort().map((name) => `@${name}`);
    const pairs = concepts.flatMap((one, i) => concepts.slice(i + 1).map((other) => `${one}${other}`));
    const stems = words.map((word) => stemOf[language](word));
    const stemPairs = stems.slice(1).map((stem, i) => `${stems[i]} ${stem}`);
    return {
      concepts: new Set(concepts),
      pairs: new Set(pairs),
      stems: new Set([...stems, ...stemPairs]),
      pieces: new Set(words.flatMap(piecesOf)),
    };
  };
}

function piecesOf(word: string): string[] {
  const padded = `_${word}_`;
  const count = Math.max(0, padded.length - PIECE + 1);
  return Array.from({ length: count }, (_, at) => `#${padded.slice(at, at + PIECE)}`);
}
