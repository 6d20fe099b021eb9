import type { IncomingComment } from '../../core/comment.ts';
import type { Listed, SeenComment } from '../../ports/platform.ts';
import type { CommentNode, MediaNode } from './answers.ts';

/** The media that a comment stands under, as far as it is known. */
interface Under {
  readonly account: string;
  readonly media: { readonly id: string; readonly permalink?: string | undefined } | undefined;
}

/** Did the account write it itself? */
export const isOwn = ({ from, user }: Pick<CommentNode, 'from' | 'user'>, account: string): boolean =>
  from?.self_ig_scoped_id !== undefined || from?.id === account || user?.id === account;

/** A comment as it is listed. Instagram gives it no address of its own: the media's stands for it. */
export function listedComment(node: CommentNode, { account, media = node.media }: Under): Listed {
  const { id, from, username, timestamp } = node;
  const comment: IncomingComment = {
    platform: 'instagram',
    account,
    externalId: id,
    postId: media?.id,
    parentId: node.parent_id,
    author: { id: from?.id, name: from?.username ?? username },
    text: node.text,
    permalink: media?.permalink,
    createdAt: timestamp,
    writtenAt: timestamp,
    attachments: [],
    own: isOwn(node, account),
  };
  return { comment, node, hidden: node.hidden };
}

/** What the account has published, to be known as what comments answer. */
export function listedMedia(node: MediaNode, account: string): Listed {
  const comment: IncomingComment = {
    kind: 'post',
    platform: 'instagram',
    account,
    externalId: node.id,
    author: { id: account },
    text: node.caption,
    permalink: node.permalink,
    createdAt: node.timestamp,
    writtenAt: node.timestamp,
    attachments: [],
    own: true,
  };
  return { comment, node, hidden: false };
}

/**
 * A comment as it stands now. The account's own cannot be hidden, whatever is set, and only what stands under its own
 * media can be taken away.
 */
export function seenComment(node: CommentNode, account: string): SeenComment {
  const owner = node.media?.owner?.id;
  return {
    text: node.text,
    hidden: node.hidden,
    canHide: !isOwn(node, account),
    canRemove: owner === undefined || owner === account,
    authorId: node.from?.id ?? null,
    permalink: node.media?.permalink ?? null,
    attachments: [],
  };
}
