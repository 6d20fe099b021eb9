import { isInvisible } from './characters.ts';

/** A text in one canonical spelling, with the way back to the text as it was written. */
export interface Folded {
  readonly text: string;
  /** For every UTF-16 unit of `text`, where its source begins and ends in the original. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

const MARK = /^\p{M}$/u;
const DIGIT = /\p{Nd}/u;
/** Letters have one spelling: å, ä and ö are spared the look-ups. */
const LETTERS = /^\p{L}+$/u;
/**
 * What people and phones write for one sign, and the spelling in which everything is read. Looked up in what NFKC has
 * left, so full-width signs, superscripts and vertical forms are among them.
 */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  // Every dash, and what stands for one: minus, hyphen bullet, modifier minus, box lines, the emoji.
  [/[\p{Pd}\u2212\u2043\u02D7\u2500\u2501\u23AF\u2796]/gu, '-'],
  [/[\u2044\u2215\u29F8\u2571]/gu, '/'],
  [/\u2795/gu, '+'],
  [/[\u3002\u06D4]/gu, '.'],
  [/[\p{Zs}\t]/gu, ' '],
  [/[\p{Zl}\p{Zp}]/gu, '\n'],
];
/** More marks than this on one letter are decoration, and sorting them costs time. */
const MOST_MARKS = 3;

/**
 * Folds a text: NFKC letter by letter, invisible characters and stacked marks dropped; every dash, slash, full stop,
 * horizontal space and digit in its ASCII spelling. Takes time linear in the text, whatever it holds.
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
    const ascii = cluster.length === 1 && cluster < '\u0080' && cluster !== '\t';
    const plain = ascii ? cluster : spell(cluster.normalize('NFKC').replace(/(?<=.)\p{M}+/gu, ''));
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

function spell(text: string): string {
  if (LETTERS.test(text)) return text;
  const digits = text.replace(/[^\P{Nd}0-9]/gu, asciiDigit);
  return SPELLINGS.reduce((spelt, [likeness, sign]) => spelt.replace(likeness, sign), digits);
}

/** Unicode's decimal digits stand in rows of ten, zero first. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && DIGIT.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value);
}

/** The original's offsets for units `from` up to but not including `to` of the folded text. */
export function spanOf(folded: Folded, from: number, to: number): { start: number; end: number } {
  return { start: folded.starts[from] ?? 0, end: folded.ends[to - 1] ?? 0 };
}

/** The text as it is typed on a keyboard without å, ä and ö: letters without what stands on them. */
export const withoutMarks = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '');
