import type { Policy, RuleId } from '../core/policy.ts';
import { createMatcher } from '../text/matcher.ts';
import type { Reading } from './reading.ts';

/** The rules of one municipality that have words of their own (`firstWith`) in a text. Linear in the text. */
export type FindNamed = (reading: Reading, policy: Policy) => ReadonlySet<RuleId>;

const NONE: ReadonlySet<RuleId> = new Set();

/** Compiles each policy's words once, when it is first asked for. */
export function createFindNamed(): FindNamed {
  const made = new Map<Policy, (reading: Reading) => ReadonlySet<RuleId>>();
  return (reading, policy) => {
    const find = made.get(policy) ?? compile(policy);
    made.set(policy, find);
    return find(reading);
  };
}

function compile({ rules }: Policy): (reading: Reading) => ReadonlySet<RuleId> {
  const terms = rules.flatMap(({ id, firstWith = [] }) => firstWith.map((term) => [term, id] as const));
  if (terms.length === 0) return () => NONE;
  const match = createMatcher(terms);
  return (reading) => new Set(match(reading).hits.map(({ value }) => value));
}
