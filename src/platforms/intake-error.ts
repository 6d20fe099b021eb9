import type { z } from 'zod';

/** A delivery that cannot be read. Answered with `status`; the message holds no value from the delivery. */
export class IntakeError extends Error {
  override readonly name = 'IntakeError';
  readonly code = 'bad-intake';
  readonly status = 400;
  /** Where in the body: `entry[0].changes[2].value.comment_id`. `body` when it is the whole. */
  readonly field: string;
  /** What should have stood there: `expected an ISO 8601 instant`. */
  readonly expected: string;
  constructor(field: string, expected: string, options: { cause?: unknown } = {}) {
    super(`${field}: ${expected}`, options);
    this.field = field;
    this.expected = expected;
  }
}

/** The first thing that zod found wrong, at its path below `at`. */
export function intakeError(error: z.ZodError, at = ''): IntakeError {
  const issue = error.issues[0];
  const field = fieldPath(at, issue?.path ?? []);
  return new IntakeError(field, issue ? expectation(issue) : 'expected another value');
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `expected no field named ${issue.keys.join(', ')}`;
  const message = issue.message.replace(/^[A-Z][a-z]+ [a-z]+: /, '');
  if (message.startsWith('expected')) return message;
  return issue.code === 'invalid_format' ? `expected a valid ${issue.format}` : `expected: ${message}`;
}

/** `entry` and `[0, 'time']` make `entry[0].time`. An empty path is `body`. */
function fieldPath(at: string, path: readonly PropertyKey[]): string {
  const full = path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, at);
  return full === '' ? 'body' : full;
}
