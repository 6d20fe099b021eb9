import { z } from 'zod';
import type { ApiAnswer } from './answer.ts';

/** A control call that cannot be carried out, with the HTTP status that says so. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  readonly status: 400 | 404 | 409;
  constructor(status: 400 | 404 | 409, message: string) {
    super(message);
    this.status = status;
  }
}

/** Control endpoints under `/_sim/`, by method and name (`POST faults`). Each is given what it steers and the call's JSON. */
export type ControlEndpoints<On> = Readonly<Record<string, (on: On, body: unknown) => unknown>>;

/** Answers a control call: 200 with its result, otherwise the status and a sentence that say what was wrong. */
export async function answerControl<On>(
  endpoints: ControlEndpoints<On>,
  on: On,
  { method, name, body }: { method: string; name: string; body: unknown },
): Promise<ApiAnswer> {
  const endpoint = endpoints[`${method} ${name}`];
  if (endpoint === undefined) {
    return { status: 404, body: { error: `expected one of: ${Object.keys(endpoints).join(', ')}` } };
  }
  try {
    return { status: 200, body: (await endpoint(on, body)) ?? { ok: true } };
  } catch (error) {
    if (error instanceof z.ZodError) return { status: 400, body: { error: z.prettifyError(error) } };
    if (error instanceof ControlError) return { status: error.status, body: { error: error.message } };
    return { status: 502, body: { error: error instanceof Error ? error.message : String(error) } };
  }
}

/** An instant in a control call. @throws {ControlError} 400 for anything else. */
export function instantOf(text: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(text);
  } catch {
    throw new ControlError(400, 'createdAt: expected an ISO 8601 instant');
  }
}
