import { ThreadPage, type ThreadResource } from './answers.ts';
import type { YouTubeConnection } from './call.ts';
import { pages } from './pages.ts';

/** What the public does not see: what waits for someone to look at it, and what YouTube takes for spam. */
export const HIDDEN = ['heldForReview', 'likelySpam'] as const;
type Hidden = (typeof HIDDEN)[number];

/** Is the public kept from what has that status? */
export const isHidden = (moderationStatus: string | undefined): boolean =>
  HIDDEN.some((status) => status === moderationStatus);

/** Which threads: exactly one filter. With `id` nothing else may stand, and no moderation status is told. */
type Filter = { readonly id: string } | { readonly videoId: string } | { readonly moderationStatus?: Hidden };

/** Threads with their text in plain words, newest first; where no filter names others, all on the channel and its videos. */
export function threadsOf(
  youtube: YouTubeConnection,
  of: { readonly account: string; readonly filter: Filter; readonly isListing?: boolean },
): AsyncGenerator<ThreadResource[]> {
  const { account, filter, isListing = false } = of;
  const ordered = 'id' in filter ? {} : { order: 'time', maxResults: '100' };
  const channel = 'id' in filter || 'videoId' in filter ? {} : { allThreadsRelatedToChannelId: account };
  const query = { part: 'snippet,replies', textFormat: 'plainText', ...ordered, ...channel, ...filter };
  return pages(youtube, { account, path: 'commentThreads', query, isListing, answer: ThreadPage });
}
