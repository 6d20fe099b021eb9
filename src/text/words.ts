import { fold } from './fold.ts';

/** One word: where it stands in its text, and the letters that it is read as. */
export interface WordPlace {
  readonly from: number;
  readonly to: number;
  readonly written: string;
}

/** Letters and figures; every other sign stands between words. */
const WORD = /[\p{L}\p{N}]+/gu;

/** The words of a text as they are written, in order. */
export const placesOfWords = (text: string): WordPlace[] =>
  Array.from(text.matchAll(WORD), ({ 0: written, index: from }) => ({
    from,
    to: from + written.length,
    written,
  }));

/** The words of a text in lower case, in order. */
export const wordsOf = (text: string): string[] => text.toLowerCase().match(WORD) ?? [];

/** The words of a text as one reads them: what shows nothing, and how a letter is spelt, does not count. */
export const spokenWords = (text: string): string[] => wordsOf(fold(text).text);

/** Every `length` UTF-16 units of a text that follow each other, in order; none of a shorter text. */
export const gramsOf = (text: string, length: number): string[] =>
  Array.from({ length: Math.max(0, text.length - length + 1) }, (_, at) => text.slice(at, at + length));
