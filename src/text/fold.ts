import { isInvisible } from './characters.ts';

/** A text in one canonical spelling, with the way back to the text as it was written. */
export interface Folded {
  readonly text: string;
  /** For every UTF-16 unit of `text`, where its source begins and ends in the original. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

const MARK = /^\p{M}$/u;
/** More marks than this on one letter are decoration, and sorting them costs time. */
const MOST_MARKS = 3;

/**
 * Folds a text: NFKC letter by letter, invisible characters and stacked marks dropped.
 * Takes time linear in the text, whatever it holds.
 */
export function fold(original: string): Folded {
  const starts: number[] = [];
  const ends: number[] = [];
  let text = '';
  let cluster = '';
  let marks = 0;
  let from = 0;
  let to = 0;
  const flush = () => {
    const ascii = cluster.length === 1 && cluster < '\u0080';
    const plain = ascii ? cluster : cluster.normalize('NFKC').replace(/(?<=.)\p{M}+/gu, '');
    for (let i = 0; i < plain.length; i++) {
      starts.push(from);
      ends.push(to);
    }
    text += plain;
    cluster = '';
    marks = 0;
  };
  let at = 0;
  for (const char of original) {
    const end = at + char.length;
    const plain = char < '\u0080';
    if (!plain && MARK.test(char) && cluster !== '') {
      if (marks++ < MOST_MARKS && !isInvisible(char)) cluster += char;
      to = end;
    } else if (plain || !isInvisible(char)) {
      flush();
      cluster = char;
      from = at;
      to = end;
    }
    at = end;
  }
  flush();
  return { text, starts: Uint32Array.from(starts), ends: Uint32Array.from(ends) };
}

/** The original's offsets for units `from` up to but not including `to` of the folded text. */
export function spanOf(folded: Folded, from: number, to: number): { start: number; end: number } {
  return { start: folded.starts[from] ?? 0, end: folded.ends[to - 1] ?? 0 };
}
