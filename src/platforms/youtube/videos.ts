import { PlatformError } from '../../ports/platform.ts';
import { ChannelPage, UploadPage, type UploadResource } from './answers.ts';
import { callYouTube, type YouTubeConnection } from './call.ts';
import { pages } from './pages.ts';

/** The channel's videos, newest first, page by page; none where it has none. */
export async function* uploadsOf(
  youtube: YouTubeConnection,
  account: string,
): AsyncGenerator<UploadResource[]> {
  const channels = await callYouTube(youtube, {
    ...{ account, path: 'channels', query: { part: 'contentDetails', id: account }, answer: ChannelPage },
    ...{ method: 'GET', status: 200, isListing: true },
  });
  const playlistId = channels.items[0]?.contentDetails?.relatedPlaylists.uploads;
  if (playlistId === undefined) return;
  const query = { part: 'snippet,contentDetails', playlistId, maxResults: '50' };
  try {
    yield* pages(youtube, {
      ...{ account, path: 'playlistItems', query, isListing: true, answer: UploadPage },
    });
  } catch (error) {
    // A channel that has never published has no such list.
    if (!(error instanceof PlatformError && error.code === 'not-found')) throw error;
  }
}

/** When it was published: what is in the list is when it came there, which may be before. */
export const publishedAt = ({ snippet, contentDetails }: UploadResource): Temporal.Instant =>
  contentDetails?.videoPublishedAt ?? snippet.publishedAt;
