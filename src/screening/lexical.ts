import { createMatcher, type Hit } from '../text/matcher.ts';
import type { Detected, Lexicon } from './lexicon.ts';
import { findPairs, type Located } from './pairs.ts';
import type { Reading } from './reading.ts';
import type { Signal } from './signal.ts';

/** What the lexicon sees in a text, and the look-ups it took. */
export interface Lexical {
  readonly signals: readonly Signal[];
  /** The concepts that stand in the text, each at every place. */
  readonly concepts: readonly Hit<string>[];
  readonly steps: number;
}

type Found = Located &
  Pick<Lexicon['entries'][number], 'category' | 'reason' | 'weight' | 'hard' | 'personal'>;

/** A name so many words away belongs to what is said. */
const NAME_REACH = 14;

/**
 * Compiles a lexicon once. The answer takes a text, what the detectors found in it (in order), and whether the
 * comment carries a picture or film.
 */
export function createLexical(
  lexicon: Lexicon,
): (reading: Reading, detected: readonly Hit<Detected>[], hasAttachments: boolean) => Lexical {
  const terms = <T extends { terms: string[] }>(list: readonly T[]) =>
    list.flatMap((item) => item.terms.map((term) => [term, item] as const));
  const matchEntries = createMatcher(terms(lexicon.entries));
  const matchContexts = createMatcher(terms(lexicon.contexts));
  const matchAllowed = createMatcher(terms(lexicon.allow));
  const matchNear = createMatcher(
    lexicon.allow.flatMap((item) => (item.near ?? []).map((term) => [term, item] as const)),
  );
  const matchConcepts = createMatcher(
    Object.entries(lexicon.concepts).flatMap(([id, list]) => list.map((term) => [term, id] as const)),
  );

  return (reading, detected, hasAttachments) => {
    const entries = matchEntries(reading);
    const contexts = matchContexts(reading);
    const concepts = matchConcepts(reading);
    const near = matchNear(reading);
    const allowed = matchAllowed(reading);
    const names = detected.filter((hit) => hit.value === 'name');
    const innocent = innocentWords(reading, allowed.hits, near.hits);
    const guilty = <T>({ hits }: { hits: readonly Hit<T>[] }) =>
      hits.filter((hit) => !covered(hit, innocent));
    const found: Found[] = [
      ...guilty(entries).map(({ first, last, value }) => ({ ...value, first, last })),
      ...findPairs(lexicon.pairs, [...guilty(concepts), ...detected], reading, hasAttachments),
    ];
    return {
      signals: found.map((one) => signalOf(one, reading, contexts.hits, names)),
      concepts: guilty(concepts),
      steps: entries.steps + contexts.steps + concepts.steps + near.steps + allowed.steps,
    };
  };
}

function innocentWords(
  reading: Reading,
  allowed: readonly Hit<Lexicon['allow'][number]>[],
  near: readonly Hit<Lexicon['allow'][number]>[],
): Set<number> {
  const sentences = new Map<Lexicon['allow'][number], Set<number>>();
  for (const hit of near) {
    const places = sentences.get(hit.value) ?? new Set();
    sentences.set(hit.value, places.add(reading.words[hit.first]?.sentence ?? -1));
  }
  const words = new Set<number>();
  for (const { first, last, value } of allowed) {
    if (value.near && !sentences.get(value)?.has(reading.words[first]?.sentence ?? -2)) continue;
    for (let i = first; i <= last; i++) words.add(i);
  }
  return words;
}

function covered({ first, last }: { first: number; last: number }, innocent: Set<number>): boolean {
  for (let i = first; i <= last; i++) if (!innocent.has(i)) return false;
  return true;
}

function signalOf(
  found: Found,
  reading: Reading,
  contexts: readonly Hit<Lexicon['contexts'][number]>[],
  names: readonly Hit<unknown>[],
): Signal {
  const factor = damping(found, reading, contexts);
  const named =
    found.hard === 'with-name' && within(names, found.first - NAME_REACH, found.last + NAME_REACH);
  return {
    ...reading.span(found.first, found.last),
    source: 'lexicon',
    why: found.reason,
    category: found.category,
    weight: found.weight * factor,
    hard: factor === 1 && (found.hard === 'always' || named),
    personal: found.personal,
  };
}

/** How much less abuse weighs when the words around it report it. */
function damping(
  found: Found,
  reading: Reading,
  contexts: readonly Hit<Lexicon['contexts'][number]>[],
): number {
  let factor = 1;
  const sentence = reading.words[found.first]?.sentence;
  for (let i = firstFrom(contexts, found.first - 50); i < contexts.length; i++) {
    const context = contexts[i];
    if (!context || context.first > found.last + 50) break;
    const { value } = context;
    const gap = Math.max(context.first - found.last, found.first - context.last);
    const apart = gap > value.within || reading.words[context.first]?.sentence !== sentence;
    if (apart || !value.categories.includes(found.category)) continue;
    factor = Math.min(factor, reading.quoted(found.first) ? value.quoted : value.unquoted);
  }
  return factor;
}

function within(hits: readonly Hit<unknown>[], from: number, to: number): boolean {
  const next = hits[firstFrom(hits, from)];
  return next !== undefined && next.first <= to;
}

/** The first hit that begins at or after the word; hits are in order. */
function firstFrom(hits: readonly { first: number }[], word: number): number {
  let low = 0;
  let high = hits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((hits[middle]?.first ?? 0) < word) low = middle + 1;
    else high = middle;
  }
  return low;
}
