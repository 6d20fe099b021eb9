import type { Evidence, Finding } from '../core/finding.ts';
import type { CategoryId, Policy, Rule } from '../core/policy.ts';
import type { Scored } from './score.ts';
import type { Signal } from './signal.ts';

const MOST_FINDINGS = 5;
const MOST_EVIDENCE = 20;
/** A category's second and third rule of the same municipality are less specific. */
const NEXT_RULE = 0.3;
const MOST_RULES_PER_CATEGORY = 3;
/** Scores that differ by less than about such a share are equal, and then the legal precedence of the categories decides. */
const BAND = 0.1;
const STRENGTHS: readonly Rule['strength'][] = ['mandatory', 'discretionary', 'request', 'informative'];

interface Ranked {
  readonly finding: Omit<Finding, 'evidence'>;
  readonly scored: Scored;
  readonly precedence: number;
  readonly law: boolean;
}

/**
 * The rules of one municipality, and of the statutory overlay, that the scored categories fall under: best first, at
 * most five. Hard evidence first, then score; between equals the order of `policy.categories` decides, and a local
 * rule goes before the overlay. A category that no rule covers gives nothing, nor does one that scores below `least`.
 */
export function findRules(scored: ReadonlyMap<CategoryId, Scored>, policy: Policy, least: number): Finding[] {
  const precedence = new Map([...policy.categories.keys()].map((id, i) => [id, i]));
  const ranked = [...scored.values()]
    .filter((one) => one.score >= least || one.hard)
    .flatMap((one) => rankedRules(one, policy, precedence.get(one.category) ?? precedence.size));
  const best = new Map<Finding['rule'], Ranked>();
  for (const one of ranked.sort(byRank)) if (!best.has(one.finding.rule)) best.set(one.finding.rule, one);
  return [...best.values()]
    .slice(0, MOST_FINDINGS)
    .map(({ finding, scored }) => ({ ...finding, evidence: evidenceOf(scored) }));
}

function rankedRules(scored: Scored, policy: Policy, precedence: number): Ranked[] {
  const local = covering(policy.rules, scored.category).map((rule) => ({ rule, law: false }));
  const law = covering(policy.law, scored.category).map((rule) => ({ rule, law: true }));
  return [...local, ...law].slice(0, MOST_RULES_PER_CATEGORY).map(({ rule, law }, i) => ({
    finding: {
      rule: rule.id,
      category: scored.category,
      score: Math.min(1, scored.score) * NEXT_RULE ** i,
      hard: scored.hard,
    },
    scored,
    precedence,
    law,
  }));
}

/** Does a rule of the municipality, or of the statutory overlay, speak of the category? */
export const hasRule = ({ rules, law }: Policy, category: CategoryId): boolean =>
  [rules, law].some((list) => covering(list, category).length > 0);

/** The rules that name the category before those that only carry it; then the narrower, then the stricter rule. */
function covering(rules: readonly Rule[], category: CategoryId): Rule[] {
  const carries = (rule: Rule) => (rule.categories.includes(category) ? 0 : 1);
  return rules
    .filter((rule) => rule.categories.includes(category) || rule.alsoCarries.includes(category))
    .sort(
      (a, b) =>
        carries(a) - carries(b) ||
        a.categories.length - b.categories.length ||
        STRENGTHS.indexOf(a.strength) - STRENGTHS.indexOf(b.strength),
    );
}

const bandOf = ({ score }: Ranked['finding']): number => Math.floor(Math.log(score) / BAND);

function byRank(a: Ranked, b: Ranked): number {
  return (
    Number(b.finding.hard) - Number(a.finding.hard) ||
    bandOf(b.finding) - bandOf(a.finding) ||
    a.precedence - b.precedence ||
    Number(a.law) - Number(b.law) ||
    b.finding.score - a.finding.score
  );
}

function evidenceOf({ signals, more }: Scored): Evidence[] {
  const all: readonly Signal[] = [...signals, ...(more?.() ?? [])];
  return [...all]
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST_EVIDENCE)
    .map(({ start, end, source, why }) => ({ start, end, source, why }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
}
