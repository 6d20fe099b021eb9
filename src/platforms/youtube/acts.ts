import { type Platform, PlatformError, type Target } from '../../ports/platform.ts';
import type { KeptTokens } from '../../ports/tokens.ts';
import { createGrants } from './access.ts';
import { ChannelPage, Nothing } from './answers.ts';
import { callYouTube, together, type YouTubeConnection } from './call.ts';
import { existing, isOwn, readYouTube, usableId } from './comments.ts';
import { YouTubeRefusal } from './errors.ts';
import { listYouTube } from './list.ts';
import { quotaOfEach } from './quota.ts';
import { ownReplies, reply } from './replies.ts';
import { youtubeStanding } from './standing.ts';

/** How YouTube is reached. */
export interface YouTubeOptions {
  /** With its version: `https://www.googleapis.com/youtube/v3`. */
  readonly apiUrl: string;
  readonly tokenUrl: string;
  /** The client of the Google project over which a channel is reached. */
  clientOf(account: string): { readonly id: string; readonly secret: string };
  /** The refresh token of a channel. Asked at every call, so that a new one needs no restart. */
  tokenOf(account: string): string;
  readonly now: () => Temporal.Instant;
  /** Where refresh tokens are kept that Google gives anew. */
  readonly kept: KeptTokens;
  readonly timeoutMs: number;
  readonly fetch?: typeof fetch;
}

/**
 * A YouTube channel through the Data API. Its removal is final, and it keeps nobody out without removing a comment of
 * theirs for good: that is for a person to do in YouTube Studio, where it can also be taken back.
 * Source: developers.google.com/youtube/v3/docs (comments, commentThreads, channels, playlistItems).
 */
export function createYouTube(options: YouTubeOptions): Platform {
  const { apiUrl, now, timeoutMs, fetch: fetching = fetch } = options;
  const sender = { timeoutMs, fetch: fetching };
  const grants = createGrants({
    ...options,
    fetch: fetching,
    tokenOf: (account) => options.tokenOf(account),
  });
  const { access } = grants;
  const quotaOf = quotaOfEach((account) => options.clientOf(account).id, now);
  const youtube: YouTubeConnection = { ...sender, apiUrl, access, quotaOf, rejected: new Set(), now };
  return {
    name: 'youtube',
    hide: (target) => moderate(together(youtube), target, 'heldForReview'),
    unhide: (target) => moderate(together(youtube), target, 'published'),
    delete: (target) => moderate(together(youtube), target, 'rejected'),
    reply: (target, text) => reply(together(youtube), target, text),
    block: () => byHand('a block without a removal'),
    unblock: () => byHand('taking back a block'),
    isBlocked: () => byHand('a list of the blocked'),
    check: (account) => check(together(youtube), account),
    standing: (account) => youtubeStanding(together(youtube), grants, account),
    read: (target) => readYouTube(together(youtube), target),
    list: (listing) => listYouTube(youtube, listing),
    ownReplies: (target) => ownReplies(together(youtube), target),
    fetchAttachment: () => byHand('a comment with an attachment'),
  };
}

const byHand = (what: string): Promise<never> =>
  Promise.reject(new PlatformError('unsupported', `YouTube has no interface for ${what}`));

/** As YouTube also answers of a comment that is no longer there (`processingFailure`, `forbidden`), or is the channel's own. */
const SAYS_LITTLE: readonly PlatformError['code'][] = ['rejected', 'permission'];

/** `rejected` cannot be taken back, and takes the replies with it. */
async function moderate(
  youtube: YouTubeConnection,
  target: Target,
  moderationStatus: 'heldForReview' | 'published' | 'rejected',
): Promise<void> {
  const { account } = target;
  const query = { id: usableId(target.externalId), moderationStatus };
  const call = { account, path: 'comments/setModerationStatus', query, answer: Nothing } as const;
  if (moderationStatus === 'rejected') youtube.rejected.add(target.externalId);
  try {
    await callYouTube(youtube, { ...call, method: 'POST', status: 204 });
  } catch (error) {
    if (!(error instanceof YouTubeRefusal && SAYS_LITTLE.includes(error.code))) throw error;
    const found = await existing(youtube, target);
    if (moderationStatus !== 'rejected' || !isOwn(found, account)) throw error;
    await deleteOwn(youtube, target);
  }
}

async function deleteOwn(youtube: YouTubeConnection, { account, externalId: id }: Target): Promise<void> {
  const call = { account, path: 'comments', query: { id }, answer: Nothing } as const;
  await callYouTube(youtube, { ...call, method: 'DELETE', status: 204 });
}

/** Whoever signed in may have chosen another channel, of which the token then speaks. */
async function check(youtube: YouTubeConnection, account: string): Promise<void> {
  const query = { part: 'id', mine: 'true' };
  const call = { account, path: 'channels', query, answer: ChannelPage } as const;
  const { items } = await callYouTube(youtube, { ...call, method: 'GET', status: 200 });
  if (items.some(({ id }) => id === account)) return;
  throw new PlatformError('rejected', `the token speaks for another channel than ${account}`);
}
