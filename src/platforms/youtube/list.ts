import type { IncomingComment } from '../../core/comment.ts';
import { type Listed, type Listing, PlatformError } from '../../ports/platform.ts';
import type { CommentResource, ThreadResource, UploadResource } from './answers.ts';
import type { YouTubeConnection } from './call.ts';
import { isOwn } from './comments.ts';
import { YouTubeRefusal } from './errors.ts';
import { commentLink, videoLink } from './link.ts';
import { repliesTo } from './pages.ts';
import { HIDDEN, isHidden, threadsOf } from './threads.ts';
import { publishedAt, uploadsOf } from './videos.ts';

/** Whether an old thread moves up when somebody answers in it is documented nowhere: now and then those of the newest videos are read to their end. */
const NEWEST_VIDEOS = 5;
const NOW_AND_THEN = { hours: 48 };
/** So many ids stand in one call. */
const IDS_A_CALL = 50;

/** What has been listed so far. */
interface Listings {
  readonly listing: Listing;
  /** Ids of threads. */
  readonly threads: Set<string>;
}

/**
 * The channel's videos, and every comment on them and on the channel: what the public does not see in lists of its own,
 * read to their end; then what it sees, back to `since`; then the threads in which somebody waits.
 */
export async function* listYouTube(
  youtube: YouTubeConnection,
  listing: Listing,
): AsyncGenerator<readonly Listed[]> {
  const { account, since, now } = listing;
  const seen: Listings = { listing, threads: new Set() };
  const newest: string[] = [];
  for await (const videos of uploadsOf(youtube, account)) {
    newest.push(...videos.map(({ snippet }) => snippet.resourceId.videoId));
    const recent = videos.filter((video) => isSince(publishedAt(video), since));
    yield recent.map((video) => ({ comment: postOf(video, account), node: video, hidden: false }));
    if (recent.length < videos.length) break;
  }
  for (const status of HIDDEN) {
    const filter = { moderationStatus: status };
    for await (const page of threadsOf(youtube, { account, filter, isListing: true }))
      yield await listedOf(youtube, seen, page, status);
  }
  for await (const page of threadsOf(youtube, { account, filter: {}, isListing: true })) {
    const listed = await listedOf(youtube, seen, page);
    yield listed;
    const isOld = listed.every(({ comment }) => !isSince(comment.createdAt, since));
    if (page.length > 0 && isOld) break;
  }
  const isSweep = isSince(now.subtract(NOW_AND_THEN), since);
  for (const videoId of isSweep ? newest.slice(0, NEWEST_VIDEOS) : []) yield* onVideo(youtube, seen, videoId);
  yield* awaitedOf(youtube, seen);
}

const isSince = (at: Temporal.Instant, since: Temporal.Instant): boolean =>
  Temporal.Instant.compare(at, since) >= 0;

/** All threads on a video, unless nobody may comment on it. */
async function* onVideo(
  youtube: YouTubeConnection,
  seen: Listings,
  videoId: string,
): AsyncGenerator<readonly Listed[]> {
  const { account } = seen.listing;
  try {
    for await (const page of threadsOf(youtube, { account, filter: { videoId }, isListing: true }))
      yield await listedOf(youtube, seen, page);
  } catch (error) {
    // Its comments are closed, or it is gone: what the channel itself refuses has shown above.
    const isClosed = error instanceof YouTubeRefusal && error.code === 'permission';
    if (!isClosed && !isGone(error)) throw error;
  }
}

/** The threads in which somebody waits and that no list has shown: no moderation status is told of them, and nothing in them is hidden. */
async function* awaitedOf(youtube: YouTubeConnection, seen: Listings): AsyncGenerator<readonly Listed[]> {
  const { account, awaited } = seen.listing;
  // A reply's id has its thread's before it.
  const ids = new Set(awaited.map((id) => id.split('.')[0] ?? id));
  const missing = [...ids].filter((id) => !seen.threads.has(id));
  for (let from = 0; from < missing.length; from += IDS_A_CALL) {
    const id = missing.slice(from, from + IDS_A_CALL).join(',');
    for await (const page of threadsOf(youtube, { account, filter: { id }, isListing: true }))
      yield await listedOf(youtube, seen, page);
  }
}

/** The threads of a page with all their replies. `status`: why their list holds them, where it is not the one that everyone sees. */
async function listedOf(
  youtube: YouTubeConnection,
  { listing: { account }, threads }: Listings,
  page: readonly ThreadResource[],
  status?: (typeof HIDDEN)[number],
): Promise<Listed[]> {
  const listed: Listed[] = [];
  for (const thread of page) {
    const { replies: _, ...alone } = thread;
    const { topLevelComment: top, videoId, postId } = thread.snippet;
    threads.add(thread.id);
    for (const node of [top, ...(await allReplies(youtube, account, thread))]) {
      const { moderationStatus = status } = node.snippet;
      if (moderationStatus === 'rejected') continue;
      listed.push({
        comment: commentOf(node, { account, postId: videoId ?? postId }),
        node: node === top ? alone : node,
        hidden: isHidden(moderationStatus),
      });
    }
  }
  return listed;
}

async function allReplies(
  youtube: YouTubeConnection,
  account: string,
  { snippet, replies }: ThreadResource,
): Promise<readonly CommentResource[]> {
  const given = replies?.comments ?? [];
  if (snippet.totalReplyCount <= given.length) return given;
  try {
    return await repliesTo(youtube, { account, parentId: snippet.topLevelComment.id, isListing: true });
  } catch (error) {
    // Taken away since its page was read.
    if (isGone(error)) return given;
    throw error;
  }
}

const isGone = (error: unknown): boolean => error instanceof PlatformError && error.code === 'not-found';

function commentOf(
  node: CommentResource,
  { account, postId }: { account: string; postId: string | undefined },
): IncomingComment {
  const { authorChannelId, authorDisplayName, parentId, textDisplay, ...times } = node.snippet;
  return {
    platform: 'youtube',
    account,
    externalId: node.id,
    postId,
    parentId,
    author: { id: authorChannelId?.value, name: authorDisplayName },
    text: textDisplay,
    permalink: commentLink(node.id, postId),
    createdAt: times.publishedAt,
    writtenAt: times.updatedAt ?? times.publishedAt,
    attachments: [],
    own: isOwn(node, account),
  };
}

/** A video is what its comments answer: the channel's own words about it are its text. */
function postOf(video: UploadResource, account: string): IncomingComment {
  const { title, description, resourceId } = video.snippet;
  const at = publishedAt(video);
  return {
    kind: 'post',
    platform: 'youtube',
    account,
    externalId: resourceId.videoId,
    author: { id: account },
    text: description === '' ? title : `${title}\n\n${description}`,
    permalink: videoLink(resourceId.videoId),
    createdAt: at,
    writtenAt: at,
    attachments: [],
    own: true,
  };
}
