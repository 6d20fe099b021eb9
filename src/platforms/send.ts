import { PlatformError } from '../ports/platform.ts';
import { parseWireJson } from './wire-json.ts';

/** A call to a platform's interface as it goes over the wire. */
export interface Sent {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: URL;
  /** Sent in the Authorization header alone; null where the call needs none. */
  readonly token: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: URLSearchParams | string;
}

/** How calls are sent. Each ends within `timeoutMs`. */
export interface Sender {
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
}

/** What came back. `body` is undefined where it is no JSON. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Failures before anything was sent. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const TOKEN = /^[\x21-\x7e]+$/;

/** What a lost or unreadable answer leaves open: a read nothing, a write whether it was done. */
export const openAfter = ({ method }: Pick<Sent, 'method'>): PlatformError['code'] =>
  method === 'GET' ? 'transient' : 'no-answer';

/**
 * Sends one call, once.
 * @param what names the call (`POST /123`) in errors, and must hold no secret
 * @throws PlatformError `transient` when nothing was sent, or when a read got no answer; `no-answer` when a write may
 * have been done
 */
export async function send({ timeoutMs, fetch }: Sender, what: string, sent: Sent): Promise<Answered> {
  try {
    const response = await fetch(sent.url, {
      method: sent.method,
      headers: {
        accept: 'application/json',
        ...(sent.token !== null && { authorization: `Bearer ${sent.token}` }),
        ...sent.headers,
      },
      body: sent.body ?? null,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, body: jsonOf(bytes) };
  } catch (cause) {
    if (NOT_SENT.has(errorCode(cause)))
      throw new PlatformError('transient', `${what} was not sent`, { cause });
    throw new PlatformError(openAfter(sent), `${what} got no answer`, { cause });
  }
}

/**
 * An account's token. One that cannot stand in a header would be repeated in fetch's own error, which is logged: so it is
 * checked here.
 * @throws PlatformError `token-expired` without the cause, which may name the secret's place
 */
export function usableToken(tokenOf: (account: string) => string, account: string): string {
  let token = '';
  try {
    token = tokenOf(account);
  } catch {
    // Said below.
  }
  if (!TOKEN.test(token)) throw new PlatformError('token-expired', `no usable token for account ${account}`);
  return token;
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return parseWireJson(bytes);
  } catch {
    return undefined;
  }
}

function errorCode(error: unknown): string {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
}
