import { z } from 'zod';
import type { IncomingComment } from '../../core/comment.ts';
import { Id, type ReadChange, type Told, unread, Words } from '../meta/wire.ts';

const Change = z.looseObject({ field: z.string(), value: z.looseObject({}) });
/** Its fields are taken one by one. */
const Fields = z.looseObject({});

/**
 * Reads one change of an Instagram account's webhook. Never throws: what it does not understand it says. A field that makes
 * no sense is left out, the ids excepted. It says neither when something was written nor what has become of it: until the
 * platform has been asked, the arrival stands for the time.
 * Source: developers.facebook.com/docs/graph-api/webhooks/reference/instagram.
 */
export function readChange(raw: unknown, told: Told): ReadChange {
  const field = z.looseObject({ field: z.string() }).safeParse(raw);
  if (!field.success) return unread('odd-change');
  const change = Change.safeParse(raw);
  switch (field.data.field) {
    case 'comments':
    case 'live_comments':
      return change.success ? readComment(change.data.value, told) : unread('odd-change');
    case 'mentions':
      return change.success ? readMention(change.data.value, told) : unread('odd-change');
    default:
      return unread('unknown-field');
  }
}

type Value = Readonly<Record<string, unknown>>;

/** What every change leaves open, until the platform has been asked. */
const arrived = ({ account, at, receivedAt }: Told) =>
  ({
    platform: 'instagram',
    account,
    createdAt: receivedAt,
    toAsk: true,
    // Told of again later, by another entry, it is no newer than what has been read meanwhile.
    writtenAt: Temporal.Instant.compare(at, receivedAt) < 0 ? at : receivedAt,
    attachments: [],
  }) as const;

function readComment(value: Value, told: Told): ReadChange {
  const id = Id.safeParse(value['id'] ?? value['comment_id']);
  const text = Words.nullish().safeParse(value['text']);
  // An empty text in its place would overwrite what stands there.
  if (!id.success || !text.success) return unread('odd-change');
  // The media that is told of may be one picture of an album: which post it is, the platform is asked too.
  const { from, media, parentId, isOdd } = partsOf(value);
  const comment: IncomingComment = {
    ...arrived(told),
    externalId: id.data,
    parentId: parentId === media ? undefined : parentId,
    author: { id: from.id, name: from.username },
    text: text.data ?? '',
    own: from.self !== undefined || from.id === told.account,
  };
  return { content: { comment }, ...(isOdd && { why: 'odd-field' as const }) };
}

/** Everything but the id and the text; `isOdd` when a field was left out because it made no sense. */
function partsOf(value: Value) {
  let isOdd = false;
  const take = <T>(schema: z.ZodType<T>, given: unknown): T | undefined => {
    const result = schema.nullish().safeParse(given);
    isOdd ||= !result.success;
    return result.data ?? undefined;
  };
  const [from, media] = [take(Fields, value['from']), take(Fields, value['media'])];
  const parts = {
    from: {
      id: take(Id, from?.['id']),
      username: take(Words, from?.['username']),
      self: take(Id, from?.['self_ig_scoped_id']),
    },
    media: take(Id, media?.['id']),
    parentId: take(Id, value['parent_id']),
  };
  return { ...parts, isOdd };
}

/** Words on somebody else's media that name the account. Their ids alone are told. */
function readMention(value: Value, told: Told): ReadChange {
  const media = Id.safeParse(value['media_id']);
  const comment = Id.nullish().safeParse(value['comment_id']);
  if (!media.success || !comment.success) return unread('odd-change');
  const mention: IncomingComment = {
    kind: 'mention',
    ...arrived(told),
    externalId: comment.data ?? media.data,
    postId: media.data,
    author: {},
    text: '',
    own: false,
  };
  return { content: { comment: mention } };
}
