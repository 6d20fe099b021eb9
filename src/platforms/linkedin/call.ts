import type { z } from 'zod';
import { PlatformError } from '../../ports/platform.ts';
import { type Answered, openAfter, type Sender, send, usableToken } from '../send.ts';
import { refusalOf } from './errors.ts';

/** How LinkedIn is reached. `apiUrl`: `https://api.linkedin.com/rest`. */
export interface LinkedInConnection extends Sender {
  readonly apiUrl: string;
  /** The version that is spoken, `YYYYMM`. Each is taken for about a year. */
  readonly version: string;
  /** The token of the member who administers the account's Page. */
  tokenOf(account: string): string;
}

/** One call. What stands in `path` and `query` is spelled as it is sent: values go through `spelled`. */
export interface LinkedInCall<T> {
  readonly account: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** What a success says; undefined where it cannot be read, which leaves open what was done. */
  answer(answered: Answered): T | undefined;
}

/** A value inside a path, a `List(…)` or a `(key:value)`: there a colon, a comma and a bracket are the protocol's own. */
export const spelled = (value: string): string =>
  encodeURIComponent(value).replaceAll(/[()'*!]/gu, (char) => `%${char.charCodeAt(0).toString(16)}`);

/** Reads a body of this shape. */
export const body =
  <T>(schema: z.ZodType<T>) =>
  (answered: Answered): T | undefined =>
    schema.safeParse(answered.body).data;

/**
 * Makes one call to LinkedIn and reads its answer.
 * @throws {PlatformError} with LinkedIn's own meaning; `no-answer` when a write was sent and its outcome is unknown;
 * `transient` when nothing was sent, or when a read failed, which leaves nothing open
 * Source: learn.microsoft.com/en-us/linkedin/shared/api-guide/concepts/protocol-version and …/marketing/versioning.
 */
export async function callLinkedIn<T>(linkedin: LinkedInConnection, call: LinkedInCall<T>): Promise<T> {
  const { account, method, path, query = {}, json } = call;
  // The rest of the path may name a person.
  const what = `${method} /${path[0]}`;
  const url = new URL(`${linkedin.apiUrl}/${path.join('/')}`);
  url.search = Object.entries(query)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const token = usableToken((of) => linkedin.tokenOf(of), account);
  const answered = await send(linkedin, what, {
    ...{ method, url, token },
    headers: {
      'linkedin-version': linkedin.version,
      'x-restli-protocol-version': '2.0.0',
      ...(json !== undefined && { 'content-type': 'application/json' }),
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
  });
  const refused = refusalOf(what, answered);
  if (refused !== null) throw refused;
  const answer = answered.status >= 200 && answered.status < 300 ? call.answer(answered) : undefined;
  if (answer !== undefined) return answer;
  throw new PlatformError(openAfter(call), `${what} got an unreadable answer: HTTP ${answered.status}`);
}
