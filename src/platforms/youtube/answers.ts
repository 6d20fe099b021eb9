import { z } from 'zod';
import { WireInstant } from '../wire-instant.ts';

/** A comment as it is answered. Source: developers.google.com/youtube/v3/docs/comments#resource. */
export const CommentResource = z.looseObject({
  id: z.string().min(1),
  snippet: z.looseObject({
    authorDisplayName: z.string().optional(),
    /** Missing where the author has no channel any more. */
    authorChannelId: z.looseObject({ value: z.string().min(1) }).optional(),
    /** The channel on which it stands. */
    channelId: z.string().optional(),
    videoId: z.string().optional(),
    postId: z.string().optional(),
    /** The comment at the top of the thread; missing there. */
    parentId: z.string().optional(),
    /** What everyone reads: `textOriginal` is shown to the author alone. */
    textDisplay: z.string().default(''),
    /** Missing in what is asked for by its id. */
    moderationStatus: z.string().optional(),
    publishedAt: WireInstant,
    updatedAt: WireInstant.optional(),
  }),
});
export type CommentResource = z.infer<typeof CommentResource>;

/** A thread: developers.google.com/youtube/v3/docs/commentThreads#resource. */
export const ThreadResource = z.looseObject({
  id: z.string().min(1),
  snippet: z.looseObject({
    videoId: z.string().optional(),
    postId: z.string().optional(),
    topLevelComment: CommentResource,
    totalReplyCount: z.int().nonnegative().default(0),
  }),
  /** A few of the replies: all of them only where they are as many as `totalReplyCount`. */
  replies: z.looseObject({ comments: z.array(CommentResource).default([]) }).optional(),
});
export type ThreadResource = z.infer<typeof ThreadResource>;

const page = <Item extends z.ZodType>(item: Item) =>
  z.looseObject({ items: z.array(item).default([]), nextPageToken: z.string().min(1).optional() });

/** A page of comments. */
export const CommentPage = page(CommentResource);
/** A page of threads. */
export const ThreadPage = page(ThreadResource);
/** Channels that were asked for. */
export const ChannelPage = page(
  z.looseObject({
    id: z.string(),
    contentDetails: z
      .looseObject({ relatedPlaylists: z.looseObject({ uploads: z.string().optional() }) })
      .optional(),
  }),
);

/** A video of the channel's, as its list of uploads has it. */
export const UploadResource = z.looseObject({
  snippet: z.looseObject({
    publishedAt: WireInstant,
    title: z.string().default(''),
    description: z.string().default(''),
    resourceId: z.looseObject({ videoId: z.string().min(1) }),
  }),
  contentDetails: z.looseObject({ videoPublishedAt: WireInstant.optional() }).optional(),
});
export type UploadResource = z.infer<typeof UploadResource>;
/** A page of the list of uploads. */
export const UploadPage = page(UploadResource);

/** What was made. */
export const Made = z.looseObject({ id: z.string().min(1) });
/** An act that answers without a word. */
export const Nothing = z.undefined();
