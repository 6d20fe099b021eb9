import { z } from 'zod';
import { GraphRefusal, REFUSALS } from './refusal.ts';

/**
 * A fault to come, as `POST /_sim/faults` takes it. `match.path` is a part of the path, without the version.
 * `lost-answer` performs the call, then cuts the connection; `garbled` performs it and answers a gateway's HTML;
 * `slow` waits `delayMs`, then performs it; `refusal` answers `code`. The others are Graph's refusals; nothing is done.
 */
export const Fault = z.strictObject({
  match: z
    .strictObject({ method: z.enum(['GET', 'POST', 'DELETE']).optional(), path: z.string().optional() })
    .default({}),
  kind: z.enum([
    'rate-limit',
    'token-expired',
    'gone',
    'permission',
    'paused',
    'transient',
    'refusal',
    'slow',
    'lost-answer',
    'garbled',
  ]),
  times: z.int().positive().default(1),
  /** For rate-limit: minutes until Graph answers again; absent, the header is absent. */
  minutes: z.number().positive().optional(),
  delayMs: z.int().nonnegative().default(1000),
  code: z.int().default(1000),
  subcode: z.int().optional(),
  status: z.int().min(400).max(599).default(400),
});
export type Fault = z.infer<typeof Fault>;

/** Faults in the order in which they were asked for. */
export class Faults {
  #waiting: Fault[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ ...fault });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The fault that this call meets, used up once. */
  take(method: string, path: string): Fault | undefined {
    const fault = this.#waiting.find(
      ({ match }) => (match.method ?? method) === method && path.includes(match.path ?? ''),
    );
    if (fault === undefined) return undefined;
    fault.times -= 1;
    if (fault.times === 0) this.#waiting = this.#waiting.filter((each) => each !== fault);
    return fault;
  }
}

/** The refusal that a fault stands for; null when the call is performed all the same. `page` names whose limit it is. */
export function refusalOf(fault: Fault, page: string): GraphRefusal | null {
  const { kind, code, status } = fault;
  if (kind === 'slow' || kind === 'lost-answer' || kind === 'garbled') return null;
  if (kind === 'refusal') {
    const subcode = fault.subcode === undefined ? {} : { subcode: fault.subcode };
    return new GraphRefusal({ status, code, ...subcode, message: `(#${code}) Simulated` });
  }
  if (kind !== 'rate-limit' || fault.minutes === undefined) return new GraphRefusal(REFUSALS[kind]);
  const usage = {
    [page]: [
      {
        type: 'pages',
        call_count: 100,
        total_cputime: 40,
        total_time: 45,
        estimated_time_to_regain_access: fault.minutes,
      },
    ],
  };
  const headers = { 'x-business-use-case-usage': JSON.stringify(usage) };
  return new GraphRefusal({ ...REFUSALS[kind], headers });
}
