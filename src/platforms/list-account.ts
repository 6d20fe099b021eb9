import {
  type Listed,
  type Messaging,
  type Platform,
  PlatformError,
  type SeenComment,
  type Target,
} from '../ports/platform.ts';
import type { DuePoll, PollStore } from '../ports/polls.ts';
import { type ArchiveParts, archiveFound, archiveListed } from './archive-listed.ts';

/** What is asked of a platform when an account is listed. */
export interface ListedPlatform extends Pick<Platform, 'list' | 'read'> {
  readonly messages?: Pick<Messaging, 'list'>;
}

/** What listing needs. */
export interface ListParts extends ArchiveParts {
  readonly store: ArchiveParts['store'] & Pick<PollStore, 'awaited' | 'unlisted' | 'lookedAt'>;
  /** Told why an account's private messages could not be listed, though the account itself could. */
  readonly onMessagesRefused: (account: Pick<DuePoll, 'platform' | 'account'>, error: PlatformError) => void;
}

/** Threads read for their own sake, and comments looked at one by one, at most, in one poll: each costs a call. */
const MOST_AWAITED = 50;
const MOST_LOOKED_AT = 50;

/**
 * Lists an account since then and archives what differs; what should have been listed and was not is looked at by itself.
 * @returns when each comment of somebody else's was written that nothing had told of before
 * @throws PlatformError
 */
export async function listAll(
  parts: ListParts,
  platform: ListedPlatform,
  poll: DuePoll,
  since: Temporal.Instant,
  now: Temporal.Instant,
): Promise<readonly Temporal.Instant[]> {
  const { store } = parts;
  const news: Temporal.Instant[] = [];
  const awaited = await store.awaited(poll, MOST_AWAITED);
  const listed = new Set<string>();
  for await (const slice of slicesOf(platform.list({ account: poll.account, since, awaited, now }))) {
    news.push(...(await archiveListed(parts, poll, slice, now)));
    for (const { comment } of slice) listed.add(comment.externalId);
  }
  news.push(...(await listMessages(parts, platform, poll, since, now)));
  const query = { since, listed: [...listed], now, limit: MOST_LOOKED_AT };
  const missing = await store.unlisted(poll, query);
  if (missing.length === 0) return news;
  for (const target of missing) await lookAt(parts, platform, poll, target, now);
  await store.lookedAt(
    poll,
    missing.map(({ externalId }) => externalId),
    now,
  );
  return news;
}

/** An account that may not read its messages, or has none, is listed all the same. */
const WITHOUT_MESSAGES: ReadonlySet<PlatformError['code']> = new Set([
  'permission',
  'rejected',
  'unsupported',
]);

async function listMessages(
  parts: ListParts,
  { messages }: ListedPlatform,
  poll: DuePoll,
  since: Temporal.Instant,
  now: Temporal.Instant,
): Promise<Temporal.Instant[]> {
  const news: Temporal.Instant[] = [];
  if (!messages) return news;
  try {
    for await (const slice of slicesOf(messages.list({ account: poll.account, since })))
      news.push(...(await archiveListed(parts, poll, slice, now)));
  } catch (error) {
    if (!(error instanceof PlatformError && WITHOUT_MESSAGES.has(error.code))) throw error;
    parts.onMessagesRefused(poll, error);
  }
  return news;
}

/** So many comments are compared and archived together: a thread on Instagram, with its replies, comes as a page of its own. */
const SLICE = 100;

/** The pages of a list, joined to slices; what was listed before it failed comes before its error. */
async function* slicesOf(pages: AsyncIterable<readonly Listed[]>): AsyncGenerator<readonly Listed[]> {
  let slice: Listed[] = [];
  try {
    for await (const page of pages) {
      slice.push(...page);
      if (slice.length < SLICE) continue;
      yield slice;
      slice = [];
    }
  } catch (error) {
    yield slice;
    throw error;
  }
  yield slice;
}

/** Whatever is read of the account meets these; any other refusal is of the one comment that was asked for. */
const OF_ACCOUNT: ReadonlySet<PlatformError['code']> = new Set([
  'token-expired',
  'account-paused',
  'rate-limited',
  'transient',
  'no-answer',
]);

/** What was not listed is gone, or has changed, or is only out of the list's reach; where it cannot be read, nobody knows. */
async function lookAt(
  parts: ListParts,
  platform: ListedPlatform,
  poll: DuePoll,
  target: Target,
  now: Temporal.Instant,
): Promise<void> {
  const seen = await readOrRefused(platform, target);
  if (seen === 'refused') return;
  const comment = seen && commentOf(poll, target, seen, now);
  const found = seen && comment && { comment, node: seen, hidden: seen.hidden, partial: true };
  await archiveFound(parts, { ...poll, ...target }, found, now);
}

/** @throws PlatformError of the account */
async function readOrRefused(
  platform: Pick<Platform, 'read'>,
  target: Target,
): Promise<SeenComment | null | 'refused'> {
  try {
    return await platform.read(target);
  } catch (error) {
    if (error instanceof PlatformError && !OF_ACCOUNT.has(error.code)) return 'refused';
    throw error;
  }
}

const commentOf = (
  { platform, account }: DuePoll,
  { externalId }: Target,
  { text, authorId, attachments }: SeenComment,
  now: Temporal.Instant,
): Listed['comment'] => ({
  ...{ platform, account, externalId, text, attachments },
  author: { id: authorId ?? undefined },
  createdAt: now,
  writtenAt: now,
  own: authorId === account,
});
