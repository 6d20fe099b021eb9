import { isBlank } from '../text/characters.ts';

/** What a municipality's diary numbers look like, as its accounts file says. */
export interface NumberShape {
  /** A regular expression, without its slashes: `^KS \d{4}/\d+$`. */
  readonly pattern: string;
  /** One of them, in place of the pattern wherever a person is told what was expected; null where none is given. */
  readonly example: string | null;
}

/** As many characters as a diary number has at most. */
export const MOST_NUMBER = 40;

/**
 * Can this be a diary number of the municipality's? Asked of every number that is told, whichever way it comes: on a card,
 * in a folder, by another system, by `kv`. @param shape null: nothing is said of what they look like
 */
export const isDiaryNumber = (number: string, shape: NumberShape | null): boolean =>
  !isBlank(number) &&
  number.length <= MOST_NUMBER &&
  (shape === null || new RegExp(shape.pattern, 'u').test(number));

/** What whoever told another is shown: the example, where there is one. */
export const exampleOf = (shape: NumberShape | null): { readonly example?: string } =>
  shape?.example ? { example: shape.example } : {};
