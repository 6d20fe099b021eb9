import { z } from 'zod';
import { Attachment, type IncomingComment, type IntakeItem, type PlatformChange } from '../core/comment.ts';
import { fieldPath, intakeError } from './intake-error.ts';
import { WireInstant } from './wire-instant.ts';
import { canonicalHash, canonicalJson, parseWireJson } from './wire-json.ts';

/** What one webhook POST brought, for one or several pages. */
export interface FacebookDelivery {
  /** Grouped by page, in the order in which the pages first stand in the body. `entry` is the page's raw entry, parsed. */
  readonly items: readonly { account: string; item: IntakeItem; entry: unknown }[];
  /** Every page that the body has an entry for, also when nothing in it was a comment. */
  readonly accounts: readonly string[];
  /** Changes and messages that are no comments: skipped, but in the archived body. */
  readonly ignored: number;
  /**
   * What is archived for one page: the raw bytes when the body speaks of that page alone, otherwise the canonical JSON
   * of its entries, so that no municipality's archive holds another's.
   */
  bodyFor(account: string): Buffer;
}

const Id = z.union([z.string().min(1).max(200), z.int().nonnegative().transform(String)], {
  error: 'expected an id: text or a whole number',
});
const Seconds = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .pipe(z.number().min(0).max(1e14));
const Instant = z.union([Seconds.transform(instantOf), WireInstant], {
  error: 'expected seconds since 1970 or an ISO 8601 instant',
});

const Envelope = z.looseObject({
  object: z.literal('page', { error: 'expected "page"' }),
  entry: z.array(
    z.looseObject({
      id: Id,
      time: Instant,
      changes: z.array(z.looseObject({ field: z.string(), value: z.unknown() })).default([]),
      messaging: z.array(z.unknown()).default([]),
      standby: z.array(z.unknown()).default([]),
    }),
  ),
});

/** Of `item`s in a feed only comments are read. */
const FeedItem = z.looseObject({ item: z.string() });

const Verb = z.looseObject({ verb: z.string() });

const CommentValue = z.looseObject({
  comment_id: Id,
  post_id: Id.optional(),
  parent_id: Id.optional(),
  from: z.looseObject({ id: Id.optional(), name: z.string().optional() }).nullish(),
  sender_id: Id.optional(),
  sender_name: z.string().optional(),
  message: z.string().nullish(),
  created_time: Instant.optional(),
  photo: z.string().nullish(),
  video: z.string().nullish(),
  link: z.string().nullish(),
  post: z.looseObject({ permalink_url: z.string().optional() }).nullish(),
});
type CommentValue = z.infer<typeof CommentValue>;

/** What each verb means. A verb that is not here is ignored: Meta adds verbs. */
const VERBS: ReadonlyMap<string, 'written' | 'rewritten' | PlatformChange['change']> = new Map([
  ['add', 'written'],
  ['edited', 'rewritten'],
  ['edit', 'rewritten'],
  ['remove', 'removed'],
  ['delete', 'removed'],
  ['hide', 'hidden'],
  ['unhide', 'unhidden'],
]);

/**
 * Reads a Page webhook's `feed` comments. The key of each item is its page and a hash of the change and its entry's time.
 * Source: developers.facebook.com/docs/graph-api/webhooks/reference/page, field `feed`.
 * @throws {IntakeError} when a comment cannot be read; the field says which.
 */
export function parseFacebook(body: Buffer): FacebookDelivery {
  const raw = parseWireJson(body);
  const envelope = Envelope.safeParse(raw);
  if (!envelope.success) throw intakeError(envelope.error);
  const rawEntries = (raw as { entry: { time: unknown; changes?: unknown[] }[] }).entry;
  const found: { account: string; item: IntakeItem; entry: unknown }[] = [];
  let ignored = 0;
  for (const [index, entry] of envelope.data.entry.entries()) {
    const rawEntry = rawEntries[index];
    ignored += entry.messaging.length + entry.standby.length;
    for (const [position, change] of entry.changes.entries()) {
      const at = fieldPath('', ['entry', index, 'changes', position, 'value']);
      const content = change.field === 'feed' ? parseChange(change.value, at, entry.id, entry.time) : null;
      if (content === null) {
        ignored += 1;
        continue;
      }
      const key = `facebook:${entry.id}:${canonicalHash({ time: rawEntry?.time, change: rawEntry?.changes?.[position] })}`;
      found.push({ account: entry.id, item: { key, ...content }, entry: rawEntry });
    }
  }
  const accounts = [...new Set(envelope.data.entry.map((entry) => entry.id))];
  const items = accounts.flatMap((account) => found.filter((each) => each.account === account));
  const bodyFor = (account: string): Buffer => {
    if (accounts.length === 1 && accounts[0] === account) return body;
    const entry = rawEntries.filter((_, index) => envelope.data.entry[index]?.id === account);
    return Buffer.from(canonicalJson({ entry, object: 'page' }));
  };
  return { items, accounts, ignored, bodyFor };
}

type Content = { comment: IncomingComment } | { change: PlatformChange };

/** One `feed` change; null when it is no comment or its verb is unknown. */
function parseChange(value: unknown, at: string, account: string, toldAt: Temporal.Instant): Content | null {
  if (read(FeedItem, value, at).item !== 'comment') return null;
  const meaning = VERBS.get(read(Verb, value, at).verb);
  if (meaning === undefined) return null;
  const comment = read(CommentValue, value, at);
  if (meaning === 'written' || meaning === 'rewritten') {
    return { comment: commentOf(comment, account, toldAt, meaning === 'rewritten') };
  }
  return {
    change: { platform: 'facebook', account, externalId: comment.comment_id, change: meaning, at: toldAt },
  };
}

function commentOf(
  value: CommentValue,
  account: string,
  toldAt: Temporal.Instant,
  edited: boolean,
): IncomingComment {
  const createdAt = value.created_time ?? toldAt;
  const authorId = value.from?.id ?? value.sender_id;
  return {
    platform: 'facebook',
    account,
    externalId: value.comment_id,
    postId: value.post_id,
    parentId: value.parent_id === value.post_id ? undefined : value.parent_id,
    author: { id: authorId, name: value.from?.name ?? value.sender_name },
    text: value.message ?? '',
    permalink: urlOf(value.post?.permalink_url),
    createdAt,
    writtenAt: edited ? toldAt : createdAt,
    attachments: attachmentsOf(value),
    own: authorId === account,
  };
}

/** A URL that does not parse is left out: a comment is not refused for it, and the archived body still has it. */
function attachmentsOf(value: CommentValue): Attachment[] {
  return (['photo', 'video', 'link'] as const).flatMap((type) => {
    const attachment = Attachment.safeParse({ type, url: value[type] });
    return attachment.success ? [attachment.data] : [];
  });
}

function urlOf(text: string | undefined): string | undefined {
  return text !== undefined && URL.canParse(text) ? text : undefined;
}

function read<T>(schema: z.ZodType<T>, value: unknown, at: string): T {
  const result = schema.safeParse(value);
  if (!result.success) throw intakeError(result.error, at);
  return result.data;
}

/** Entry times are seconds for feeds and milliseconds for messages; 1e11 seconds would be the year 5138. */
function instantOf(time: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(Math.trunc(time < 1e11 ? time * 1000 : time));
}
