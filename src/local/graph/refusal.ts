import { randomBytes } from 'node:crypto';
import type { ApiAnswer } from '../simulator/answer.ts';

interface Refusal {
  readonly status: number;
  readonly code: number;
  readonly subcode?: number;
  readonly message: string;
  readonly transient?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What Graph refuses with, in its words. Expired tokens and rate limits come as HTTP 400 and 403, not 401 and 429. */
export const REFUSALS = {
  'token-missing': {
    status: 400,
    code: 104,
    message: 'An access token is required to request this resource.',
  },
  'token-unknown': { status: 400, code: 190, message: 'Malformed access token' },
  'token-expired': {
    status: 400,
    code: 190,
    subcode: 463,
    message: 'Error validating access token: Session has expired.',
  },
  gone: {
    status: 400,
    code: 100,
    subcode: 33,
    message:
      'Unsupported request. Object does not exist, cannot be loaded due to missing permissions, or does not support this operation.',
  },
  'bad-parameter': { status: 400, code: 100, message: '(#100) Invalid parameter' },
  'outside-window': {
    status: 400,
    code: 10,
    subcode: 2018278,
    message: '(#10) This message is sent outside of allowed window.',
  },
  'replied-before': { status: 400, code: 10900, message: '(#10900) Activity already replied to' },
  'no-such-person': { status: 400, code: 100, subcode: 2018001, message: '(#100) No matching user found' },
  permission: { status: 403, code: 200, message: '(#200) Permissions error' },
  paused: {
    status: 400,
    code: 368,
    message: 'The action attempted has been deemed abusive or is otherwise disallowed.',
  },
  'rate-limit': {
    status: 400,
    code: 32,
    message: '(#32) Page request limit reached',
    transient: true,
  },
  transient: {
    status: 500,
    code: 2,
    message: 'An unexpected error has occurred. Please retry your request later.',
    transient: true,
  },
  'unknown-path': { status: 400, code: 2500, message: 'Unknown path components' },
} as const satisfies Record<string, Refusal>;

/** Which refusal: `refuse('gone')`. */
export type RefusalName = keyof typeof REFUSALS;

/** A refusal on its way to the caller, in Graph's error envelope. */
export class GraphRefusal extends Error {
  override readonly name = 'GraphRefusal';
  readonly answer: ApiAnswer;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.answer = {
      status: refusal.status,
      headers: {
        'www-authenticate': `OAuth "Facebook Platform" "invalid_request" "${refusal.message.replaceAll('"', "'")}"`,
        ...refusal.headers,
      },
      body: {
        error: {
          message: refusal.message,
          type: 'OAuthException',
          ...(refusal.transient ? { is_transient: true } : {}),
          code: refusal.code,
          ...(refusal.subcode === undefined ? {} : { error_subcode: refusal.subcode }),
          fbtrace_id: `A${randomBytes(11).toString('base64url')}`,
        },
      },
    };
  }
}

/** Refuses by name. `detail` replaces the message. */
export function refuse(name: RefusalName, detail?: string): never {
  const refusal: Refusal = REFUSALS[name];
  throw new GraphRefusal(detail === undefined ? refusal : { ...refusal, message: detail });
}
