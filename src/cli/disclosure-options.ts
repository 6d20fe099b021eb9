import { join } from 'node:path';
import type { Policy } from '../core/policy.ts';
import { ofDays, type RecordQuery } from '../core/record-item.ts';
import { loadPolicies } from '../rules/load-policies.ts';

const RULES = join(import.meta.dirname, '..', '..', 'rules');

/** The municipality's rules. @throws Error that names those there are */
export function policyNamed(municipality: string): Policy {
  const policies = loadPolicies(RULES);
  const policy = policies.get(municipality);
  if (!policy)
    throw new Error(
      `--municipality: expected one of ${[...policies.keys()].join(', ')}, found ${municipality}`,
    );
  return policy;
}

/** Whole Swedish days, the last one too; today counts until now. @throws Error that names the option */
export function daysFrom(
  { from, to }: { readonly from?: string; readonly to?: string },
  now: Temporal.Instant,
): Pick<RecordQuery, 'from' | 'to'> {
  const [first, last] = [dayOf('--from', from), dayOf('--to', to)];
  if (Temporal.PlainDate.compare(first, last) > 0)
    throw new Error(`--to: expected ${first} or later, found ${last}`);
  return ofDays(first, last, now);
}

/** A day as it is written on a command line. @throws Error that names the option */
export function dayOf(option: string, text: string | undefined): Temporal.PlainDate {
  if (text === undefined || !/^\d{4}-\d\d-\d\d$/u.test(text))
    throw new Error(`${option}: expected a day such as 2026-04-02, found ${text ?? 'nothing'}`);
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    throw new Error(`${option}: expected a day of the calendar, found ${text}`);
  }
}
