import { ABUSE_RULE } from '../core/abuse-rule.ts';
import type { Category, CategoryId, PolicyFile, Rule } from '../core/policy.ts';
import { duplicates, type Problem, unless } from './policy-problem.ts';
import { checkSettings } from './policy-settings.ts';

type Categories = ReadonlyMap<CategoryId, Category>;

/** Faults that a schema cannot see in the list of categories. */
export function checkCategories(categories: readonly Category[]): Problem[] {
  return duplicates(
    categories.map(({ id }) => id),
    (index) => [index, 'id'],
  );
}

/** Faults in the statutory overlay. */
export function checkLaw(law: readonly Rule[], categories: Categories): Problem[] {
  return [
    ...unless(
      law.some(({ id, removal }) => id === ABUSE_RULE && removal === 'allowed'),
      ['rules'],
      `expected ${ABUSE_RULE}, with removal: allowed: what may show abuse of a child is removed under it`,
    ),
    ...law.flatMap(({ source }, index) =>
      unless(source !== undefined, ['rules', index], 'expected a source: the paragraph of the law'),
    ),
    ...checkRules(law, categories),
  ];
}

/** Faults in a municipality's file: references that lead nowhere, and settings that contradict each other. */
export function checkPolicy(policy: PolicyFile, law: readonly Rule[], categories: Categories): Problem[] {
  const statutes = new Set(law.map(({ id }) => id));
  return [
    ...policy.rules.flatMap(({ id, line }, index) => [
      ...unless(
        line !== undefined,
        ['rules', index],
        'expected a line: where the published text has the quote',
      ),
      ...unless(
        !statutes.has(id),
        ['rules', index, 'id'],
        `expected an id that law.yaml does not use, found ${id}`,
      ),
    ]),
    ...checkRules(policy.rules, categories),
    ...checkOrder(policy),
    ...checkSettings(policy, categories),
  ];
}

/** A rule stands in the order of a category that it names or carries. */
const checkOrder = ({ rules, order }: PolicyFile): Problem[] =>
  Object.entries(order).flatMap(([category, { rules: ids }]) => [
    ...duplicates(ids, (index) => ['order', category, 'rules', index]),
    ...ids.flatMap((id, index) =>
      unless(
        rules.some((rule) => rule.id === id && [...rule.categories, ...rule.alsoCarries].includes(category)),
        ['order', category, 'rules', index],
        `expected a rule of this file with the category ${category}, found ${id}`,
      ),
    ),
  ]);

/** What is removed under such a rule is deleted without an undo window: that must be in the rule's own words. */
function carriedAtOnce(rule: Rule, categories: Categories, path: Problem['path']): Problem[] {
  const isAtOnce = (id: CategoryId) => categories.get(id)?.deleteAtOnce ?? false;
  if (rule.categories.some(isAtOnce)) return [];
  return rule.alsoCarries.flatMap((id, index) =>
    unless(
      !isAtOnce(id),
      [...path, index],
      `expected no category that is deleted at once where the rule names none, found ${id}`,
    ),
  );
}

function checkRules(rules: readonly Rule[], categories: Categories): Problem[] {
  const known = (ids: readonly CategoryId[], path: Problem['path']): Problem[] =>
    ids.flatMap((id, index) =>
      unless(categories.has(id), [...path, index], `expected a category of categories.yaml, found ${id}`),
    );
  return [
    ...duplicates(
      rules.map(({ id }) => id),
      (index) => ['rules', index, 'id'],
    ),
    ...rules.flatMap((rule, index) => [
      ...known(rule.categories, ['rules', index, 'categories']),
      ...known(rule.alsoCarries, ['rules', index, 'alsoCarries']),
      ...carriedAtOnce(rule, categories, ['rules', index, 'alsoCarries']),
      ...duplicates([...rule.categories, ...rule.alsoCarries], () => ['rules', index]),
      ...checkStrike(rule, ['rules', index, 'strike'], categories),
      ...unless(
        rule.removalWords === undefined || rule.removal !== 'never',
        ['rules', index, 'removalWords'],
        'expected none: this rule allows no removal',
      ),
    ]),
  ];
}

/** Politics, tone and catch-all rules lie near opinion, and alone they never count against anyone (invariant 5). */
function checkStrike(rule: Rule, path: Problem['path'], categories: Categories): Problem[] {
  if (!rule.strike) return [];
  const countable = rule.categories.some((id) => {
    const category = categories.get(id);
    return category?.type === 'content' && category.expressionRisk !== 'high';
  });
  return [
    ...unless(
      rule.removal !== 'never',
      path,
      'expected false: only a removal counts, and this rule allows none',
    ),
    ...unless(
      countable,
      path,
      'expected false: a rule that only concerns opinion, tone or routine never counts',
    ),
  ];
}
