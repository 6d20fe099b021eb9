import words from './words.json' with { type: 'json' };

/** Tells whether a font has a glyph of its own for a code point. */
type Covers = (codePoint: number) => boolean;

/** What was met in a document's text that it cannot show as it was written. */
export interface Unshown {
  readonly characters: boolean;
  readonly rightToLeft: boolean;
}

/** Makes text printable, and remembers what it met. */
export interface Printer {
  print(text: string, covers: Covers): string;
  readonly met: Unshown;
}

const BREAKS = /\r\n|[\r\v\f\u0085\u2028\u2029]/gu;
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
/** Longer words may be wider than a line, and are cut wherever it ends: also within a pair of surrogates. */
const LONG = /\S{30,}/gu;
const ASTRAL = /[\u{10000}-\u{10FFFF}]/gu;
const MAY_BREAK = '\u200B';

/**
 * PDF/A forbids a glyph that the font lacks, and pdfkit draws an empty box for it without a word. So what the font has not
 * is printed by its code, `[U+1F44D]`, and a long word may be broken around every pair of surrogates.
 */
export function createPrinter(): Printer {
  const met = { characters: false, rightToLeft: false };
  const shown = (covers: Covers) => (character: string) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === '\n' || covers(code)) return character;
    met.characters = true;
    return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  };
  return {
    met,
    print(text, covers) {
      if (RIGHT_TO_LEFT.test(text)) met.rightToLeft = true;
      const plain = text.replace(BREAKS, '\n').replaceAll('\t', '    ');
      const printed = Array.from(plain, shown(covers)).join('');
      return printed.replace(LONG, (word) => word.replace(ASTRAL, `${MAY_BREAK}$&${MAY_BREAK}`));
    },
  };
}

/** The sentences at a document's end that say what its reader does not see. */
export const noteOf = (met: Unshown, language: 'sv' | 'en'): readonly string[] => [
  ...(met.characters ? [words.unshown[language]] : []),
  ...(met.rightToLeft ? [words.rightToLeft[language]] : []),
];
