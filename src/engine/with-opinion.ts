import type { Finding, Screening } from '../core/finding.ts';
import type { Policy } from '../core/policy.ts';

const STRICTER: readonly Screening['display'][] = ['open', 'offensive', 'secret'];

/**
 * Screening with a second opinion beside it. An opinion asks staff to look and no more: it lifts `none` to `review`, adds
 * its finding behind the stronger ones, or its evidence to a finding of the same rule. It never flags, never is hard,
 * never takes away a finding, and the text is shown no more openly than its category allows.
 */
export function withOpinion(screening: Screening, opinion: Finding, { categories }: Policy): Screening {
  const own = categories.get(opinion.category)?.display ?? 'open';
  return {
    ...screening,
    tier: screening.tier === 'none' ? 'review' : screening.tier,
    findings: added(screening.findings, { ...opinion, hard: false }),
    display: STRICTER.indexOf(own) > STRICTER.indexOf(screening.display) ? own : screening.display,
  };
}

function added(findings: readonly Finding[], opinion: Finding): Finding[] {
  if (findings.some(({ rule }) => rule === opinion.rule)) {
    return findings.map((one) =>
      one.rule === opinion.rule ? { ...one, evidence: [...one.evidence, ...opinion.evidence] } : one,
    );
  }
  const before = findings.filter(({ hard, score }) => hard || score >= opinion.score);
  return [...before, opinion, ...findings.filter((one) => !before.includes(one))];
}
