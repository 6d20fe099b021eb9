import type { z } from 'zod';
import { PlatformError } from '../../ports/platform.ts';
import { CommentNode, CommentPage } from './answers.ts';
import { body, callLinkedIn, type LinkedInCall, type LinkedInConnection, spelled } from './call.ts';

const COUNT = 50;
/** So far a list is followed: more stands under no post of a municipality. */
const MOST_PAGES = 100;

interface Page<Node> {
  readonly elements: Node[];
  readonly paging?:
    | {
        readonly count?: number | undefined;
        readonly total?: number | undefined;
        readonly links?: { readonly rel: string }[] | undefined;
      }
    | undefined;
}

/**
 * The pages of a list. One can be short or empty while more follows, and hold fewer than were asked for.
 * @throws PlatformError also `rejected` for one that does not end, or answers a page that it has answered before
 */
export async function* pages<Node>(
  linkedin: LinkedInConnection,
  asked: Pick<LinkedInCall<unknown>, 'account' | 'path' | 'query'>,
  answer: z.ZodType<Page<Node>>,
): AsyncGenerator<Node[]> {
  let start = 0;
  const seen = new Set<string>();
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { ...asked.query, start: `${start}`, count: `${COUNT}` };
    const found = await callLinkedIn(linkedin, { ...asked, method: 'GET', query, answer: body(answer) });
    const { elements } = found;
    const written = JSON.stringify(elements);
    if (elements.length > 0 && seen.has(written)) break;
    seen.add(written);
    yield elements;
    const next = start + (found.paging?.count || COUNT);
    if (!isFollowed(found, next)) return;
    start = next;
  }
  throw new PlatformError('rejected', `GET /${asked.path[0]} does not come to an end`);
}

/** `next`: where another page would begin. */
function isFollowed({ elements, paging: { total, links } = {} }: Page<unknown>, next: number): boolean {
  if (links?.some(({ rel }) => rel === 'next')) return true;
  if (total !== undefined) return next < total;
  return links === undefined && elements.length === COUNT;
}

/** The comments under a post, or the replies under a comment. */
export const commentPages = (
  linkedin: LinkedInConnection,
  account: string,
  above: string,
): AsyncGenerator<CommentNode[]> =>
  pages(linkedin, { account, path: ['socialActions', spelled(above), 'comments'] }, CommentPage);

/** One comment. @throws PlatformError `not-found` */
export const commentAt = (
  linkedin: LinkedInConnection,
  account: string,
  { thread, id }: { readonly thread: string; readonly id: string },
): Promise<CommentNode> =>
  callLinkedIn(linkedin, {
    account,
    method: 'GET',
    path: ['socialActions', spelled(thread), 'comments', id],
    answer: body(CommentNode),
  });
