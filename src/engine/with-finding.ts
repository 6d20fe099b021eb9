import type { Finding, Screening } from '../core/finding.ts';
import type { Policy } from '../core/policy.ts';

const STRICTER: readonly Screening['display'][] = ['open', 'offensive', 'secret'];

/**
 * Screening with what something else than the text alone has found beside it: a second opinion, or a repetition. It asks staff to
 * look and no more: it lifts `none` to `review`, adds its finding behind the stronger ones, or its evidence to a finding of the
 * same rule. It never flags, never is hard, never takes away a finding, and the text is shown no more openly than its category
 * allows.
 */
export function withFinding(screening: Screening, finding: Finding, { categories }: Policy): Screening {
  const own = categories.get(finding.category)?.display ?? 'open';
  return {
    ...screening,
    tier: screening.tier === 'none' ? 'review' : screening.tier,
    findings: added(screening.findings, { ...finding, hard: false }),
    display: STRICTER.indexOf(own) > STRICTER.indexOf(screening.display) ? own : screening.display,
  };
}

function added(findings: readonly Finding[], finding: Finding): Finding[] {
  if (findings.some(({ rule }) => rule === finding.rule)) {
    return findings.map((one) =>
      one.rule === finding.rule ? { ...one, evidence: [...one.evidence, ...finding.evidence] } : one,
    );
  }
  const before = findings.filter(({ hard, score }) => hard || score >= finding.score);
  return [...before, finding, ...findings.filter((one) => !before.includes(one))];
}
