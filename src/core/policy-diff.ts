/** One thing that differs between two texts of the rules. `path` is where: `rules[LUD-10].removal`. */
export interface PolicyChange {
  readonly path: string;
  /** Undefined: was not there. */
  readonly before: unknown;
  /** Undefined: is no longer there. */
  readonly after: unknown;
}

/**
 * What changed from one text of the rules to another, in the order of the newer one, what is gone last. Items with an id
 * are compared by it, wherever they stand; other lists as a whole.
 */
export function policyDiff(before: unknown, after: unknown, path = ''): PolicyChange[] {
  if (inOrder(before) === inOrder(after)) return [];
  const [older, newer] = [parts(before), parts(after)];
  if (!older || !newer) return [{ path, before, after }];
  return [...new Set([...newer.keys(), ...older.keys()])].flatMap((key) =>
    policyDiff(older.get(key), newer.get(key), joined(path, key, Array.isArray(after))),
  );
}

/** Text that is the same whichever order an object's keys stand in: a database keeps its own. */
const inOrder = (value: unknown): string | undefined =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

const joined = (path: string, key: string, isItem: boolean): string =>
  isItem ? `${path}[${key}]` : [path, key].filter(Boolean).join('.');

/** The parts that can be compared one by one; null for a value that is compared as a whole. */
function parts(value: unknown): ReadonlyMap<string, unknown> | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  const ids = value.map((item: unknown) => (item as { id?: unknown } | null)?.id);
  return ids.every((id) => typeof id === 'string') && ids.length > 0
    ? new Map(value.map((item: unknown, index) => [String(ids[index]), item]))
    : null;
}
