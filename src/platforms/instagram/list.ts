import { type Listed, type Listing, PlatformError } from '../../ports/platform.ts';
import type { GraphConnection } from '../meta/call.ts';
import { pages } from '../meta/pages.ts';
import { readOrGone } from '../meta/read-or-gone.ts';
import { COMMENT_FIELDS, type MediaNode, MediaPage, ReplyPage, ThreadNode, ThreadPage } from './answers.ts';
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
  for await (const page of pages(graph, { ...edge, answer: MediaPage })) {
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
  try {
    for await (const threads of pages(graph, { ...edge, answer: ThreadPage }))
      for (const thread of threads) yield* withReplies(graph, thread, { account, media });
  } catch (error) {
    if (!(error instanceof PlatformError && error.code === 'not-found')) throw error;
  }
}

/** The first replies come with the comment, and the rest is asked for. */
async function* withReplies(
  graph: GraphConnection,
  { replies, ...top }: ThreadNode,
  under: { account: string; media: { id: string; permalink?: string | undefined } | undefined },
): AsyncGenerator<readonly Listed[]> {
  const parent = { parent_id: top.id };
  const below = (nodes: readonly ThreadNode[]) =>
    nodes.map((node) => listedComment({ ...node, ...parent }, under));
  yield [listedComment(top, under), ...below(replies?.data ?? [])];
  const after = replies?.paging?.cursors?.after;
  // A full page is the sign here: to ask after each thread's only reply would spend a small account's calls.
  if (after === undefined || (replies?.data.length ?? 0) < LIMIT) return;
  const { account } = under;
  const edge = { account, path: [top.id, 'replies'], fields: COMMENT_FIELDS, limit: LIMIT, after };
  for await (const nodes of pages(graph, { ...edge, answer: ReplyPage })) yield below(nodes);
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
