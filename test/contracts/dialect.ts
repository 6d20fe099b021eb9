import type { Paged } from './listing.ts';

/** So many comments are listed through a trap. */
export const WRITTEN = 6;

/** How a platform's lists of comments are paged. */
export interface Dialect {
  /** How many stand on a full page. */
  readonly size: number;
  /** How many pages are asked for beyond the last, where that names another all the same. */
  readonly beyond: number;
  /** Is it such a list that is asked for? */
  isList(url: URL): boolean;
  /** Is it the list of a comment's replies, by which a lost answer is settled? */
  isReplies(url: URL): boolean;
  /** The same list from its beginning. */
  firstOf(url: URL): URL;
  /** Which page: 0 for the first. `size`: how many stand on a page. */
  numberOf(url: URL, size: number): number;
  itemsOf(body: object): readonly unknown[];
  /** The answer with these items in place of its own. */
  bodyOf(body: object, page: Paged & { readonly number: number }, size: number): object;
}

/** Pages that are asked for by a cursor in one parameter. */
export const byCursor = (parameter: string): Pick<Dialect, 'firstOf' | 'numberOf'> => ({
  firstOf: (url) => {
    url.searchParams.delete(parameter);
    return url;
  },
  numberOf: (url) => Number(url.searchParams.get(parameter)?.slice(1) ?? '0'),
});

/** The cursor of a page. */
export const cursorOf = (number: number): string => `c${number}`;
