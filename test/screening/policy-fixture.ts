import type { Policy } from '../../src/core/policy.ts';
import { loadLexicon } from '../../src/rules/load-lexicon.ts';
import { loadPolicies } from '../../src/rules/load-policies.ts';
import { createAssessor, screenerOf } from '../../src/screening/screen.ts';
import { fold } from '../../src/text/fold.ts';

/** The shipped rules and lexicon: what is screened by in operation. */
export const policies = loadPolicies('rules');
export const lexicon = loadLexicon('rules/lexicon.yaml');
export const screen = screenerOf(createAssessor(lexicon));

/** One municipality's policy, and a plain failure when the file is gone. */
export function policyOf(municipality: string): Policy {
  const policy = policies.get(municipality);
  if (!policy) throw new Error(`rules/${municipality}.yaml is missing`);
  return policy;
}

/** What the detector found, in the words of the text. */
export function found(
  text: string,
  detector: (folded: ReturnType<typeof fold>) => { start: number; end: number }[],
): string[] {
  return detector(fold(text)).map(({ start, end }) => text.slice(start, end));
}
