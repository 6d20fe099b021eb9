import type { Policy } from '../../src/core/policy.ts';
import type { Assessment, Assessor } from '../../src/screening/screen.ts';
import type { Case } from './cases.ts';

/** A case under one municipality's rules. */
export interface Scored {
  readonly case: Case;
  readonly policy: Policy;
  readonly assessment: Assessment;
  /** The rules that are right here; empty where the town has none for it. */
  readonly right: ReadonlySet<string>;
  /** Does it break a rule somewhere? */
  readonly breaks: boolean;
  /** Nothing that staff should look at: danger they should, whether or not it breaks a rule. */
  readonly harmless: boolean;
}

/** Screens every case under the rules that it is meant for. */
export function scoreCases(
  cases: readonly Case[],
  policies: ReadonlyMap<string, Policy>,
  assess: Assessor,
): Scored[] {
  return [...policies.values()].flatMap((policy) =>
    cases
      .filter(({ municipality }) => municipality === undefined || municipality === policy.municipality)
      .map((one) => ({
        case: one,
        policy,
        assessment: assess(one.text, policy),
        right: rightRules(one, policy),
        breaks: breaksOne(one),
        harmless: !breaksOne(one) && one.urgent !== true,
      })),
  );
}

const breaksOne = ({ categories, rules }: Case): boolean => categories.length > 0 || (rules ?? []).length > 0;

/** The rules named, or those that cover one of the case's categories, by the town's own words or by what they carry. */
function rightRules({ categories, rules }: Case, policy: Policy): ReadonlySet<string> {
  if (rules) return new Set(rules);
  const covering = [...policy.rules, ...policy.law].filter((rule) =>
    [...rule.categories, ...rule.alsoCarries].some((category) => categories.includes(category)),
  );
  return new Set(covering.map(({ id }) => id));
}

/** Is a right rule among the first `count` proposed? */
export const among = ({ assessment, right }: Scored, count: number): boolean =>
  assessment.candidates.slice(0, count).some(({ rule }) => right.has(rule));

/** Is a right category among the likeliest `count`? */
export const categoryAmong = ({ assessment, case: { categories } }: Scored, count: number): boolean =>
  assessment.categories.slice(0, count).some(({ id }) => categories.includes(id));
