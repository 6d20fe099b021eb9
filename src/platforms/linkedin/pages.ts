import type { z } from 'zod';
import { CommentNode, CommentPage } from './answers.ts';
import { body, callLinkedIn, type LinkedInCall, type LinkedInConnection, spelled } from './call.ts';

const COUNT = 50;
/** So far a list is followed: more stands under no post of a municipality. */
const MOST_PAGES = 100;

interface Page<Node> {
  readonly elements: Node[];
  readonly paging?:
    | { readonly total?: number | undefined; readonly links?: { readonly rel: string }[] | undefined }
    | undefined;
}

/** The pages of a list. One can be short or empty while more follows. @throws PlatformError */
export async function* pages<Node>(
  linkedin: LinkedInConnection,
  asked: Pick<LinkedInCall<unknown>, 'account' | 'path' | 'query'>,
  answer: z.ZodType<Page<Node>>,
): AsyncGenerator<Node[]> {
  for (let start = 0; start < MOST_PAGES * COUNT; start += COUNT) {
    const query = { ...asked.query, start: `${start}`, count: `${COUNT}` };
    const page = await callLinkedIn(linkedin, { ...asked, method: 'GET', query, answer: body(answer) });
    yield page.elements;
    if (!isFollowed(page, start)) return;
  }
}

function isFollowed({ elements, paging: { total, links } = {} }: Page<unknown>, start: number): boolean {
  if (links?.some(({ rel }) => rel === 'next')) return true;
  if (total !== undefined) return start + COUNT < total;
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
