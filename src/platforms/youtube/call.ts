import type { z } from 'zod';
import { PlatformError } from '../../ports/platform.ts';
import { type Answered, openAfter, type Sender, send } from '../send.ts';
import type { Access } from './access.ts';
import { UNTIL_MIDNIGHT, youtubeRefusal } from './errors.ts';
import type { Quota } from './quota.ts';

/** How the YouTube Data API is reached. */
export interface YouTubeConnection extends Sender {
  /** With its version: `https://www.googleapis.com/youtube/v3`. */
  readonly apiUrl: string;
  readonly access: Access;
  /** That of the Google project over which an account is reached. */
  readonly quotaOf: (account: string) => Quota;
  /** Ids of comments that this process has rejected. */
  readonly rejected: Set<string>;
  readonly now: () => Temporal.Instant;
}

/** The same connection, on which all calls together end within its `timeoutMs`: one act may take several. */
export function together(youtube: YouTubeConnection): YouTubeConnection {
  const until = performance.now() + youtube.timeoutMs;
  return {
    ...youtube,
    get timeoutMs() {
      return Math.max(1, Math.ceil(until - performance.now()));
    },
  };
}

/** One call. */
export interface YouTubeCall<T> {
  readonly account: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path:
    | 'commentThreads'
    | 'comments'
    | 'comments/setModerationStatus'
    | 'channels'
    | 'playlistItems';
  readonly query: Readonly<Record<string, string>>;
  /** The body of a write that has one. */
  readonly json?: unknown;
  /** Does it belong to a listing, which must leave units to acts? */
  readonly isListing?: boolean;
  /** The status, and the answer, that say that it is done. Any other leaves that open. */
  readonly status: 200 | 204;
  readonly answer: z.ZodType<T>;
}

/** In units: developers.google.com/youtube/v3/determine_quota_cost. */
const costOf = ({ method }: Pick<YouTubeCall<unknown>, 'method'>): number => (method === 'GET' ? 1 : 50);

/**
 * Makes one call and reads its answer. An access token that is refused is replaced once, since nothing was done then.
 * @throws {PlatformError} with YouTube's own meaning; `no-answer` when a write was sent and its outcome is unknown;
 * `transient` when nothing was sent, or when a read failed, which leaves nothing open.
 */
export async function callYouTube<T>(youtube: YouTubeConnection, call: YouTubeCall<T>): Promise<T> {
  const what = `${call.method} /${call.path}`;
  const token = await youtube.access(call.account, youtube.timeoutMs);
  const first = await sendOnce(youtube, what, call, token);
  const answered =
    first.status === 401
      ? await sendOnce(youtube, what, call, await youtube.access(call.account, youtube.timeoutMs, token))
      : first;
  const answer = call.answer.safeParse(answered.body);
  if (answered.status === call.status && answer.success) return answer.data;
  const refusal = answered.status < 300 ? null : youtubeRefusal(what, answered, youtube.now());
  if (UNTIL_MIDNIGHT.includes(refusal?.reason ?? '')) youtube.quotaOf(call.account).exhaust();
  throw (
    refusal ?? new PlatformError(openAfter(call), `${what} got an unreadable answer: HTTP ${answered.status}`)
  );
}

function sendOnce<T>(
  youtube: YouTubeConnection,
  what: string,
  call: YouTubeCall<T>,
  token: string,
): Promise<Answered> {
  const { account, method, path, query, json, isListing = false } = call;
  const url = new URL(`${youtube.apiUrl.replace(/\/+$/, '')}/${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  youtube.quotaOf(account).spend(costOf(call), isListing);
  return send(youtube, what, {
    ...{ method, url, token },
    ...(json !== undefined && {
      body: JSON.stringify(json),
      headers: { 'content-type': 'application/json; charset=UTF-8' },
    }),
  });
}
