import { z } from 'zod';
import {
  Attachment,
  type CommentKind,
  type IncomingComment,
  type PlatformChange,
} from '../../core/comment.ts';
import { platformLink } from '../../core/platform-link.ts';
import { Id, Instant, type ReadChange, type Told, unread, Words } from '../meta/wire.ts';
import { isPlausible } from '../wire-instant.ts';
import { commentId, commentLink, parentOf, postLink, postOf } from './ids.ts';

const Change = z.looseObject({ field: z.string(), value: z.looseObject({ item: z.string() }) });
const Link = z
  .string()
  .max(4000)
  .refine((address) => platformLink('facebook', address) !== null);
/** Its fields are taken one by one. */
const Fields = z.looseObject({});

/** What each verb of a comment means. A verb that is not here is kept unread: Meta adds verbs. */
const VERBS: ReadonlyMap<unknown, 'written' | 'rewritten' | PlatformChange['change']> = new Map([
  ['add', 'written'],
  ['edited', 'rewritten'],
  ['edit', 'rewritten'],
  ['remove', 'removed'],
  ['delete', 'removed'],
  ['hide', 'hidden'],
  ['unhide', 'unhidden'],
]);

/** Items of the feed that are posts, by the page or by a visitor. */
const POSTS: ReadonlySet<string> = new Set([
  ...['post', 'status', 'photo', 'video', 'share', 'link', 'album', 'note', 'event'],
]);
const REACTIONS: ReadonlySet<string> = new Set(['reaction', 'like']);

/**
 * Reads one change of a Page's webhook. Never throws: what it does not understand it says. A field that makes no sense
 * is left out, the comment's id excepted.
 * Source: developers.facebook.com/docs/graph-api/webhooks/reference/page, field `feed`.
 */
export function readChange(raw: unknown, told: Told): ReadChange {
  const field = z.looseObject({ field: z.string() }).safeParse(raw);
  if (!field.success) return unread('odd-change');
  if (field.data.field === 'mention') return readMention(raw, told);
  if (field.data.field !== 'feed') return unread('unknown-field');
  const change = Change.safeParse(raw);
  if (!change.success) return unread('odd-change');
  const { value } = change.data;
  if (value.item === 'comment') return readComment(value, told);
  if (REACTIONS.has(value.item)) return unread('reaction');
  if (!POSTS.has(value.item)) return unread('unknown-item');
  return readPost(value, told);
}

type Value = Readonly<Record<string, unknown>>;

/** A post on the wall: by the page, to be known as what comments answer, or by a visitor. All comments of one that is removed go with it. */
function readPost(value: Value, told: Told): ReadChange {
  const meaning = VERBS.get(value['verb']);
  if (meaning === undefined) return unread('unknown-verb');
  const id = Id.safeParse(value['post_id']);
  if (!id.success) return unread('odd-change');
  return readWritten({ value, told, externalId: id.data, kind: 'post', meaning });
}

/** Words on somebody else's page that name ours. What follows of them is not told. */
function readMention(raw: unknown, told: Told): ReadChange {
  const change = Change.safeParse(raw);
  if (!change.success) return unread('odd-change');
  const { value } = change.data;
  if (VERBS.get(value['verb']) !== 'written') return unread('unknown-verb');
  const id = Id.safeParse(value['comment_id'] ?? value['post_id']);
  if (!id.success) return unread('odd-change');
  return readWritten({ value, told, externalId: id.data, kind: 'mention', meaning: 'written' });
}

function readComment(value: Value, told: Told): ReadChange {
  const meaning = VERBS.get(value['verb']);
  if (meaning === undefined) return unread('unknown-verb');
  const id = Id.safeParse(value['comment_id']);
  if (!id.success) return unread('odd-change');
  const externalId = commentId(id.data, Id.safeParse(value['post_id']).data);
  return readWritten({ value, told, externalId, kind: 'comment', meaning });
}

/** What a change tells of something written, and of which kind. */
interface Written {
  readonly value: Value;
  readonly told: Told;
  readonly externalId: string;
  readonly kind: CommentKind;
  readonly meaning: 'written' | 'rewritten' | PlatformChange['change'];
}

function readWritten(written: Written): ReadChange {
  const { value, told, externalId, kind, meaning } = written;
  if (meaning !== 'written' && meaning !== 'rewritten') {
    const { account, at } = told;
    const change = kind === 'post' && meaning === 'removed' ? 'post-removed' : meaning;
    return { content: { change: { platform: 'facebook', account, externalId, change, at } } };
  }
  const text = Words.nullish().safeParse(value['message']);
  // An empty text in its place would overwrite what stands there.
  if (!text.success) return unread('odd-change');
  const { comment, isOdd } = commentOf(written);
  const content = { comment: { ...comment, text: text.data ?? '' } };
  return { content, ...(isOdd && { why: 'odd-field' as const }) };
}

/** Everything but the text; `isOdd` when a field was left out because it made no sense. */
function commentOf({ value, told, externalId, kind, meaning }: Written) {
  const { account, at, receivedAt } = told;
  let isOdd = false;
  const take = <T>(schema: z.ZodType<T>, field: unknown): T | undefined => {
    const result = schema.optional().safeParse(field);
    isOdd ||= !result.success;
    return result.data;
  };
  const from = take(Fields.nullish(), value['from']);
  const post = take(Fields.nullish(), value['post']);
  // The older shape of the author beside the newer one; both are looked at, so that neither hides what is odd.
  const [fromId, senderId] = [take(Id, from?.['id']), take(Id, value['sender_id'])];
  const [fromName, senderName] = [take(Words, from?.['name']), take(Words, value['sender_name'])];
  const authorId = fromId ?? senderId;
  const isReply = kind === 'comment';
  const postId = isReply ? (take(Id, value['post_id']) ?? postOf(externalId, account)) : undefined;
  const parentId = isReply ? parentOf(take(Id, value['parent_id']), postId) : undefined;
  const link = take(Link, post?.['permalink_url']);
  const createdAt =
    take(
      Instant.refine((time) => isPlausible(time, receivedAt)),
      value['created_time'],
    ) ?? at;
  const comment: Omit<IncomingComment, 'text'> = {
    kind,
    platform: 'facebook',
    account,
    externalId,
    postId,
    parentId,
    author: { id: authorId, name: fromName ?? senderName },
    permalink: isReply
      ? commentLink({ externalId, postId, parentId, post: link })
      : (link ?? postLink(externalId)),
    createdAt,
    writtenAt: meaning === 'rewritten' ? at : createdAt,
    attachments: attachmentsOf(value),
    own: authorId === account,
  };
  return { comment, isOdd };
}

/** A URL that does not parse is left out: a comment is not refused for it, and the archived body still has it. */
function attachmentsOf(value: Value): Attachment[] {
  return (['photo', 'video', 'link'] as const).flatMap((type) => {
    const attachment = Attachment.safeParse({ type, url: value[type] });
    return attachment.success ? [attachment.data] : [];
  });
}
