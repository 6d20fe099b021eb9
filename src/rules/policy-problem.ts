/** A fault in a file that fits its schema: where, and what was expected there. */
export interface Problem {
  readonly path: readonly (string | number)[];
  readonly expected: string;
}

/** A fault at `path`, unless what was expected there holds. */
export const unless = (right: boolean, path: Problem['path'], expected: string): Problem[] =>
  right ? [] : [{ path, expected }];

/** A fault at `pathOf(index)` for every id that an earlier one has already. */
export const duplicates = (ids: readonly string[], pathOf: (index: number) => Problem['path']): Problem[] =>
  ids.flatMap((id, index) =>
    unless(ids.indexOf(id) === index, pathOf(index), `expected each only once, found ${id} again`),
  );
