import { z } from 'zod';
import type { ApiAnswer } from '../simulator/answer.ts';
import { faultFields, isOnTheWay } from '../simulator/faults.ts';

interface Said {
  readonly status: number;
  readonly code: string;
  readonly serviceErrorCode?: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** LinkedIn says no, in its envelope. */
export class LinkedInRefusal extends Error {
  override readonly name = 'LinkedInRefusal';
  readonly answer: ApiAnswer;
  constructor({ headers, ...body }: Said) {
    super(body.message);
    this.answer = { status: body.status, body, ...(headers && { headers }) };
  }
}

/** The refusals by name. */
export const REFUSALS = {
  'token-expired': {
    status: 401,
    code: 'EXPIRED_ACCESS_TOKEN',
    serviceErrorCode: 65602,
    message: 'The token used in the request has expired',
  },
  permission: {
    status: 403,
    code: 'ACCESS_DENIED',
    serviceErrorCode: 100,
    message: 'Not enough permissions to access: socialActions',
  },
  gone: { status: 404, code: 'NOT_FOUND', message: 'Could not find entity' },
  version: { status: 426, code: 'NONEXISTENT_VERSION', message: 'Requested version is not active' },
  quota: {
    status: 429,
    code: 'TOO_MANY_REQUESTS',
    serviceErrorCode: 101,
    message: 'Resource level throttle APPLICATION DAY limit for calls to this resource is reached.',
  },
  throttle: {
    status: 429,
    code: 'TOO_MANY_REQUESTS',
    message: 'Comment create throttled: creation rate limit exceeded for member',
  },
  refusal: { status: 400, code: 'ILLEGAL_ARGUMENT', message: 'Simulated' },
  transient: { status: 503, code: 'SERVICE_UNAVAILABLE', message: 'Please try again later' },
  error: { status: 500, code: 'INTERNAL_SERVER_ERROR', message: 'Internal Server Error' },
} as const satisfies Readonly<Record<string, Said>>;

/** A fault to come, as `POST /_sim/faults` takes it. */
export const Fault = z.strictObject({
  ...faultFields(Object.keys(REFUSALS) as (keyof typeof REFUSALS)[]),
  /** For quota and throttle: minutes until LinkedIn answers again, as it says; absent, it does not say. */
  minutes: z.number().positive().optional(),
});
export type Fault = z.infer<typeof Fault>;

/** What a fault answers; null when the call is performed all the same. */
export function refusalOf({ kind, minutes }: Fault): ApiAnswer | null {
  if (isOnTheWay(kind)) return null;
  const headers = minutes === undefined ? {} : { headers: { 'retry-after': String(minutes * 60) } };
  return new LinkedInRefusal({ ...REFUSALS[kind], ...headers }).answer;
}
