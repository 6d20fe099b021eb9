import { z } from 'zod';
import { Attachment } from '../../core/comment.ts';
import { Urn } from './ids.ts';

/** Milliseconds since 1970; kept as they came, since what is read is also kept as evidence. */
export const Millis = z.int().min(0).max(8.64e15);
/** The instant of such a number. */
export const instantOf = (ms: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(ms);
const At = z.looseObject({ time: Millis });

/** A comment as it stands. Its id stands in one of four fields; `actor` can be missing. */
export const CommentNode = z.looseObject({
  id: Urn.optional(),
  commentUrn: Urn.optional(),
  $URN: Urn.optional(),
  actor: z.string().optional(),
  object: z.string().optional(),
  parentComment: z.string().optional(),
  message: z.looseObject({ text: z.string().default('') }).optional(),
  content: z
    .array(z.looseObject({ type: z.string().default('unknown'), url: z.string().optional() }))
    .default([]),
  created: At,
  lastModified: At.optional(),
  commentsSummary: z
    .looseObject({ totalFirstLevelComments: z.int().default(0), aggregatedTotalComments: z.int().default(0) })
    .optional(),
});
export type CommentNode = z.infer<typeof CommentNode>;

/** A post by the Page. */
const PostNode = z.looseObject({
  id: z.string(),
  commentary: z.string().default(''),
  createdAt: Millis,
  publishedAt: Millis.optional(),
  lastModifiedAt: Millis.optional(),
  lifecycleState: z.string().default('PUBLISHED'),
});
export type PostNode = z.infer<typeof PostNode>;

/** Which role a member has for a Page, which has two names. */
const Role = z.looseObject({
  organization: z.string().optional(),
  organizationTarget: z.string().optional(),
  roleAssignee: z.string(),
});

const Paging = z
  .looseObject({
    /** So many were looked at for this page, which need not be as many as were asked for. */
    count: z.int().nonnegative().optional().catch(undefined),
    total: z.int().optional(),
    links: z.array(z.looseObject({ rel: z.string() })).optional(),
  })
  .optional();
const page = <Node extends z.ZodType>(node: Node) =>
  z.looseObject({ elements: z.array(node), paging: Paging });

/** A page of comments. The last of any list has neither a link to the next nor anything left of its total. */
export const CommentPage = page(CommentNode);
/** A page of posts. */
export const PostPage = page(PostNode);
/** A page of roles. */
export const RolePage = page(Role);
/** Read one by one. */
export const NotificationPage = page(z.unknown());

/** What a webhook is subscribed to, until when. */
export const Subscription = z.looseObject({ webhook: z.string().optional(), expiresAt: Millis.optional() });

/** What a comment shows beside its text, where LinkedIn gives its address. */
export const attachmentsOf = ({ content }: Pick<CommentNode, 'content'>): Attachment[] =>
  content.flatMap(({ type, url }) => {
    const attachment = Attachment.safeParse({ type: type.toLowerCase(), url });
    return attachment.success ? [attachment.data] : [];
  });
