import { withoutEntities } from './entities.ts';

/** A piece of what Teams sends: words, or the beginning or end of an element. */
export type Token =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'open';
      readonly name: string;
      readonly attributes: ReadonlyMap<string, string>;
      /** It has no content: `<quoted … />`. */
      readonly isEmpty: boolean;
    }
  | { readonly kind: 'close'; readonly name: string };

/** What Teams writes. Other names in angle brackets are what a person typed, such as `koppla <kommun>`, unless they hold `name="value"`. */
const KNOWN = new Set(
  (
    'a at attachment audio b blockquote body br center cite code codeblock customemoji del div em embed emoji ' +
    'figcaption figure font form h1 h2 h3 h4 h5 h6 head hr html i iframe img input ins kbd label li link mark meta ' +
    'object ol p picture pre q quoted readonly s samp script section small source span strike strong style sub sup ' +
    'svg table tbody td tfoot th thead title tr u ul video systemeventmessage'
  ).split(' '),
);

// Sticky, and without the flags that would make them slow: a message may be nothing but tags.
const NAME = /<\/?([A-Za-z][\w.-]*)(?=[\s/><]|$)/y;
const SPACES = /\s*/y;
const KEY = /[^\s=<>"'/]+/y;
const BARE_VALUE = /[^\s<>"']+/y;
const DECLARATION = /<[!?][A-Za-z[]/y;
const NONE: ReadonlyMap<string, string> = new Map();

interface Tag {
  readonly token: Token | null;
  readonly end: number;
}

/**
 * Cuts what Teams sends into words and elements, in time that grows with its length whatever it holds. Comments and
 * declarations are left out; a tag that is cut short is left out as far as it can be told from words. A `<` that begins
 * no element is text: `3 < 5`, `<3`.
 */
export function tokens(markup: string): Token[] {
  const find = createFind(markup);
  const found: Token[] = [];
  let words = '';
  const flush = () => {
    if (words !== '') found.push({ kind: 'text', text: withoutEntities(words) });
    words = '';
  };
  for (let at = 0; at < markup.length; ) {
    const next = markup.indexOf('<', at);
    words += markup.slice(at, next === -1 ? markup.length : next);
    if (next === -1) break;
    const tag = commentAt(markup, next, find) ?? tagAt(markup, next, find);
    if (tag === null) words += '<';
    else if (tag.token !== null) {
      flush();
      found.push(tag.token);
    }
    at = tag?.end ?? next + 1;
  }
  flush();
  return found;
}

type Find = (needle: string, from: number) => number;

/** Looks ahead, but never again for what was not found: that would read the rest once for every try. */
function createFind(text: string): Find {
  const missing = new Set<string>();
  return (needle, from) => {
    if (missing.has(needle)) return -1;
    const at = text.indexOf(needle, from);
    if (at === -1) missing.add(needle);
    return at;
  };
}

function commentAt(markup: string, at: number, find: Find): Tag | null {
  const mark = markup[at + 1];
  if (mark !== '!' && mark !== '?') return null;
  if (markup.startsWith('<!--', at)) {
    const end = find('-->', at + 4);
    return { token: null, end: end === -1 ? at + 4 : end + 3 };
  }
  if (endOf(DECLARATION, markup, at) === at) return null;
  const end = find('>', at);
  return end === -1 ? null : { token: null, end: end + 1 };
}

/** The tag that begins here; null where it is no tag but what a person wrote. */
function tagAt(markup: string, at: number, find: Find): Tag | null {
  const from = endOf(NAME, markup, at);
  if (from === at) return null;
  const isEnd = markup[at + 1] === '/';
  const name = markup.slice(at + (isEnd ? 2 : 1), from).toLowerCase();
  const { attributes, hasBare, end, isClosed, lastValue } = readAttributes(markup, from, find);
  const isKnown = KNOWN.has(name) && !(hasBare && attributes.size === 0);
  if (!isKnown && attributes.size === 0) return null;
  // One letter that nothing ends is rather "a <b".
  if (!isClosed && name.length === 1 && attributes.size === 0) return null;
  const isEmpty = isClosed && markup[end - 2] === '/';
  const token: Token = isEnd ? { kind: 'close', name } : { kind: 'open', name, attributes, isEmpty };
  return { token, end: isClosed ? end : lastValue };
}

interface Attributes {
  readonly attributes: ReadonlyMap<string, string>;
  /** Is there a word without a value, such as `itemscope`? */
  readonly hasBare: boolean;
  readonly end: number;
  readonly isClosed: boolean;
  /** Where the last `name="value"` ends: a tag that is cut short reaches so far for sure. */
  readonly lastValue: number;
}

/** Reads on until the tag ends, or another begins. */
function readAttributes(markup: string, from: number, find: Find): Attributes {
  let attributes: Map<string, string> | undefined;
  let hasBare = false;
  let lastValue = from;
  let at = from;
  const read = (end: number, isClosed: boolean) => ({
    attributes: attributes ?? NONE,
    hasBare,
    end,
    isClosed,
    lastValue,
  });
  for (;;) {
    at = endOf(SPACES, markup, at);
    if (markup[at] === '>') return read(at + 1, true);
    if (markup[at] === '/' && markup[at + 1] === '>') return read(at + 2, true);
    const end = endOf(KEY, markup, at);
    if (end === at) return read(at, false);
    const value = valueAt(markup, end, find);
    if (value === null) hasBare = true;
    else {
      attributes ??= new Map();
      attributes.set(markup.slice(at, end).toLowerCase(), withoutEntities(value.text));
      lastValue = value.end;
    }
    at = value?.end ?? end;
  }
}

function valueAt(markup: string, at: number, find: Find): { text: string; end: number } | null {
  const equals = endOf(SPACES, markup, at);
  if (markup[equals] !== '=') return null;
  const from = endOf(SPACES, markup, equals + 1);
  const quote = markup[from];
  if (quote !== '"' && quote !== "'") {
    const end = endOf(BARE_VALUE, markup, from);
    return { text: markup.slice(from, end), end };
  }
  const end = find(quote, from + 1);
  return end === -1 ? null : { text: markup.slice(from + 1, end), end: end + 1 };
}

/** Where a match that begins here ends; `at` itself where there is none. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
