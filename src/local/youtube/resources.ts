import type { Channels } from './channel.ts';
import type { SimChannel, SimComment, SimVideo } from './state.ts';

/** So many replies stand in a thread; the others are asked for by `comments.list`. */
const REPLIES_IN_THREAD = 5;

/** Instants as YouTube writes them: now with a fraction of the second, now without. */
const withFraction = (instant: string): string =>
  instant.replace(/:\d\dZ$/, (end) => end.replace('Z', '.000Z'));

/** A comment. `withStatus`: what is asked for by its id says nothing of its moderation status. */
export function commentResource(
  comment: SimComment,
  { withStatus, inReply = false }: { withStatus: boolean; inReply?: boolean },
): object {
  const { id, author, text, channel, video, parent, publishedAt, updatedAt, status } = comment;
  return {
    kind: 'youtube#comment',
    etag: 'SIM',
    id,
    snippet: {
      channelId: channel,
      // A reply that is asked for by itself does not say what it stands under.
      ...(inReply || parent === null ? { videoId: video } : {}),
      textDisplay: text,
      ...(parent === null ? {} : { parentId: parent }),
      authorDisplayName: author?.name ?? '',
      authorProfileImageUrl: 'https://yt3.ggpht.com/simulated',
      authorChannelUrl: author === null ? '' : `http://www.youtube.com/${author.name}`,
      ...(author === null ? {} : { authorChannelId: { value: author.id } }),
      canRate: true,
      viewerRating: 'none',
      likeCount: 0,
      ...(withStatus ? { moderationStatus: status } : {}),
      publishedAt,
      updatedAt: withFraction(updatedAt),
    },
  };
}

/** A thread with a few of its replies: those of `shown`, which its list shows. */
export function threadResource(
  top: SimComment,
  shown: readonly SimComment[],
  withStatus: boolean,
): Record<string, unknown> {
  const given = shown.slice(-REPLIES_IN_THREAD);
  return {
    kind: 'youtube#commentThread',
    etag: 'SIM',
    id: top.id,
    snippet: {
      channelId: top.channel,
      videoId: top.video,
      topLevelComment: commentResource(top, { withStatus }),
      canReply: true,
      totalReplyCount: shown.length,
      isPublic: top.status === 'published',
    },
    ...(given.length > 0 && {
      replies: { comments: given.map((each) => commentResource(each, { withStatus, inReply: true })) },
    }),
  };
}

/** A channel. Its list of uploads begins with UU where its id begins with UC. */
export const channelResource = ({ id, title }: SimChannel): object => ({
  kind: 'youtube#channel',
  etag: 'SIM',
  id,
  snippet: { title },
  contentDetails: { relatedPlaylists: { likes: '', uploads: id.replace(/^UC/, 'UU') } },
});

/** A video in the list of uploads. */
export const uploadResource = ({ id, channel, title, description, publishedAt }: SimVideo): object => ({
  kind: 'youtube#playlistItem',
  etag: 'SIM',
  id: Buffer.from(id).toString('base64url'),
  snippet: {
    publishedAt,
    channelId: channel,
    title,
    description,
    resourceId: { kind: 'youtube#video', videoId: id },
  },
  contentDetails: { videoId: id, videoPublishedAt: withFraction(publishedAt) },
});

/** A page of a list: `maxResults` at most, from where `pageToken` says. */
export function pageOf(
  kind: string,
  items: readonly object[],
  params: URLSearchParams,
  most: number,
): object {
  const size = Math.min(Math.max(Number(params.get('maxResults') ?? 20) || 20, 1), most);
  const token = params.get('pageToken');
  const start = token === null ? 0 : Number(Buffer.from(token, 'base64url').toString().slice(3)) || 0;
  const next = start + size;
  return {
    kind,
    etag: 'SIM',
    ...(next < items.length && { nextPageToken: Buffer.from(`at ${next}`).toString('base64url') }),
    pageInfo: { totalResults: items.length, resultsPerPage: size },
    items: items.slice(start, next),
  };
}

/** Newest first; of two at one instant the one that came later. */
export const newestFirst = (comments: readonly SimComment[]): SimComment[] =>
  comments.toReversed().sort((one, other) => Temporal.Instant.compare(other.publishedAt, one.publishedAt));

/** What is answered by its id: what is rejected is not, unless YouTube does so all the same. */
export const isThere = ({ state }: Channels, comment: SimComment | undefined): comment is SimComment =>
  comment !== undefined && (comment.status !== 'rejected' || state.oddities.showsRejected);
