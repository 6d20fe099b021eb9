import type { IncomingComment } from '../../core/comment.ts';
import { type Listed, PlatformError, type Target } from '../../ports/platform.ts';
import { Created } from '../meta/answers.ts';
import { callGraph, type GraphConnection } from '../meta/call.ts';
import { readOrGone } from '../meta/read-or-gone.ts';
import { MentionedComment, MentionedMedia } from './answers.ts';

const COMMENT = 'id,text,timestamp,username,media{id,permalink}';
const MEDIA = 'id,caption,media_type,permalink,timestamp,username';

/** In a caption the media itself is what names the account. */
const isCaption = ({ externalId, postId }: Target): boolean => postId === null || externalId === postId;

/**
 * Words on somebody else's media that name the account; null where they are gone or must not be seen. They cannot be read
 * as a comment can, only asked for by the account that they name.
 * Source: developers.facebook.com/docs/instagram-platform/instagram-api-with-facebook-login, Mentions.
 */
export async function findMention(graph: GraphConnection, target: Target): Promise<Listed | null> {
  const { account, externalId } = target;
  const call = { account, method: 'GET', path: [account] } as const;
  if (isCaption(target)) {
    const query = { fields: `mentioned_media.media_id(${externalId}){${MEDIA}}` };
    const media = (await readOrGone(graph, { ...call, query, answer: MentionedMedia }))?.mentioned_media;
    return media === undefined ? null : listed(target, media, { text: media.caption, media });
  }
  const query = { fields: `mentioned_comment.comment_id(${externalId}){${COMMENT}}` };
  const found = (await readOrGone(graph, { ...call, query, answer: MentionedComment }))?.mentioned_comment;
  return found === undefined ? null : listed(target, found, { text: found.text, media: found.media });
}

function listed(
  { account, externalId, postId }: Target,
  node: { readonly timestamp: Temporal.Instant; readonly username?: string | undefined },
  { text, media }: { text: string; media: { id: string; permalink?: string | undefined } | undefined },
): Listed {
  const comment: IncomingComment = {
    kind: 'mention',
    platform: 'instagram',
    account,
    externalId,
    postId: media?.id ?? postId ?? undefined,
    author: { name: node.username },
    text,
    permalink: media?.permalink,
    createdAt: node.timestamp,
    writtenAt: node.timestamp,
    attachments: [],
    own: false,
  };
  return { comment, node, hidden: false };
}

/** Answers where the account is named. */
export async function replyToMention(
  graph: GraphConnection,
  target: Target,
  message: string,
): Promise<{ externalId: string }> {
  const { account, externalId, postId } = target;
  const form = {
    media_id: postId ?? externalId,
    ...(!isCaption(target) && { comment_id: externalId }),
    message,
  };
  const path = [account, 'mentions'];
  const { id } = await callGraph(graph, { account, method: 'POST', path, form, answer: Created });
  return { externalId: id };
}

/** @throws PlatformError always: what stands under somebody else's media cannot be listed */
export function mentionReplies(): never {
  throw new PlatformError('unsupported', "replies under somebody else's media cannot be read");
}
