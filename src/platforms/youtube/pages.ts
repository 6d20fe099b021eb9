import type { z } from 'zod';
import { PlatformError } from '../../ports/platform.ts';
import { CommentPage, type CommentResource } from './answers.ts';
import { callYouTube, type YouTubeCall, type YouTubeConnection } from './call.ts';

/** A list goes no further: of a municipality's channel it has long ended. */
const MOST_PAGES = 50;

/** What is asked for, page by page. */
interface Asked<Item> extends Pick<YouTubeCall<unknown>, 'account' | 'path' | 'query' | 'isListing'> {
  readonly answer: z.ZodType<{ items: Item[]; nextPageToken?: string | undefined }>;
}

/**
 * The pages of a list; an empty one is not its end, and one that goes in circles ends.
 * @throws PlatformError `rejected` for one that does not end
 */
export async function* pages<Item>(youtube: YouTubeConnection, asked: Asked<Item>): AsyncGenerator<Item[]> {
  const query: Record<string, string> = { ...asked.query };
  const begun = new Set<string>();
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { items, nextPageToken } = await callYouTube(youtube, {
      ...{ ...asked, query },
      ...{ method: 'GET', status: 200 },
    });
    yield items;
    if (nextPageToken === undefined || begun.has(nextPageToken)) return;
    begun.add(nextPageToken);
    query['pageToken'] = nextPageToken;
  }
  throw new PlatformError('rejected', `GET /${asked.path} has more than ${MOST_PAGES} pages`);
}

/** All replies of a thread, with their moderation status: a thread holds only a few of them. */
export async function repliesTo(
  youtube: YouTubeConnection,
  of: { readonly account: string; readonly parentId: string; readonly isListing?: boolean },
): Promise<CommentResource[]> {
  const { account, parentId, isListing = false } = of;
  const query = { part: 'snippet', parentId, textFormat: 'plainText', maxResults: '100' };
  const asked = { account, path: 'comments', query, isListing, answer: CommentPage } as const;
  return (await Array.fromAsync(pages(youtube, asked))).flat();
}
