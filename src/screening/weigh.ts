import type { CategoryId } from '../core/policy.ts';
import type { Judgement } from './model/model.ts';
import type { Reading } from './reading.ts';
import type { Scored } from './score.ts';
import type { Signal } from './signal.ts';
import { SMALL_WORDS } from './small-words.ts';

/** The model has read the lexicon's signals too: only strong ones count again, by their cube. Hard ones speak for themselves. */
const STRONG_PART = 0.8;
/** A text of which so much is listed words ("Vilken idiot"), or all but small words ("Du är en idiot"), gives the model nothing else to read: then they count in full. */
const LITTLE_ELSE = 0.5;
/** A signal over more words is a pair of ideas with other words between. */
const LONGEST_TERM = 4;

/** Noisy-or of what detectors and lexicon saw and what the model judges, category by category. */
export function weigh(
  lexical: ReadonlyMap<CategoryId, Scored>,
  judgement: Judgement,
  reading: Reading,
): Map<CategoryId, Scored> {
  const weighed = new Map<CategoryId, Scored>(lexical);
  for (const [category, judged] of judgement.categories) {
    const seen = lexical.get(category);
    const part = seen ? partOf(seen, reading) : 0;
    weighed.set(category, {
      category,
      score: 1 - (1 - part) * (1 - judged),
      hard: seen?.hard ?? false,
      signals: seen?.signals ?? [],
      more: () => judgement.evidenceFor(category).map((span) => signalOf(span, category, judged)),
    });
  }
  return weighed;
}

function partOf({ hard, score, signals }: Scored, reading: Reading): number {
  if (hard) return score;
  const listed = new Set<number>();
  for (const signal of signals.filter(({ source }) => source === 'lexicon')) {
    const { first, last } = reading.wordsIn(signal);
    if (last - first < LONGEST_TERM) for (let word = first; word <= last; word++) listed.add(word);
  }
  const isElse = ({ forms }: Reading['words'][number], i: number) =>
    !listed.has(i) && !SMALL_WORDS.has(forms[0] ?? '');
  const hardlyElse = listed.size >= LITTLE_ELSE * reading.words.length || !reading.words.some(isElse);
  return hardlyElse ? score : STRONG_PART * score ** 3;
}

function signalOf(
  { start, end }: { start: number; end: number },
  category: CategoryId,
  weight: number,
): Signal {
  return { start, end, source: 'model', why: 'examples', category, weight, hard: false, personal: false };
}
