import { z } from 'zod';
import { Id, Paging } from '../meta/answers.ts';
import { WireInstant } from '../wire-instant.ts';

const Words = z
  .string()
  .nullish()
  .transform((text) => text ?? '');
const Media = z.looseObject({
  id: Id,
  permalink: z.string().optional(),
  owner: z.looseObject({ id: Id }).optional(),
});

/** What every comment is asked for. */
export const COMMENT_FIELDS = 'id,text,timestamp,username,from,hidden,parent_id,user';

/**
 * A comment that was asked for. `from` and `username` may both be missing; `user` is there for the account's own alone.
 * `parent_id` always names the comment at the top level.
 */
export const CommentNode = z.looseObject({
  id: Id,
  text: Words,
  timestamp: WireInstant,
  username: z.string().optional(),
  from: z
    .looseObject({ id: Id, username: z.string().optional(), self_ig_scoped_id: Id.optional() })
    .optional(),
  user: z.looseObject({ id: Id }).optional(),
  hidden: z.boolean().default(false),
  parent_id: Id.optional(),
  media: Media.optional(),
});
export type CommentNode = z.infer<typeof CommentNode>;

/** A page of comments without what answers them. */
export const ReplyPage = z.looseObject({ data: z.array(CommentNode), paging: Paging });

/** A comment with the first of its replies. */
export const ThreadNode = CommentNode.extend({ replies: ReplyPage.optional() });
export type ThreadNode = z.infer<typeof ThreadNode>;

/** A page of the comments at the top level under a media. */
export const ThreadPage = z.looseObject({ data: z.array(ThreadNode), paging: Paging });

/** What the account has published. */
export const MediaNode = z.looseObject({
  id: Id,
  caption: Words,
  permalink: z.string().optional(),
  timestamp: WireInstant,
  comments_count: z.int().nonnegative().default(0),
});
export type MediaNode = z.infer<typeof MediaNode>;

/** A page of what the account has published, the newest first. */
export const MediaPage = z.looseObject({ data: z.array(MediaNode), paging: Paging });

/** A comment on somebody else's media that names the account; absent where it is gone or must not be seen. */
export const MentionedComment = z.looseObject({
  mentioned_comment: z
    .looseObject({
      id: Id,
      text: Words,
      timestamp: WireInstant,
      username: z.string().optional(),
      media: Media.optional(),
    })
    .optional(),
});

/** Somebody else's media whose caption names the account; absent like the comment. */
export const MentionedMedia = z.looseObject({
  mentioned_media: z
    .looseObject({
      id: Id,
      caption: Words,
      timestamp: WireInstant,
      username: z.string().optional(),
      permalink: z.string().optional(),
    })
    .optional(),
});

/** The Instagram account that is linked to a Page. */
export const LinkedAccount = z.looseObject({
  instagram_business_account: z.looseObject({ id: Id }).optional(),
});
