import type { ApiAnswer } from '../simulator/answer.ts';
import { refuse } from './refusal.ts';
import {
  channelResource,
  commentResource,
  isThere,
  newestFirst,
  pageOf,
  threadResource,
  uploadResource,
} from './resources.ts';
import type { Call } from './routes.ts';
import { type SimComment, Status } from './state.ts';

const ok = (body: unknown): ApiAnswer => ({ status: 200, body });

/** The one filter that stands in the call. @throws {ApiRefusal} for none, and for two */
function filterOf(params: URLSearchParams, names: readonly string[]): string {
  const [name, ...more] = names.filter((each) => params.has(each));
  if (name === undefined || more.length > 0) refuse('invalidParameter');
  return name;
}

/** `commentThreads.list`: by `id` nothing else may stand, and nothing is said of the moderation status. */
export function listThreads({ channels, own, params }: Call): ApiAnswer {
  const filter = filterOf(params, ['id', 'videoId', 'allThreadsRelatedToChannelId']);
  const tops = channels.state.comments.filter(({ parent }) => parent === null);
  if (filter === 'id') {
    if (['moderationStatus', 'order', 'maxResults'].some((name) => params.has(name)))
      refuse('invalidParameter');
    const ids = (params.get('id') ?? '').split(',');
    const found = tops.filter((each) => ids.includes(each.id) && isThere(channels, each));
    const items = found.map((top) => threadResource(top, shownBelow(channels.replies(top)), false));
    return ok(pageOf('youtube#commentThreadListResponse', items, params, 100));
  }
  const status = Status.exclude(['rejected']).safeParse(params.get('moderationStatus') ?? 'published');
  if (!status.success) refuse('invalidParameter');
  const of = params.get(filter) ?? '';
  const video = channels.video(of);
  if (filter === 'videoId' && video === undefined) refuse('videoNotFound');
  if (video?.closed) refuse('commentsDisabled');
  if ((video?.channel ?? of) !== own.id) refuse('forbidden');
  const onIt = tops.filter((each) => (filter === 'videoId' ? each.video : each.channel) === of);
  const listed = onIt.filter((top) =>
    [top, ...(status.data === 'published' ? [] : channels.replies(top))].some(
      (each) => each.status === status.data,
    ),
  );
  const items = newestFirst(listed).map((top) => {
    const below = channels.replies(top);
    const shown =
      status.data === 'published' ? shownBelow(below) : below.filter((each) => each.status !== 'rejected');
    return threadResource(top, shown, true);
  });
  return ok(pageOf('youtube#commentThreadListResponse', items, params, 100));
}

const shownBelow = (replies: readonly SimComment[]): SimComment[] =>
  replies.filter(({ status }) => status === 'published');

/** `comments.list`, by `id` or by the comment at the top. */
export function listComments({ channels, params }: Call): ApiAnswer {
  const filter = filterOf(params, ['id', 'parentId']);
  if (filter === 'id') {
    const ids = (params.get('id') ?? '').split(',');
    const found = ids.map((id) => channels.comment(id)).filter((each) => isThere(channels, each));
    const items = found.map((each) => commentResource(each, { withStatus: false }));
    return ok(pageOf('youtube#commentListResponse', items, params, 100));
  }
  const top = channels.comment(params.get('parentId') ?? '');
  if (top === undefined || top.status === 'rejected' || top.parent !== null) refuse('commentNotFound');
  const below = channels.replies(top).filter(({ status }) => status !== 'rejected');
  const items = newestFirst(below).map((each) => commentResource(each, { withStatus: true }));
  return ok(pageOf('youtube#commentListResponse', items, params, 100));
}

/** `channels.list`: the one that the token speaks for, or one by its id. */
export function listChannels({ channels, own, params }: Call): ApiAnswer {
  const mine = filterOf(params, ['id', 'mine']) === 'mine';
  const found = mine ? own : channels.channel(params.get('id') ?? '');
  return ok(
    pageOf('youtube#channelListResponse', found === undefined ? [] : [channelResource(found)], params, 50),
  );
}

/** `playlistItems.list`, of a channel's uploads alone. */
export function listUploads({ channels, params }: Call): ApiAnswer {
  const channel = (params.get('playlistId') ?? '').replace(/^UU/, 'UC');
  const videos = channels.state.videos.filter((each) => each.channel === channel);
  if (videos.length === 0) refuse('playlistNotFound');
  const items = videos
    .toSorted((one, other) => (one.publishedAt < other.publishedAt ? 1 : -1))
    .map(uploadResource);
  return ok(pageOf('youtube#playlistItemListResponse', items, params, 50));
}
