import { readFileSync } from 'node:fs';
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';

/** Where something stands in a file of nested keys and lists. */
export type Path = readonly PropertyKey[];

/** What a file holds, and where. */
export interface PlacedYaml {
  /** Undefined where the file cannot be read or is no YAML. */
  readonly content: unknown;
  /** The file and the line of what stands at the path, or of the nearest that is there: `accounts.yaml:12`. */
  readonly placeOf: (path: Path) => string;
  /** Each names the file and, where there is one, the line. None quotes a value, which may be a secret. */
  readonly problems: readonly string[];
}

/** Reads a YAML file to the end; a key that stands twice is named, with where it stood first. */
export function readPlacedYaml(file: string): PlacedYaml {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    return unread(file, [`ACCOUNTS_FILE: ${file}: ${(cause as Error).message}`]);
  }
  const lines = new LineCounter();
  const lineAt = (offset: number) => `${file}:${lines.linePos(offset).line}`;
  // Not prettyErrors: they show the text around the fault, which may be a token that was written there.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const [fault] = document.errors;
  if (fault) return unread(file, [`${lineAt(fault.pos[0])}: expected YAML: ${fault.message}`]);
  const placeOf = (path: Path) => lineAt(offsetOf(document, path));
  const problems = doubledKeys(document.contents, []).map(
    ({ path, first, second }) =>
      `${lineAt(second)}: ${dotted(path)}: stands twice, first in line ${lines.linePos(first).line}`,
  );
  try {
    return { content: document.toJS(), placeOf, problems };
  } catch (cause) {
    // An alias of nothing is found only now.
    return unread(file, [`${lineAt(aliasOfNothing(document))}: expected YAML: ${(cause as Error).message}`]);
  }
}

function aliasOfNothing(document: Document): number {
  let offset = 0;
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return undefined;
      offset = startOf(alias);
      return visit.BREAK;
    },
  });
  return offset;
}

const unread = (file: string, problems: readonly string[]): PlacedYaml => ({
  ...{ content: undefined, placeOf: () => file, problems },
});

/** A path as people write it: `ludvika.accounts[1].account`. */
export const dotted = (path: Path): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./u, '');

const keyOf = (key: unknown): string => String(isScalar(key) ? key.value : key);
const startOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);

/** Where the path begins: at its last key, or at the last that is there. */
function offsetOf(document: Document, path: Path): number {
  let node: unknown = document.contents;
  let offset = startOf(node);
  for (const key of path) {
    const pair = isMap(node) ? node.items.find((one) => keyOf(one.key) === String(key)) : undefined;
    const next = isSeq(node) ? node.items[Number(key)] : pair?.value;
    if (next === undefined) break;
    offset = startOf(pair?.key ?? next);
    node = next;
  }
  return offset;
}

interface Doubled {
  readonly path: Path;
  readonly first: number;
  readonly second: number;
}

/** Every key that stands more than once in its map. */
function doubledKeys(node: unknown, at: Path): Doubled[] {
  if (isSeq(node)) return node.items.flatMap((item, index) => doubledKeys(item, [...at, index]));
  if (!isMap(node)) return [];
  const seen = new Map<string, number>();
  return node.items.flatMap(({ key, value }) => {
    const path = [...at, keyOf(key)];
    const first = seen.get(keyOf(key));
    const second = startOf(key);
    if (first === undefined) seen.set(keyOf(key), second);
    return [...(first === undefined ? [] : [{ path, first, second }]), ...doubledKeys(value, path)];
  });
}
