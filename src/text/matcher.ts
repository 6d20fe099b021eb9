/** A text as terms are looked for in it: every spelling of each word, and of stretches of words that may be one. */
export interface Searched {
  readonly words: readonly { readonly forms: readonly string[] }[];
  readonly disguises: readonly {
    readonly first: number;
    readonly last: number;
    readonly forms: readonly string[];
  }[];
}

/** Where a term stood: the words `first` to `last`. */
export interface Hit<T> {
  readonly first: number;
  readonly last: number;
  readonly value: T;
}

/** All hits of a text, and how many characters were compared for them: the measure that the linearity test watches. */
export interface Matches<T> {
  readonly hits: readonly Hit<T>[];
  readonly steps: number;
}

type Part = { readonly text: string; readonly kind: 'whole' | 'stem' | 'tail' | 'within' };
interface Pattern<T> {
  readonly first: Part;
  readonly rest: readonly Part[];
  readonly value: T;
}
interface Index<T> {
  readonly whole: Map<string, Pattern<T>[]>;
  readonly stem: Map<string, Pattern<T>[]>;
  readonly tail: Map<string, Pattern<T>[]>;
  /** How long the stems are that begin with two letters, and the tails that end with them: most words have none. */
  readonly stemLengths: Map<string, number[]>;
  readonly tailLengths: Map<string, number[]>;
  /** Patterns of one part by first letter, for words with letters starred out. */
  readonly starred: Map<string, Pattern<T>[]>;
  /** Patterns that begin with what cannot be looked up, and is compared with every word: `*ring*`, `x*`. */
  readonly loose: Pattern<T>[];
}

const SHORTEST_PART = 2;
const LONGEST_PART = 24;

/**
 * Compiles terms into a function that finds them in a text. A term is a word or several: `svamp` is the whole word,
 * `svamp*` every word that begins so, `*svamp` every word that ends so, `*svamp*` every word that holds it. Every word
 * costs a bounded number of look-ups in maps of beginnings and endings, so matching is linear in the text whatever it is.
 * @param gap so many other words may stand between two words of a term
 */
export function createMatcher<T>(
  terms: Iterable<readonly [term: string, value: T]>,
  gap = 0,
): (text: Searched) => Matches<T> {
  const index: Index<T> = {
    whole: new Map(),
    stem: new Map(),
    tail: new Map(),
    stemLengths: new Map(),
    tailLengths: new Map(),
    starred: new Map(),
    loose: [],
  };
  for (const [term, value] of terms) insert(index, term, value);
  return ({ words, disguises }) => {
    const hits: Hit<T>[] = [];
    const effort = { steps: 0 };
    // The same words come again and again, in hostile texts most of all.
    const known = new Map<string, readonly Pattern<T>[]>();
    const look = (forms: readonly string[], first: number, last: number) => {
      for (const form of forms) {
        let found = known.get(form);
        if (!found) {
          found = candidates(index, form, effort);
          known.set(form, found);
        }
        for (const { rest, value } of found) {
          effort.steps++;
          const end = endOf(rest, words, last, gap);
          if (end !== undefined) hits.push({ first, last: end, value });
        }
      }
    };
    for (const [i, word] of words.entries()) look(word.forms, i, i);
    for (const disguise of disguises) look(disguise.forms, disguise.first, disguise.last);
    return { hits: distinct(hits), steps: effort.steps };
  };
}

function insert<T>(index: Index<T>, term: string, value: T): void {
  const [first, ...rest] = term.split(' ').map(partOf);
  if (!first) return;
  const pattern = { first, rest, value };
  if (first.kind === 'within' || (first.kind !== 'whole' && first.text.length < SHORTEST_PART)) {
    index.loose.push(pattern);
    return;
  }
  push(index[first.kind], first.text, pattern);
  if (first.kind === 'stem') addLength(index.stemLengths, first.text.slice(0, SHORTEST_PART), first.text);
  if (first.kind === 'tail') addLength(index.tailLengths, first.text.slice(-SHORTEST_PART), first.text);
  if (rest.length === 0 && first.kind !== 'tail' && first.text.length >= 3) {
    push(index.starred, first.text[0] ?? '', pattern);
  }
}

function partOf(word: string): Part {
  if (word.startsWith('*') && word.endsWith('*')) return { text: word.replaceAll('*', ''), kind: 'within' };
  if (word.endsWith('*')) return { text: word.slice(0, -1), kind: 'stem' };
  if (word.startsWith('*')) return { text: word.slice(1), kind: 'tail' };
  return { text: word, kind: 'whole' };
}

function candidates<T>(index: Index<T>, form: string, effort: { steps: number }): Pattern<T>[] {
  effort.steps += form.length;
  const found = [...(index.whole.get(form) ?? [])];
  for (const n of index.stemLengths.get(form.slice(0, SHORTEST_PART)) ?? []) {
    if (n > form.length) continue;
    found.push(...(index.stem.get(form.slice(0, n)) ?? []));
    effort.steps += n;
  }
  for (const n of index.tailLengths.get(form.slice(-SHORTEST_PART)) ?? []) {
    if (n > form.length) continue;
    found.push(...(index.tail.get(form.slice(-n)) ?? []));
    effort.steps += n;
  }
  found.push(...index.loose.filter(({ first }) => fits(first, [form])));
  effort.steps += index.loose.length;
  if ((form.includes('*') || form.includes('#')) && /^\p{L}+[*#]/u.test(form)) {
    const starred = index.starred.get(form[0] ?? '') ?? [];
    found.push(...starred.filter((pattern) => fitsStarred(pattern, form)));
  }
  return found;
}

/** The word with which a pattern ends whose `parts` stand in the words after `last`; undefined where they do not. */
function endOf(
  [part, ...rest]: readonly Part[],
  words: Searched['words'],
  last: number,
  gap: number,
): number | undefined {
  if (part === undefined) return last;
  for (let at = last + 1; at <= last + 1 + gap; at++) {
    const end = fits(part, words[at]?.forms) ? endOf(rest, words, at, gap) : undefined;
    if (end !== undefined) return end;
  }
  return undefined;
}

function addLength(lengths: Map<string, number[]>, letters: string, { length }: string): void {
  if (lengths.get(letters)?.includes(length) || length > LONGEST_PART) return;
  push(lengths, letters, length);
}

/** "j*vla": as long as the listed word, letters equal, at most half of them starred out. */
function fitsStarred<T>({ first: part }: Pattern<T>, form: string): boolean {
  if (form.length < part.text.length || (part.kind === 'whole' && form.length !== part.text.length))
    return false;
  let starred = 0;
  for (let i = 0; i < part.text.length; i++) {
    if (form[i] === '*' || form[i] === '#') starred++;
    else if (form[i] !== part.text[i]) return false;
  }
  return starred > 0 && starred <= part.text.length / 2;
}

function fits(part: Part, forms: readonly string[] | undefined): boolean {
  return (
    forms?.some((form) => {
      if (part.kind === 'within') return form.includes(part.text);
      if (part.kind === 'stem') return form.startsWith(part.text);
      return part.kind === 'tail' ? form.endsWith(part.text) : form === part.text;
    }) ?? false
  );
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function distinct<T>(hits: Hit<T>[]): Hit<T>[] {
  const seen = new Map<T, Set<string>>();
  const kept = hits.filter(({ first, last, value }) => {
    const places = seen.get(value) ?? new Set();
    seen.set(value, places);
    return places.size !== places.add(`${first}-${last}`).size;
  });
  return kept.sort((a, b) => a.first - b.first || a.last - b.last);
}
