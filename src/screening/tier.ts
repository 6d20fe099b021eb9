import type { Finding, Screening } from '../core/finding.ts';
import type { CategoryId, Policy } from '../core/policy.ts';
import { hasRule } from './findings.ts';
import type { Scored } from './score.ts';
import type { Signal } from './signal.ts';

/** At and above, evidence of words alone that is not hard is very strong. */
const SURE = 0.85;
/** The answer to these is a referral, not a removal. */
const REFERRED: ReadonlySet<CategoryId> = new Set([
  'wrong-channel',
  'individual-case',
  'political-discussion',
]);
/** A question is taken for one of these from here on: a wrong template is more work than none. */
const LEAST_REFERRED = 0.5;
/** Words alone never settle these. */
const NEVER_SURE: ReadonlySet<CategoryId> = new Set([
  'irrelevant',
  'misinformation-rumour',
  'offensive-tone',
  'general-inappropriate',
  'problematic-link',
]);

/** Words alone that no rule of the municipality speaks of are put before staff from here on: not every unknown link. */
const WITHOUT_RULE = 0.5;

interface Seen {
  /** Best first. */
  readonly findings: readonly Finding[];
  /** What is known of every category, whether or not a rule speaks of it. */
  readonly scored: ReadonlyMap<CategoryId, Scored>;
  readonly signals: readonly Signal[];
  readonly policy: Policy;
  /** Has a model weighed the findings? Then the policy's thresholds hold; else every finding counts. */
  readonly judged: boolean;
}

/**
 * How a comment is put before staff. `flag`: hard evidence, or a finding as sure as the municipality asks. `review`:
 * staff should look, and that never depends on whether the municipality has a rule for it. `refer`: the answer is where
 * to turn. `none`: nobody need look.
 */
export function tierOf({ findings, scored, signals, policy, judged }: Seen): Screening['tier'] {
  const flag = judged ? policy.screening.flag : SURE;
  const enough = findings.filter(({ hard, score }) => hard || !judged || score >= policy.screening.review);
  const serious = enough.filter(({ category }) => !REFERRED.has(category));
  if (serious.some(({ hard, score, category }) => hard || (score >= flag && !NEVER_SURE.has(category))))
    return 'flag';
  const [best] = enough;
  const ruleless = scoreWithoutRule(scored, policy, judged ? policy.screening.review : WITHOUT_RULE);
  const referred =
    best && REFERRED.has(best.category) && (best.hard || !judged || best.score >= LEAST_REFERRED);
  if (judged && referred && best.score >= ruleless) return 'refer';
  if (serious.length > 0 || ruleless > 0) return 'review';
  // A personnummer that no rule of this municipality speaks of must still be seen by someone.
  if (signals.some((signal) => signal.hard && signal.personal)) return 'review';
  return referred ? 'refer' : 'none';
}

/** How sure the likeliest category is that no rule covers; 0 where it is below `least`, or where a referral answers it. */
function scoreWithoutRule(scored: ReadonlyMap<CategoryId, Scored>, policy: Policy, least: number): number {
  const scores = [...scored.values()]
    .filter(({ category }) => policy.categories.has(category) && !REFERRED.has(category))
    .filter(({ category, score }) => score >= least && !hasRule(policy, category))
    .map(({ score }) => score);
  return Math.max(0, ...scores);
}
