import type { z } from 'zod';
import { PlatformError } from '../../ports/platform.ts';
import { parseWireJson } from '../wire-json.ts';
import { graphError, rateLimitMs } from './errors.ts';

/** How Graph is reached. `apiUrl` holds the version: `https://graph.facebook.com/v26.0`. */
export interface GraphConnection {
  readonly apiUrl: string;
  /** The Page access token of an account. Sent in the Authorization header alone. */
  tokenOf(account: string): string;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
}

/** One call. `path` holds ids only; `form` is the body of a write, `query` of a read. */
export interface GraphCall<T> {
  readonly account: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: readonly string[];
  readonly query?: Record<string, string>;
  readonly form?: Record<string, string>;
  /** The answer that says that it is done. Any other leaves that open. */
  readonly answer: z.ZodType<T>;
}

const ID = /^[\w-]{1,128}$/;
const TOKEN = /^[\x21-\x7e]+$/;

/** Failures before anything was sent. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * Makes one call to Graph and reads its answer.
 * @throws {PlatformError} with Graph's own meaning; `no-answer` when a write was sent and its outcome is unknown;
 * `transient` when nothing was sent, or when a read failed, which leaves nothing open.
 */
export async function callGraph<T>(graph: GraphConnection, call: GraphCall<T>): Promise<T> {
  const what = `${call.method} /${call.path.join('/')}`;
  const open = call.method === 'GET' ? 'transient' : 'no-answer';
  if (!call.path.every((part) => ID.test(part))) {
    throw new PlatformError('rejected', 'expected Facebook ids of letters, digits and _ in the path');
  }
  const url = new URL(`${graph.apiUrl.replace(/\/+$/, '')}/${call.path.join('/')}`);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
  const token = tokenOf(graph, call.account);
  const response = await send(graph, call, url, token).catch((cause: unknown) => {
    if (NOT_SENT.has(errorCode(cause)))
      throw new PlatformError('transient', `${what} was not sent`, { cause });
    throw new PlatformError(open, `${what} got no answer`, { cause });
  });
  const { status, headers, body } = response;
  const refused = graphError(what, status, headers, body);
  if (refused !== null) throw refused;
  if (status === 429) {
    throw new PlatformError('rate-limited', `${what}: HTTP 429`, { retryAfterMs: rateLimitMs(headers) });
  }
  const answer = call.answer.safeParse(body);
  if (status >= 300 || !answer.success) {
    throw new PlatformError(open, `${what} got an unreadable answer: HTTP ${status}`);
  }
  return answer.data;
}

/** An invalid header value would be repeated in fetch's own error, which is logged: so it is checked here. */
function tokenOf(graph: GraphConnection, account: string): string {
  let token = '';
  try {
    token = graph.tokenOf(account);
  } catch {
    // Said below without the cause, which may name the secret's place.
  }
  if (!TOKEN.test(token)) throw new PlatformError('token-expired', `no usable token for account ${account}`);
  return token;
}

async function send<T>(graph: GraphConnection, call: GraphCall<T>, url: URL, token: string) {
  const response = await graph.fetch(url, {
    method: call.method,
    headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
    body: call.form === undefined ? null : new URLSearchParams(call.form),
    redirect: 'manual',
    signal: AbortSignal.timeout(graph.timeoutMs),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, body: jsonOf(bytes) };
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
