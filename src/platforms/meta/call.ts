import type { z } from 'zod';
import { PlatformError } from '../../ports/platform.ts';
import { openAfter, type Sender, send, usableToken } from '../send.ts';
import { graphError, rateLimitMs } from './errors.ts';

/** How Graph is reached. `apiUrl` holds the version: `https://graph.facebook.com/v26.0`. */
export interface GraphConnection extends Sender {
  readonly apiUrl: string;
  /** The access token of an account: the Page's. */
  tokenOf(account: string): string;
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

/**
 * Makes one call to Graph and reads its answer.
 * @throws {PlatformError} with Graph's own meaning; `no-answer` when a write was sent and its outcome is unknown;
 * `transient` when nothing was sent, or when a read failed, which leaves nothing open.
 */
export async function callGraph<T>(graph: GraphConnection, call: GraphCall<T>): Promise<T> {
  const { account, method, path, query = {}, form } = call;
  const what = `${method} /${path.join('/')}`;
  if (!path.every((part) => ID.test(part))) {
    throw new PlatformError('rejected', 'expected ids of letters, digits and _ in the path');
  }
  const url = new URL(`${graph.apiUrl.replace(/\/+$/, '')}/${path.join('/')}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const token = usableToken((of) => graph.tokenOf(of), account);
  const { status, headers, body } = await send(graph, what, {
    ...{ method, url, token },
    ...(form && { body: new URLSearchParams(form) }),
  });
  const refused = graphError(what, status, headers, body);
  if (refused !== null) throw refused;
  if (status === 429) {
    throw new PlatformError('rate-limited', `${what}: HTTP 429`, { retryAfterMs: rateLimitMs(headers) });
  }
  const answer = call.answer.safeParse(body);
  if (status >= 300 || !answer.success) {
    throw new PlatformError(openAfter(call), `${what} got an unreadable answer: HTTP ${status}`);
  }
  return answer.data;
}
