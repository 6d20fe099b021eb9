import { platformLink } from '../../core/platform-link.ts';

/** `98765` and `POST_98765` name the same comment, `55` and `PAGE_55` the same post: what follows the last `_` does. */
const lastPart = (id: string): string => id.slice(id.lastIndexOf('_') + 1);

/** The longer spelling of a comment's id, which is always the same, where its post is known. */
export const commentId = (id: string, postId: string | undefined): string =>
  id.includes('_') || postId === undefined ? id : `${lastPart(postId)}_${id}`;

/** The post that a comment's id begins with, in the page's spelling. */
export const postOf = (id: string, account: string): string | undefined =>
  id.includes('_') ? `${account}_${id.slice(0, id.indexOf('_'))}` : undefined;

/** The comment above; none of what stands directly under the post. */
export function parentOf(id: string | undefined, postId: string | undefined): string | undefined {
  const isPost = id !== undefined && postId !== undefined && lastPart(id) === lastPart(postId);
  return id === undefined || isPost ? undefined : commentId(id, postId);
}

/** The address of a post whose id has its page's before it; undefined for another. */
export const postLink = (postId: string | undefined): string | undefined =>
  postId?.includes('_') ? `https://www.facebook.com/${encodeURIComponent(postId)}` : undefined;

/**
 * The address of the comment itself, as Facebook writes it: the post's, with `comment_id`, and for a reply the comment
 * above it there and `reply_comment_id`. Undefined where neither the post's address nor its id is known.
 */
export function commentLink(comment: {
  readonly externalId: string;
  readonly postId?: string | undefined;
  readonly parentId?: string | undefined;
  /** The post's address as it was told. */
  readonly post: string | undefined;
}): string | undefined {
  const { externalId, postId, parentId, post } = comment;
  const given = post === undefined ? null : platformLink('facebook', post);
  const address = given ?? postLink(postId);
  if (address === undefined) return undefined;
  const url = new URL(address);
  url.searchParams.set('comment_id', lastPart(parentId ?? externalId));
  if (parentId !== undefined) url.searchParams.set('reply_comment_id', lastPart(externalId));
  return url.href;
}
