import type { z } from 'zod';

/** A setting or a file that does not hold what it must: each problem names the setting or file, the path and the expectation. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The settings are not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** One problem for each of the error's issues: the path after `prefix`, and what was expected. */
export const describe = (prefix: string, error: z.ZodError): string[] =>
  error.issues.map(({ path, message, code, input }) => {
    const missing = code === 'invalid_type' && input === undefined;
    return `${prefix}${path.join('.')}: ${missing ? 'missing' : message}`;
  });
