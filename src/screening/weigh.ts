import type { CategoryId } from '../core/policy.ts';
import type { Judgement } from './model/model.ts';
import type { Scored } from './score.ts';
import type { Signal } from './signal.ts';

/** The model has read the lexicon's signals too: only strong ones count again, by their cube. Hard ones speak for themselves. */
const STRONG_PART = 0.8;

/** Noisy-or of what detectors and lexicon saw and what the model judges, category by category. */
export function weigh(
  lexical: ReadonlyMap<CategoryId, Scored>,
  judgement: Judgement,
): Map<CategoryId, Scored> {
  const weighed = new Map<CategoryId, Scored>(lexical);
  for (const [category, judged] of judgement.categories) {
    const seen = lexical.get(category);
    const part = seen?.hard ? seen.score : STRONG_PART * (seen?.score ?? 0) ** 3;
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

function signalOf(
  { start, end }: { start: number; end: number },
  category: CategoryId,
  weight: number,
): Signal {
  return { start, end, source: 'model', why: 'examples', category, weight, hard: false, personal: false };
}
