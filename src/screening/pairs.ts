import type { Hit } from '../text/matcher.ts';
import type { Lexicon } from './lexicon.ts';
import type { Reading } from './reading.ts';

/** Words `first` to `last`. */
export interface Located {
  readonly first: number;
  readonly last: number;
}

type Pair = Lexicon['pairs'][number];

/**
 * Finds the concept pairs whose concepts stand within so many words of each other: at most once for each sentence
 * and pair, at the first place. One pass over the concepts' hits for each pair.
 */
export function findPairs(
  pairs: readonly Pair[],
  hits: readonly Hit<string>[],
  reading: Reading,
  hasAttachments: boolean,
): (Pair & Located)[] {
  const byConcept = Map.groupBy(hits, (hit) => hit.value);
  const sentenceOf = (word: number) => reading.words[word]?.sentence ?? 0;
  return pairs.flatMap((pair) => {
    if (pair.needsAttachment && !hasAttachments) return [];
    if (!pair.all.every((concept) => byConcept.has(concept))) return [];
    const barred = new Set(
      pair.unless.flatMap((c) => byConcept.get(c) ?? []).map((hit) => sentenceOf(hit.first)),
    );
    const relevant = pair.all
      .flatMap((c) => byConcept.get(c) ?? [])
      .sort((a, b) => a.first - b.first || a.last - b.last);
    const denials = pair.unlessBetween.flatMap((concept) => byConcept.get(concept) ?? []);
    return places(pair, relevant)
      .filter((place) => !pair.inSentence || sentenceOf(place.first) === sentenceOf(place.last))
      .filter(({ first, last }) => !denials.some((hit) => first <= hit.first && hit.last <= last))
      .filter((place) => !barred.has(sentenceOf(place.first)) && !barred.has(sentenceOf(place.last)))
      .filter((place, i, all) => sentenceOf(place.first) !== sentenceOf(all[i - 1]?.first ?? -1) || i === 0)
      .map((place) => ({ ...pair, ...place }));
  });
}

function places(pair: Pair, hits: readonly Hit<string>[]): Located[] {
  const latest = new Map<string, Hit<string>>();
  const found: Located[] = [];
  for (const hit of hits) {
    latest.set(hit.value, hit);
    const all = pair.all.map((concept) => latest.get(concept));
    if (!all.every((one) => one !== undefined)) continue;
    const first = Math.min(...all.map((one) => one.first));
    const last = Math.max(...all.map((one) => one.last));
    if (last - first > pair.within) continue;
    found.push({ first, last });
    latest.clear();
  }
  return found;
}
