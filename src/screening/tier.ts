import type { Finding, Screening } from '../core/finding.ts';
import type { CategoryId, Policy } from '../core/policy.ts';
import type { Signal } from './signal.ts';

/** At and above, evidence of words alone that is not hard is very strong. */
const SURE = 0.85;
/** The answer to these is a referral, not a removal. */
const REFERRED: ReadonlySet<CategoryId> = new Set([
  'wrong-channel',
  'individual-case',
  'political-discussion',
]);
/** Words alone never settle these. */
const NEVER_SURE: ReadonlySet<CategoryId> = new Set([
  'irrelevant',
  'misinformation-rumour',
  'offensive-tone',
  'general-inappropriate',
  'problematic-link',
]);

interface Seen {
  /** Best first. */
  readonly findings: readonly Finding[];
  readonly signals: readonly Signal[];
  readonly policy: Policy;
  /** Has a model weighed the findings? Then the policy's thresholds hold; else every finding counts. */
  readonly judged: boolean;
}

/**
 * How a comment is put before staff. `flag`: hard evidence, or a finding as sure as the municipality asks. `review`:
 * staff should look. `refer`: the answer is where to turn. `none`: nobody need look.
 */
export function tierOf({ findings, signals, policy, judged }: Seen): Screening['tier'] {
  const flag = judged ? policy.screening.flag : SURE;
  const enough = findings.filter(({ hard, score }) => hard || !judged || score >= policy.screening.review);
  const serious = enough.filter(({ category }) => !REFERRED.has(category));
  if (serious.some(({ hard, score, category }) => hard || (score >= flag && !NEVER_SURE.has(category))))
    return 'flag';
  const [best] = enough;
  if (judged && best && REFERRED.has(best.category)) return 'refer';
  if (serious.length > 0) return 'review';
  // A personnummer that no rule of this municipality speaks of must still be seen by someone.
  if (signals.some((signal) => signal.hard && signal.personal)) return 'review';
  return enough.length > 0 ? 'refer' : 'none';
}
