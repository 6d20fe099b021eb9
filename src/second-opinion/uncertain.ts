import type { Screening } from '../core/finding.ts';
import type { Policy } from '../core/policy.ts';

/**
 * From here up to where staff are asked to look, a comment that nobody is asked to look at is near enough to ask about.
 * Measured on a fifth of the examples, held out: two thirds of what screening misses lies there, and one harmless
 * comment in five.
 */
const NEAR = 0.15;

/**
 * Is screening unsure enough to ask? Where staff are asked to look without hard evidence; where several rules compete
 * beside a referral; and where nobody is asked to look but nearly would be, by `score` (0–1), which is worked out only
 * then. Never what is flagged or rests on hard evidence, and never plain talk or a plain question.
 */
export function isUncertain({ tier, findings }: Screening, score: () => number): boolean {
  if (tier === 'flag' || findings.some(({ hard }) => hard)) return false;
  if (tier === 'none') return score() >= NEAR;
  return tier === 'review' || findings.length > 1;
}

/**
 * May the text hold secrets that no redaction finds, such as somebody's illness? True for a text that is kept out of
 * the channel, unless every finding that keeps it out points at something a detector found, which is then replaced.
 */
export function mayBeSecret({ display, findings }: Screening, { categories }: Policy): boolean {
  if (display !== 'secret') return false;
  const secret = findings.filter(({ category }) => categories.get(category)?.display === 'secret');
  return (
    secret.length === 0 ||
    secret.some(({ evidence }) => !evidence.some(({ source }) => source === 'detector'))
  );
}
