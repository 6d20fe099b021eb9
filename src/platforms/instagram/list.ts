import { type Listed, type Listing, PlatformError } from '../../ports/platform.ts';
import type { GraphConnection } from '../meta/call.ts';
import { pages } from '../meta/pages.ts';
import { readOrGone } from '../meta/read-or-gone.ts';
import {
  COMMENT_FIELDS,
  type CommentNode,
  type MediaNode,
  MediaPage,
  ReplyPage,
  ThreadNode,
  ThreadPage,
} from './answers.ts';
import { listedComment, listedMedia } from './comments.ts';

const MEDIA_FIELDS =
  'id,caption,permalink,timestamp,media_product_type,comments_count,is_comment_enabled,owner';
const MEDIA_LIMIT = 100;
/** Instagram answers at most so many comments at a time. */
const LIMIT = 50;
const THREAD_FIELDS = `${COMMENT_FIELDS},replies.limit(${LIMIT}){${COMMENT_FIELDS}}`;
/** So many media are looked through for old threads that go on when nothing is known of them yet. */
const NEWEST = 100;

/** How many comments each media had when they were last listed. */
export type CommentCounts = Map<string, number>;

/**
 * Everything under the account's media, which has no filter by time: read are those that were published since then, and
 * older ones whose number of comments has changed since this process last listed them; at first the 100 newest. The
 * number also counts what is never listed, so that it only says where to look. What is answered under an awaited comment
 * is listed wherever it stands. Never listed: stories and live broadcasts, what people write whom the account has
 * restricted, and what stands under media with an age limit.
 * Source: developers.facebook.com/docs/instagram-platform/reference, IG User Media and IG Media Comments.
 */
export async function* listInstagram(
  graph: GraphConnection,
  counts: CommentCounts,
  listing: Listing,
): AsyncGenerator<readonly Listed[]> {
  const { account, since, awaited } = listing;
  const listed = new Set<string>();
  let passed = 0;
  const edge = { account, path: [account, 'media'], fields: MEDIA_FIELDS, limit: MEDIA_LIMIT };
  for await (const page of pages(graph, { ...edge, followedBy: 'cursor', answer: MediaPage })) {
    const first = passed;
    passed += page.length;
    const read = page.filter((media, at) => isToRead(media, { since, counts, place: first + at }));
    yield read.map((media) => listedMedia(media, account));
    for (const media of read)
      for await (const under of commentsUnder(graph, account, media)) {
        for (const { comment } of under) listed.add(comment.externalId);
        yield under;
      }
    for (const { id, comments_count: count } of page) counts.set(id, count);
  }
  for (const id of awaited) if (!listed.has(id)) yield* threadOf(graph, account, id);
}

function isToRead(
  { id, timestamp, comments_count: count }: MediaNode,
  { since, counts, place }: { since: Temporal.Instant; counts: CommentCounts; place: number },
): boolean {
  if (Temporal.Instant.compare(timestamp, since) >= 0) return true;
  const before = counts.get(id);
  return before === undefined ? count > 0 && place < NEWEST : before !== count;
}

/** The comments under a media with their replies. One that was taken away meanwhile has none. */
async function* commentsUnder(
  graph: GraphConnection,
  account: string,
  media: MediaNode,
): AsyncGenerator<readonly Listed[]> {
  const edge = { account, path: [media.id, 'comments'], fields: THREAD_FIELDS, limit: LIMIT };
  const under = { account, media };
  const short: ThreadNode[] = [];
  let shown = 0;
  try {
    for await (const threads of pages(graph, { ...edge, followedBy: 'cursor', answer: ThreadPage }))
      for (const thread of threads) {
        const isFull = thread.replies?.data.length === LIMIT;
        if (!isFull) short.push(thread);
        for await (const listed of isFull ? withReplies(graph, thread, under) : [firstOf(thread, under)]) {
          shown += listed.length;
          yield listed;
        }
      }
    for (const thread of short)
      if (mayGoOn(thread, media.comments_count - shown)) yield* furtherReplies(graph, thread, under);
  } catch (error) {
    if (!(error instanceof PlatformError && error.code === 'not-found')) throw error;
  }
}

/**
 * Can more replies follow the first page of them, which is short? Only if what it lacks is withheld, and so counted but
 * shown nowhere: to ask after each thread's only reply would spend a small account's calls.
 */
const mayGoOn = ({ replies }: ThreadNode, missing: number): boolean =>
  missing > LIMIT - (replies?.data.length ?? 0);

interface Under {
  readonly account: string;
  readonly media: { readonly id: string; readonly permalink?: string | undefined } | undefined;
}

async function* withReplies(
  graph: GraphConnection,
  thread: ThreadNode,
  under: Under,
): AsyncGenerator<readonly Listed[]> {
  yield firstOf(thread, under);
  yield* furtherReplies(graph, thread, under);
}

/** A comment with the first of its replies, which come with it. */
const firstOf = ({ replies, ...top }: ThreadNode, under: Under): Listed[] => [
  listedComment(top, under),
  ...below(top, replies?.data ?? [], under),
];

const below = ({ id }: Pick<ThreadNode, 'id'>, nodes: readonly CommentNode[], under: Under): Listed[] =>
  nodes.map((node) => listedComment({ ...node, parent_id: id }, under));

/** The rest is asked for. */
async function* furtherReplies(
  graph: GraphConnection,
  thread: ThreadNode,
  under: Under,
): AsyncGenerator<readonly Listed[]> {
  const after = thread.replies?.paging?.cursors?.after;
  if (after === undefined) return;
  const { account } = under;
  const edge = { account, path: [thread.id, 'replies'], fields: COMMENT_FIELDS, limit: LIMIT, after };
  for await (const nodes of pages(graph, { ...edge, followedBy: 'cursor', answer: ReplyPage }))
    yield below(thread, nodes, under);
}

/** The thread of a comment that was not listed with its media. */
async function* threadOf(
  graph: GraphConnection,
  account: string,
  id: string,
): AsyncGenerator<readonly Listed[]> {
  const fields = `${THREAD_FIELDS},media{id,permalink,owner}`;
  const read = (of: string) =>
    readOrGone(graph, { account, method: 'GET', path: [of], query: { fields }, answer: ThreadNode });
  const node = await read(id);
  const top = node?.parent_id === undefined ? node : await read(node.parent_id);
  if (top !== null) yield* withReplies(graph, top, { account, media: top.media });
}
