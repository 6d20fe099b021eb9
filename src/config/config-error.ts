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

/** One problem for each of the error's issues: the path after `prefix`, and what was expected. */
export const describe = (prefix: string, error: z.ZodError): string[] =>
  error.issues.map((issue) => `${prefix}${issue.path.join('.')}: ${expectationOf(issue)}`);

function expectationOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'missing';
  // What was expected of a key stands within.
  return (issue.code === 'invalid_key' && issue.issues[0]?.message) || issue.message;
}
