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
  error.issues.map(({ path, message, code, input }) => {
    const missing = code === 'invalid_type' && input === undefined;
    return `${prefix}${path.join('.')}: ${missing ? 'missing' : message}`;
  });
