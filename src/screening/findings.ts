import type { Evidence, Finding } from '../core/finding.ts';
import type { CategoryId, Policy, Rule, RuleId } from '../core/policy.ts';
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
  readonly wide: boolean;
}

/**
 * The rules of one municipality, and of the statutory overlay, that the scored categories fall under: best first, at
 * most five. Hard evidence first, then what a rule's categories come to together: one that speaks of two that are both likely
 * goes before one that speaks of either. Between equals the order of `policy.categories` decides, and a local rule goes before
 * the overlay. A finding's own score, which decides who sees it, is that of its likeliest category. A category that no rule
 * covers gives nothing, nor does one that scores below `least`. `named`: rules whose own words stand in the text, which go before
 * others of their categories.
 */
export function findRules(
  scored: ReadonlyMap<CategoryId, Scored>,
  policy: Policy,
  least: number,
  named: ReadonlySet<RuleId> = new Set(),
): Finding[] {
  const precedence = new Map([...policy.categories.keys()].map((id, i) => [id, i]));
  const ranked = [...scored.values()]
    .filter((one) => one.score >= least || one.hard)
    .flatMap((one) => rankedRules(one, policy, named, precedence.get(one.category) ?? precedence.size));
  return [...Map.groupBy(ranked, ({ finding }) => finding.rule).values()]
    .map((ones) => summed(ones, bestOf(ones)))
    .sort(byRank)
    .slice(0, MOST_FINDINGS)
    .map(({ finding, scored }) => ({ ...finding, evidence: evidenceOf(scored) }));
}

function rankedRules(
  scored: Scored,
  policy: Policy,
  named: ReadonlySet<RuleId>,
  precedence: number,
): Ranked[] {
  const local = localRules(policy, scored.category, named).map((rule) => ({ rule, law: false }));
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
    wide: rule.general,
  }));
}

/** Those whose own words stand in the text, then those that the municipality's file puts in order, then the others. */
function localRules(
  { rules, order }: Pick<Policy, 'rules' | 'order'>,
  category: CategoryId,
  named: ReadonlySet<RuleId>,
): Rule[] {
  const first = order[category]?.rules ?? [];
  const placeOf = ({ id }: Rule) => (first.includes(id) ? first.indexOf(id) : first.length);
  const unnamed = ({ id }: Rule) => Number(!named.has(id));
  return covering(rules, category).sort((a, b) => unnamed(a) - unnamed(b) || placeOf(a) - placeOf(b));
}

/** The rules of a municipality that cover a category, in the order in which they are proposed when nothing in the text tells them apart. */
export const rulesInOrder = (policy: Pick<Policy, 'rules' | 'order'>, category: CategoryId): Rule[] =>
  localRules(policy, category, new Set());

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

/** The likeliest of a rule's categories; of equals the one that goes first. */
const bestOf = (ones: readonly Ranked[]): Ranked =>
  ones
    .map((one): Summed => ({ ...one, total: one.finding.score }))
    .reduce((a, b) => (byRank(b, a) < 0 ? b : a));

interface Summed extends Ranked {
  readonly total: number;
}

/** A wide rule, such as one that the law is to be kept, carries so much that its sum says nothing. */
const summed = (ones: readonly Ranked[], best: Ranked): Summed => ({
  ...best,
  total: best.wide ? best.finding.score : ones.reduce((sum, { finding }) => sum + finding.score, 0),
});

const bandOf = ({ total }: Summed): number => Math.floor(Math.log(total) / BAND);

function byRank(a: Summed, b: Summed): number {
  return (
    Number(b.finding.hard) - Number(a.finding.hard) ||
    bandOf(b) - bandOf(a) ||
    a.precedence - b.precedence ||
    Number(a.law) - Number(b.law) ||
    b.total - a.total
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
