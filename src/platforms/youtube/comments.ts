import { PlatformError, type SeenComment, type Target } from '../../ports/platform.ts';
import { CommentPage, type CommentResource } from './answers.ts';
import { callYouTube, type YouTubeConnection } from './call.ts';
import { commentLink } from './link.ts';
import { repliesTo } from './pages.ts';
import { HIDDEN, isHidden, threadsOf } from './threads.ts';

const ID = /^[\w.-]{1,128}$/;

/** An id that names one comment. @throws PlatformError `rejected` for what would name several, or something else */
export function usableId(id: string): string {
  if (ID.test(id)) return id;
  throw new PlatformError('rejected', 'expected an id of letters, digits, -, _ and .');
}

/** The comment as it is answered; null when it is gone. */
async function findComment(
  youtube: YouTubeConnection,
  { account, externalId }: Target,
): Promise<CommentResource | null> {
  const query = { part: 'snippet', id: usableId(externalId), textFormat: 'plainText' };
  const call = { account, path: 'comments', query, answer: CommentPage } as const;
  try {
    const { items } = await callYouTube(youtube, { ...call, method: 'GET', status: 200 });
    return items.find(({ id }) => id === externalId) ?? null;
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'not-found') return null;
    throw error;
  }
}

/** The comment as it is answered. @throws PlatformError `not-found` when it is gone */
export async function existing(youtube: YouTubeConnection, target: Target): Promise<CommentResource> {
  const found = await findComment(youtube, target);
  if (found === null) throw new PlatformError('not-found', 'the comment is gone');
  return found;
}

/** Is the comment the channel's own? */
export const isOwn = ({ snippet }: CommentResource, account: string): boolean =>
  snippet.authorChannelId?.value === account;

/**
 * The comment as it stands now. Whether it is hidden is not told where it is asked for by its id: it is looked up. One that
 * we have rejected and that is answered all the same counts as gone once no list shows it.
 */
export async function readYouTube(youtube: YouTubeConnection, target: Target): Promise<SeenComment | null> {
  const found = await findComment(youtube, target);
  if (found === null) return null;
  const { account, externalId, postId } = target;
  const { textDisplay, authorChannelId, channelId = account } = found.snippet;
  const status = await statusOf(youtube, account, found);
  if (status === 'rejected' || status === null) return null;
  const own = isOwn(found, account);
  return {
    text: textDisplay,
    hidden: isHidden(status),
    // It may stand on another's video.
    canHide: !own && channelId === account,
    canRemove: own || channelId === account,
    authorId: authorChannelId?.value ?? null,
    permalink: commentLink(externalId, postId ?? undefined) ?? null,
    attachments: [],
  };
}

/** The moderation status, as the lists have it; null for one that we have rejected and that stands in none. */
async function statusOf(
  youtube: YouTubeConnection,
  account: string,
  comment: CommentResource,
): Promise<string | null> {
  const { parentId } = comment.snippet;
  const siblings = parentId === undefined ? [] : await repliesTo(youtube, { account, parentId });
  const reply = siblings.find(({ id }) => id === comment.id);
  if (reply?.snippet.moderationStatus !== undefined) return reply.snippet.moderationStatus;
  for (const status of HIDDEN) {
    const listed = await inThreads(youtube, account, comment, { moderationStatus: status });
    if (listed) return listed.snippet.moderationStatus ?? status;
  }
  if (!youtube.rejected.has(comment.id) || reply !== undefined) return 'published';
  return (await inThreads(youtube, account, comment, {})) ? 'published' : null;
}

/** The comment as a list of threads has it, looked for among those that are not older. */
async function inThreads(
  youtube: YouTubeConnection,
  account: string,
  { id, snippet }: CommentResource,
  filter: Parameters<typeof threadsOf>[1]['filter'],
): Promise<CommentResource | undefined> {
  for await (const threads of threadsOf(youtube, { account, filter })) {
    const comments = threads.flatMap(({ snippet: { topLevelComment }, replies }) => [
      topLevelComment,
      ...(replies?.comments ?? []),
    ]);
    const found = comments.find((one) => one.id === id);
    const isPast = comments.length > 0 && comments.every((one) => isOlder(one, snippet.publishedAt));
    if (found || isPast) return found;
  }
  return undefined;
}

const isOlder = ({ snippet: { publishedAt } }: CommentResource, at: Temporal.Instant): boolean =>
  Temporal.Instant.compare(publishedAt, at) < 0;
