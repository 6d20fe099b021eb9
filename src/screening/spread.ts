import type { WordPlace } from '../text/words.ts';

/** Words whose letters were written apart, made whole; and the letters of each run of them, to be searched within. */
export interface Gathered {
  readonly words: readonly WordPlace[];
  /** Words `first` to `last` were one run: "d u ä r e n h o r a" has no sign of where a word ends. */
  readonly runs: readonly { readonly first: number; readonly last: number; readonly letters: string }[];
}

/** So few letters in a row are initials or a mark ("A B Svensson", "m.m."). */
const FEWEST = 3;
/** A longer run is read no further: it keeps a hostile text cheap. */
const LONGEST = 64;
/** What may stand between two letters of one word: signs, spaces, emoji, a line end. */
const GAP = /^[^\p{L}\p{N}]{1,4}$/u;
const LONGEST_GAP = 8;
const SINGLE = /^\p{L}$/u;
/** Figures that stand for a letter. */
const LEET = /^[013457]$/u;

/**
 * Puts words together whose letters stand apart: "h o r a", "h.o.r.a", "h - o - r - a". Where some gaps are wider than
 * the others a new word begins: "j ä v l a  i d i o t". Linear in the text.
 */
export function gatherLetters(text: string, bare: readonly WordPlace[]): Gathered {
  const words: WordPlace[] = [];
  const runs: Gathered['runs'][number][] = [];
  for (let at = 0; at < bare.length; ) {
    const end = runEnd(text, bare, at);
    const run = bare.slice(at, end);
    if (!isSpread(run)) {
      words.push(...run);
    } else {
      const first = words.length;
      words.push(...piecesOf(text, run));
      runs.push({ first, last: words.length - 1, letters: lettersOf(run) });
    }
    at = end;
  }
  return { words, runs };
}

const lettersOf = (run: readonly WordPlace[]): string => run.map(({ written }) => written).join('');

const isLetter = (word: WordPlace | undefined): boolean =>
  word !== undefined && (SINGLE.test(word.written) || LEET.test(word.written));

/** Where the run that begins at `at` ends: one word further, where that word is no single letter. */
function runEnd(text: string, bare: readonly WordPlace[], at: number): number {
  let end = at + 1;
  if (!isLetter(bare[at])) return end;
  while (end - at < LONGEST && isLetter(bare[end]) && GAP.test(gapBefore(text, bare, end))) end++;
  return end;
}

function gapBefore(text: string, bare: readonly WordPlace[], at: number): string {
  return text.slice(bare[at - 1]?.to ?? 0, bare[at]?.from ?? 0).slice(0, LONGEST_GAP + 1);
}

/** Enough letters, and no more than one figure among two of them. */
function isSpread(run: readonly WordPlace[]): boolean {
  const letters = run.filter(({ written }) => SINGLE.test(written)).length;
  return letters >= FEWEST && 2 * (run.length - letters) <= letters;
}

function piecesOf(text: string, run: readonly WordPlace[]): WordPlace[] {
  const widths = run
    .slice(1)
    .map((word, i) => text.slice(run[i]?.to ?? 0, word.from).replace(/\S/gu, '').length);
  const narrowest = Math.min(...widths);
  const pieces: WordPlace[][] = [[]];
  for (const [i, word] of run.entries()) {
    if (i > 0 && (widths[i - 1] ?? 0) > narrowest) pieces.push([]);
    pieces.at(-1)?.push(word);
  }
  return pieces.map((piece) => ({
    from: piece[0]?.from ?? 0,
    to: piece.at(-1)?.to ?? 0,
    written: lettersOf(piece),
  }));
}
