import type { IncomingComment } from '../../core/comment.ts';
import { type Listed, type Listing, PlatformError } from '../../ports/platform.ts';
import { type CommentNode, NotificationPage, PostPage } from './answers.ts';
import { type LinkedInConnection, spelled } from './call.ts';
import { commentOf, type Placed, placeOf, postOf } from './comment.ts';
import { commentUrn, organizationUrn } from './ids.ts';
import { type About, readNotification, TOLD_ACTIONS } from './notification.ts';
import { commentAt, commentPages, pages } from './pages.ts';
import { administratorOf } from './role.ts';

/** LinkedIn keeps notifications for so long. */
const NOTIFIED = { hours: 60 * 24 };

/** What the notifications of the window name: comments by their number, and posts that mention the Page. */
interface Told {
  readonly comments: Map<string, About>;
  readonly mentions: Listed[];
}

/**
 * What stands under the Page's posts of the window, and what was told of in it under older posts. Posts come by the time
 * of their own last change, not of their last comment: that is what the notifications are asked for. Whether the token
 * may read at all is asked first, since to the wrong role everything is empty.
 * Source: learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/posts-api, …/comments-api and
 * …/organizations/organization-social-action-notifications.
 */
export async function* listLinkedIn(
  linkedin: LinkedInConnection,
  listing: Listing,
): AsyncGenerator<readonly Listed[]> {
  await administratorOf(linkedin, listing.account);
  const told = await toldIn(linkedin, listing);
  yield told.mentions;
  const posts: string[] = [];
  for await (const page of postsSince(linkedin, listing)) {
    posts.push(...page.map(({ comment }) => comment.externalId));
    yield page;
  }
  for (const post of posts) {
    for await (const page of commentsUnder(linkedin, listing.account, post)) {
      for (const { comment } of page) told.comments.delete(comment.externalId);
      yield page;
    }
  }
  for (const about of told.comments.values()) yield await toldComment(linkedin, listing.account, about);
}

/** LinkedIn hides nothing. */
const visible = (node: unknown, comment: IncomingComment): Listed => ({ comment, node, hidden: false });

async function toldIn(linkedin: LinkedInConnection, { account, since, now }: Listing): Promise<Told> {
  const told: Told = { comments: new Map(), mentions: [] };
  const oldest = now.subtract(NOTIFIED);
  const start = Temporal.Instant.compare(since, oldest) < 0 ? oldest : since;
  const query = {
    q: 'criteria',
    organizationalEntity: spelled(organizationUrn(account)),
    actions: `List(${TOLD_ACTIONS.join(',')})`,
    timeRange: `(start:${start.epochMilliseconds},end:${now.epochMilliseconds})`,
  };
  const path = ['organizationalEntityNotifications'];
  for await (const page of pages(linkedin, { account, path, query }, NotificationPage)) {
    for (const raw of page) {
      const { about, content } = readNotification(raw, now);
      if (about !== null) told.comments.set(about.id, about);
      if (content && 'comment' in content && content.comment.kind === 'mention')
        told.mentions.push(visible(raw, content.comment));
    }
  }
  return told;
}

/** Sorted by their last change: older ones follow the first that is older. */
async function* postsSince(
  linkedin: LinkedInConnection,
  { account, since }: Listing,
): AsyncGenerator<Listed[]> {
  const query = { q: 'author', author: spelled(organizationUrn(account)), sortBy: 'LAST_MODIFIED' };
  for await (const nodes of pages(linkedin, { account, path: ['posts'], query }, PostPage)) {
    const published = nodes.filter(({ lifecycleState }) => lifecycleState === 'PUBLISHED');
    const posts = published.map((node) => visible(node, postOf(node, account)));
    const recent = posts.filter(({ comment }) => Temporal.Instant.compare(comment.writtenAt, since) >= 0);
    yield recent;
    if (posts.length > 0 && recent.length === 0) return;
  }
}

/** The comments under a post, page by page, each followed by its replies; none under a post that was taken away meanwhile. */
async function* commentsUnder(
  linkedin: LinkedInConnection,
  account: string,
  post: string,
): AsyncGenerator<Listed[]> {
  for await (const nodes of unlessGone(commentPages(linkedin, account, post))) {
    const found = placed(nodes, post);
    yield found.map(([node, place]) => visible(node, commentOf(node, place, { account, asked: post })));
    for (const [node, { id, thread }] of found) {
      if (!hasReplies(node)) continue;
      const replies = unlessGone(commentPages(linkedin, account, commentUrn(thread, id)));
      for await (const below of replies)
        yield placed(below, thread).map(([reply, place]) =>
          visible(reply, commentOf(reply, { parentId: id, ...place }, { account, asked: post })),
        );
    }
  }
}

const placed = (nodes: readonly CommentNode[], asked: string): [CommentNode, Placed][] =>
  nodes.flatMap((node) => {
    const place = placeOf(node, asked);
    return place === null ? [] : [[node, place] as [CommentNode, Placed]];
  });

const hasReplies = ({ commentsSummary: sum }: CommentNode): boolean =>
  sum !== undefined && sum.totalFirstLevelComments + sum.aggregatedTotalComments > 0;

async function* unlessGone<T>(listed: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    yield* listed;
  } catch (error) {
    if (!(error instanceof PlatformError && error.code === 'not-found')) throw error;
  }
}

/** What was told of under an older post; none where it is gone, or where its post is not told. */
async function toldComment(
  linkedin: LinkedInConnection,
  account: string,
  { id, thread, post }: About,
): Promise<Listed[]> {
  if (thread === undefined) return [];
  try {
    const node = await commentAt(linkedin, account, { id, thread });
    const place = placeOf(node, thread) ?? { id, thread };
    return [visible(node, commentOf(node, place, { account, asked: post ?? thread }))];
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'not-found') return [];
    throw error;
  }
}
