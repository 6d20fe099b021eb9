import type { IncomingComment } from '../../core/comment.ts';
import { attachmentsOf, type CommentNode, instantOf, type PostNode } from './answers.ts';
import { authorId, commentLink, commentRef, commentUrn, postLink } from './ids.ts';

/** A comment that LinkedIn shows, placed. */
export interface Placed {
  /** Its number. */
  readonly id: string;
  /** Its post as LinkedIn spells it on the comment, which need not be as it was asked for. */
  readonly thread: string;
  /** The number of the comment above; absent directly under the post. */
  readonly parentId?: string;
}

/** Where a comment stands; null for one that names itself in no spelling that is known. `asked`: the post that it was asked under. */
export function placeOf(node: CommentNode, asked: string): Placed | null {
  const named = [node.commentUrn, node.$URN, node.id].flatMap((urn) => (urn && commentRef(urn)) || []);
  const [first] = named;
  if (first === undefined) return null;
  const thread = named.find((ref) => ref.thread !== undefined)?.thread ?? asked;
  const above = [node.parentComment, node.object].map((urn) => (urn ? commentRef(urn)?.id : undefined));
  const parentId = above.find((id) => id !== undefined && id !== first.id);
  return { id: first.id, thread, ...(parentId !== undefined && { parentId }) };
}

/** The comment under which an answer to this one stands: threads have two levels. */
export const topOf = ({ id, thread, parentId }: Placed): string => commentUrn(thread, parentId ?? id);

/** As it is archived. LinkedIn gives nobody's name. `asked`: the post's own spelling, by which its comments are kept together. */
export function commentOf(
  node: CommentNode,
  placed: Placed,
  { account, asked }: { account: string; asked: string },
) {
  const author = node.actor === undefined ? undefined : authorId(node.actor);
  const comment: IncomingComment = {
    platform: 'linkedin',
    account,
    externalId: placed.id,
    postId: asked,
    parentId: placed.parentId,
    author: { id: author },
    text: node.message?.text ?? '',
    permalink: commentLink(placed.thread, placed.id),
    createdAt: instantOf(node.created.time),
    writtenAt: instantOf(node.lastModified?.time ?? node.created.time),
    attachments: attachmentsOf(node),
    own: author === account,
  };
  return comment;
}

/** A post by the Page, as what comments answer. */
export const postOf = (node: PostNode, account: string): IncomingComment => ({
  kind: 'post',
  platform: 'linkedin',
  account,
  externalId: node.id,
  author: { id: account },
  text: plainText(node.commentary),
  permalink: postLink(node.id),
  createdAt: instantOf(node.publishedAt ?? node.createdAt),
  writtenAt: instantOf(node.lastModifiedAt ?? node.createdAt),
  attachments: [],
  own: true,
});

/**
 * What a post's markup shows: `@[Name](urn)` the name, `{hashtag|\#|ord}` the word, an escaped sign itself.
 * Source: learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/little-text-format.
 */
const plainText = (commentary: string): string =>
  commentary
    .replaceAll(/@\[([^\]]*)\]\(urn:[^)]*\)/gu, '$1')
    .replaceAll(/\{hashtag\|\\?#\|([^}|]*)\}/gu, '#$1')
    .replaceAll(/\\([|{}@[\]()<>#\\*_~])/gu, '$1');
