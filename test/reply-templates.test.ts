import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Policy } from '../src/core/policy.ts';
import { loadPolicies } from '../src/policies.ts';

const policies = loadPolicies(fileURLToPath(new URL('../rules', import.meta.url)));

function policy(id: string): Policy {
  const found = policies.get(id);
  if (!found) throw new Error(`no policy ${id}`);
  return found;
}

describe('reply templates', () => {
  const unfilled = ({ contacts }: Policy, text: string) =>
    [...text.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name ?? '').filter((name) => !(name in contacts));

  it.each([...policies.keys()])('of %s refer onward in two presses', (id) => {
    const referrals = policy(id).templates.filter(({ id: template }) =>
      ['fault-report', 'individual-case', 'politics', 'sensitive-data'].includes(template),
    );
    expect(referrals.length).toBeGreaterThanOrEqual(3);
    expect(referrals.flatMap(({ text }) => unfilled(policy(id), text))).toEqual([]);
  });

  it('ask Filipstad for the number of its switchboard, which the text does not give', () => {
    const urgent = policy('filipstad').templates.find(({ id }) => id === 'urgent');
    expect(urgent?.text).toContain('08.00–16.00');
    expect(unfilled(policy('filipstad'), urgent?.text ?? '')).toEqual(['växelns nummer']);
  });

  it('are on one line each, as a comment field takes them', () => {
    expect(
      [...policies.values()].flatMap(({ templates }) => templates).filter(({ text }) => /\n/.test(text)),
    ).toEqual([]);
  });
});
