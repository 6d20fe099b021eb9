/** A value inside a JSON text: its first UTF-16 unit, and the one after its last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const BLANKS = ' \t\n\r';
const ENDS_SCALAR = `${BLANKS},]}`;

/** Thrown where the text breaks JSON's structure; holds nothing of the text. */
class Broken extends Error {}

/**
 * A letter for each byte of a body, without its byte order mark: what a span cuts out of it is, in Latin-1, what was
 * brought, be it UTF-8 or not. JSON's structure is ASCII.
 */
export const letterPerByte = (body: Buffer): string =>
  body.toString('latin1').replace(/^\u00ef\u00bb\u00bf/u, '');

/**
 * Where the elements of the array stand that begins at `at.from`; null when another kind of value does, or a
 * broken one. Elements are skipped, not read: one that is broken inside spoils no other.
 */
export function elementsOf(text: string, at: Span): Span[] | null {
  if (text[at.from] !== '[') return null;
  return unbroken(() => listed(text, at.from + 1, ']', (from) => ({ from, to: endOf(text, from) })));
}

/** Where the members of the object stand that begins at `at.from`, in order, a name as often as it is there; null as above. */
export function membersOf(text: string, at: Span): { readonly name: string; readonly value: Span }[] | null {
  if (text[at.from] !== '{') return null;
  return unbroken(() => listed(text, at.from + 1, '}', (from) => memberAt(text, from)));
}

/** Where the one value of the text stands; null when it has none, or more, or does not end. Takes time linear in it. */
export function rootOf(text: string): Span | null {
  return unbroken(() => {
    const from = afterBlanks(text, 0);
    const to = endOf(text, from);
    return afterBlanks(text, to) === text.length ? { from, to } : null;
  });
}

function unbroken<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Broken || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Do arrays and objects stand more than `limit` deep in each other? Also looks into what is no whole JSON. */
export function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') {
      const quoted = at;
      at = (unbroken(() => endOfText(text, quoted)) ?? text.length) - 1;
    } else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}

function memberAt(text: string, from: number) {
  if (text[from] !== '"') throw new Broken();
  const ends = endOf(text, from);
  const colon = afterBlanks(text, ends);
  if (text[colon] !== ':') throw new Broken();
  const begins = afterBlanks(text, colon + 1);
  const value = { from: begins, to: endOf(text, begins) };
  return { name: String(JSON.parse(text.slice(from, ends))), value, to: value.to };
}

function listed<T extends { readonly to: number }>(
  text: string,
  from: number,
  close: ']' | '}',
  read: (from: number) => T,
): T[] {
  const found: T[] = [];
  let at = afterBlanks(text, from);
  if (text[at] === close) return found;
  for (;;) {
    const one = read(at);
    found.push(one);
    at = afterBlanks(text, one.to);
    if (text[at] === close) return found;
    if (text[at] !== ',') throw new Broken();
    at = afterBlanks(text, at + 1);
  }
}

function afterBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && BLANKS.includes(text.charAt(at))) at += 1;
  return at;
}

function endOf(text: string, from: number): number {
  const first = text[from];
  if (first === '"') return endOfText(text, from);
  let at = from;
  if (first !== '{' && first !== '[') {
    while (at < text.length && !ENDS_SCALAR.includes(text.charAt(at))) at += 1;
    if (at === from) throw new Broken();
    return at;
  }
  let depth = 0;
  do {
    const char = text[at];
    if (char === undefined) throw new Broken();
    if (char === '"') at = endOfText(text, at) - 1;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
    at += 1;
  } while (depth > 0);
  return at;
}

/** The unit after the closing quote: the first quote with an even number of backslashes before it. */
function endOfText(text: string, from: number): number {
  for (let at = from + 1; ; ) {
    const quote = text.indexOf('"', at);
    if (quote === -1) throw new Broken();
    let escapes = 0;
    while (text[quote - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}
