import { join } from 'node:path';
import type { Policy } from '../core/policy.ts';
import { loadPolicies } from '../rules/load-policies.ts';

const RULES = join(import.meta.dirname, '..', '..', 'rules');

/** The rules of a municipality that a command names. @throws Error whose message says what was expected */
export function policyNamed(municipality: string): Policy {
  const policies = loadPolicies(RULES);
  const policy = policies.get(municipality);
  if (policy) return policy;
  throw new Error(
    `--municipality: expected one of ${[...policies.keys()].join(', ')}, found ${municipality}`,
  );
}
