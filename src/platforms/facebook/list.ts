import type { z } from 'zod';
import type { IncomingComment } from '../../core/comment.ts';
import { type Listed, type Listing, PlatformError } from '../../ports/platform.ts';
import type { GraphConnection } from '../meta/call.ts';
import { pages } from '../meta/pages.ts';
import { attachmentsOf, CommentPage, PostPage } from './answers.ts';
import { commentId, commentLink, parentOf, postLink, postOf } from './ids.ts';

const POST_FIELDS = 'id,message,created_time,updated_time,from,permalink_url,is_hidden,attachments';
const COMMENT_FIELDS = 'id,message,created_time,from,permalink_url,attachment,parent{id},is_hidden';
/** Graph answers at most so many at a time. */
const PAGED = { limit: 100, followedBy: 'next' } as const;

/**
 * Everything on the Page and under its posts: the feed is ranked and not in the order of time, so that it is read to its
 * end and what is older left out; a post counts as new while its last comment is.
 * Source: developers.facebook.com/docs/graph-api/reference/page/feed and …/object/comments.
 */
export async function* listFacebook(
  graph: GraphConnection,
  listing: Listing,
): AsyncGenerator<readonly Listed[]> {
  const { account, since, awaited } = listing;
  const isPost = (id: string) => id.startsWith(`${account}_`);
  const posts = new Set(awaited.flatMap((id) => (isPost(id) ? id : (postOf(id, account) ?? []))));
  const feed = { ...PAGED, account, path: [account, 'feed'], fields: POST_FIELDS, answer: PostPage };
  for await (const nodes of pages(graph, feed)) {
    const recent = nodes.filter(({ updated_time: at, created_time: made }) => isSince(at ?? made, since));
    yield recent.map((node) => ({ comment: postIn(node, account), node, hidden: node.is_hidden }));
    for (const { id } of recent) posts.add(id);
  }
  for (const post of posts) yield* commentsUnder(graph, account, post);
}

const isSince = (at: Temporal.Instant, since: Temporal.Instant): boolean =>
  Temporal.Instant.compare(at, since) >= 0;

/**
 * Whether Graph's `since` means written or changed is documented nowhere: what is older is not asked away. Nothing, where
 * the post has been taken away meanwhile.
 */
async function* commentsUnder(
  graph: GraphConnection,
  account: string,
  post: string,
): AsyncGenerator<readonly Listed[]> {
  const path = [post, 'comments'];
  const more = { filter: 'stream', order: 'reverse_chronological' };
  const asked = { ...PAGED, account, path, fields: COMMENT_FIELDS, answer: CommentPage, more };
  try {
    for await (const nodes of pages(graph, asked))
      yield nodes.map((node) => ({
        comment: commentIn(node, { account, post }),
        node,
        hidden: node.is_hidden,
      }));
  } catch (error) {
    if (!(error instanceof PlatformError && error.code === 'not-found')) throw error;
  }
}

function postIn(node: z.infer<typeof PostPage>['data'][number], account: string): IncomingComment {
  return {
    kind: 'post',
    platform: 'facebook',
    account,
    externalId: node.id,
    author: { id: node.from?.id, name: node.from?.name },
    text: node.message,
    permalink: node.permalink_url ?? postLink(node.id),
    createdAt: node.created_time,
    writtenAt: node.created_time,
    attachments: (node.attachments?.data ?? []).flatMap(attachmentsOf),
    own: node.from?.id === account,
  };
}

function commentIn(
  node: z.infer<typeof CommentPage>['data'][number],
  { account, post: postId }: { account: string; post: string },
): IncomingComment {
  const externalId = commentId(node.id, postId);
  const parentId = parentOf(node.parent?.id, postId);
  return {
    platform: 'facebook',
    account,
    externalId,
    postId,
    parentId,
    author: { id: node.from?.id, name: node.from?.name },
    text: node.message,
    permalink: node.permalink_url ?? commentLink({ externalId, postId, parentId, post: undefined }),
    createdAt: node.created_time,
    writtenAt: node.created_time,
    attachments: attachmentsOf(node.attachment),
    own: node.from?.id === account,
  };
}
