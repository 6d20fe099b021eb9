/**
 * The one place that knows which characters show nothing, split words or belong together. Everything that reads or
 * shows what people typed asks here. Source: Unicode's Default_Ignorable_Code_Point, general categories Cc, Cf and Cs.
 */

/** Shows nothing: zero-width, bidi marks, soft hyphen, variation selectors, fillers, controls but tab and line ends, half surrogates. */
const INVISIBLE = /(?![\t\n\r])[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Cs}]/u;
/** Shows nothing and yet shapes what stands beside it: within emoji and some scripts. */
const JOINERS = /\p{Join_Control}|\p{Variation_Selector}|[\u{E0020}-\u{E007F}]/u;
/** A blank that Unicode counts as a symbol: the Braille pattern without dots. */
const BLANK = /[\s\u2800]/u;
/** Stands on the letter before it, and is nothing without one. */
const MARK = /\p{M}/u;

const EVERY_INVISIBLE = new RegExp(INVISIBLE, 'gu');
/** No more than this behind the cut is looked at: a text may be very long, and an emoji of a family of four has 25 units. */
const LONGEST_CLUSTER = 64;
const graphemes = new Intl.Segmenter('sv', { granularity: 'grapheme' });

/** Does this one code point show nothing at all? */
export const isInvisible = (char: string): boolean => INVISIBLE.test(char);

/** Has the text not one character that a person can see? Spaces, fillers, zero-width characters and bare marks are none. */
export function isBlank(text: string): boolean {
  for (const char of text) if (!BLANK.test(char) && !INVISIBLE.test(char) && !MARK.test(char)) return false;
  return true;
}

/** Has the text at least `count` characters that a person can see, counted as they read: a letter and its marks are one. */
export function hasVisible(text: string, count: number): boolean {
  let seen = 0;
  for (const { segment } of graphemes.segment(text)) if (!isBlank(segment) && ++seen >= count) return true;
  return count <= 0;
}

/** The text without what cannot be seen before its first and after its last visible character. */
export function trimmed(text: string): string {
  let from = text.length;
  let to = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    if (isBlank(segment)) continue;
    from = Math.min(from, index);
    to = index + segment.length;
  }
  return text.slice(from, to);
}

/** The text without what shows nothing, but with what emoji are joined by. */
export const withoutInvisible = (text: string): string =>
  text.replace(EVERY_INVISIBLE, (char) => (JOINERS.test(char) ? char : ''));

/**
 * The text cut to at most `limit` UTF-16 units between two grapheme clusters, so that neither a surrogate pair, an
 * emoji nor a letter and its marks is split; true when something was cut. A first cluster longer than the limit (marks
 * stacked without end) gives the empty text.
 */
export function cut(text: string, limit: number): { text: string; isCut: boolean } {
  if (text.length <= limit) return { text, isCut: false };
  const cluster = graphemes.segment(text.slice(0, limit + LONGEST_CLUSTER)).containing(limit);
  return { text: text.slice(0, cluster?.index ?? limit), isCut: true };
}

/** The text cut after a whole word to at most `limit` units and `…`; within a word only where the first one is longer. */
export function cutAtWord(text: string, limit: number): string {
  const { text: start, isCut } = cut(text, limit);
  if (!isCut) return text;
  const end = /\s/u.test(text.charAt(start.length)) ? start.length : Math.max(start.lastIndexOf(' '), 0);
  return `${(start.slice(0, end) || start).replace(/[\s,;:.–]{1,9}$/u, '')}…`;
}
