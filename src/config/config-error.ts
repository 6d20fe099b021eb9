import type { z } from 'zod';

/** Settings or files that do not hold what they must: each problem names the setting or file, the path and the expectation. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`Settings or files cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** One problem for each of the error's issues: where, as `at` names its path, and what was expected. */
export const describe = (at: (path: readonly PropertyKey[]) => string, error: z.ZodError): string[] =>
  error.issues.map((issue) => `${at(pathOf(issue))}: ${expectationOf(issue)}`);

/** A key that nobody knows is at fault itself, not what holds it. */
const pathOf = (issue: z.core.$ZodIssue): readonly PropertyKey[] =>
  issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;

function expectationOf(issue: z.core.$ZodIssue): string {
  const isOfValue = issue.code === 'invalid_type' || issue.code === 'invalid_value';
  if (isOfValue && issue.input === undefined) return 'missing';
  // What was expected of a key stands within.
  return (issue.code === 'invalid_key' && issue.issues[0]?.message) || issue.message;
}
