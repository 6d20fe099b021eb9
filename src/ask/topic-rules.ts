import type { CategoryId, Policy, Rule } from '../core/policy.ts';
import type { Topic } from './topic.ts';

/** As many rules as an answer shows. */
export const MOST_RULES = 3;

/** How well a rule's own words fit the question: 0 where they have nothing in common. */
export type Nearness = (rule: Rule) => number;

const STRENGTHS: readonly Rule['strength'][] = ['mandatory', 'discretionary', 'request', 'informative'];

/**
 * The rules of a municipality, and of the statutory overlay, under which a topic falls: best first, at most three. Rules
 * that name the category come before those that only carry it; of several, the one whose words fit the question. One
 * place is kept for the overlay where it applies. Empty where the municipality's text says nothing of it.
 */
export function rulesFor(topic: Topic, policy: Policy, nearness: Nearness): Rule[] {
  const local = distinct(topic.categories.flatMap((id) => covering(policy.rules, id, topic, nearness)));
  const own = local.filter((rule) => answers(rule, topic));
  const law = distinct(topic.categories.flatMap((id) => covering(policy.law, id, topic, nearness))).filter(
    (rule) => applies(rule, topic),
  );
  if (topic.first === 'law') return [...law, ...own].slice(0, MOST_RULES);
  return [...own.slice(0, law.length > 0 ? MOST_RULES - 1 : MOST_RULES), ...law].slice(0, MOST_RULES);
}

const distinct = (rules: readonly Rule[]): Rule[] => [...new Set(rules)];

function covering(rules: readonly Rule[], category: CategoryId, topic: Topic, nearness: Nearness): Rule[] {
  const carries = (rule: Rule) => Number(!rule.categories.includes(category));
  const unmentioned = (rule: Rule) => Number(!holdsOne(rule, topic.mentions ?? []));
  return rules
    .filter((rule) => rule.categories.includes(category) || rule.alsoCarries.includes(category))
    .sort(
      (a, b) =>
        carries(a) - carries(b) ||
        unmentioned(a) - unmentioned(b) ||
        nearness(b) - nearness(a) ||
        a.categories.length - b.categories.length ||
        STRENGTHS.indexOf(a.strength) - STRENGTHS.indexOf(b.strength),
    );
}

const holdsOne = (rule: Rule, words: readonly string[]): boolean =>
  words.some((word) => rule.quote.toLowerCase().includes(word.toLowerCase()));

const answers = (rule: Rule, { require, kinds }: Topic): boolean =>
  (require === undefined || holdsOne(rule, require)) && (kinds === undefined || kinds.includes(rule.kind));

function applies(rule: Rule, { law, require, kinds }: Topic): boolean {
  if (law === 'none' || require !== undefined || kinds !== undefined) return false;
  return law === undefined || holdsOne(rule, law);
}
