import { z } from 'zod';
import { Attachment } from '../../core/comment.ts';
import { Id, Paging } from '../meta/answers.ts';
import { WireInstant } from '../wire-instant.ts';

/** A block answers with `success` or with a map of the ids that were blocked. */
export const Blocked = z.record(z.string(), z.boolean());
const From = z.looseObject({ id: Id, name: z.string().optional() }).optional();
const Media = z.looseObject({
  image: z.looseObject({ src: z.string() }).optional(),
  source: z.string().optional(),
});
const StoryAttachment = z.looseObject({
  type: z.string().default('unknown'),
  url: z.string().optional(),
  media: Media.optional(),
});
/** A comment that was asked for. */
export const CommentNode = z.looseObject({
  id: Id,
  message: z.string().default(''),
  from: From,
  permalink_url: z.string().optional(),
  attachment: StoryAttachment.optional(),
  is_hidden: z.boolean().default(false),
  can_hide: z.boolean().default(false),
  can_remove: z.boolean().default(false),
});
/** A comment in a list. */
const ListedComment = CommentNode.extend({
  created_time: WireInstant,
  parent: z.looseObject({ id: Id }).optional(),
});
/** A page of the comments under a post. */
export const CommentPage = z.looseObject({ data: z.array(ListedComment), paging: Paging });
/** A post on the Page's wall, by itself or by a visitor. */
const ListedPost = z.looseObject({
  id: Id,
  message: z.string().default(''),
  from: From,
  created_time: WireInstant,
  updated_time: WireInstant.optional(),
  permalink_url: z.string().optional(),
  is_hidden: z.boolean().default(false),
  attachments: z.looseObject({ data: z.array(StoryAttachment) }).optional(),
});
/** A page of the posts on the wall. */
export const PostPage = z.looseObject({ data: z.array(ListedPost), paging: Paging });
/** A page of the replies to a comment. */
export const Replies = z.looseObject({
  data: z.array(
    z.looseObject({ id: Id, message: z.string().default(''), from: From, created_time: WireInstant }),
  ),
  paging: Paging,
});
/** Whom a Page has blocked. */
export const BlockedList = z.looseObject({ data: z.array(z.looseObject({ id: Id })) });

/** The file itself where Graph gives it, else the address that the attachment points to. */
export function attachmentsOf(node: z.infer<typeof StoryAttachment> | undefined): Attachment[] {
  const url = node?.media?.source ?? node?.media?.image?.src ?? node?.url;
  const attachment = Attachment.safeParse({ type: node?.type, url });
  return attachment.success ? [attachment.data] : [];
}
