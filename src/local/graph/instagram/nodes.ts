import { graphTime } from '../state.ts';
import type { Wall } from '../wall.ts';
import { accountIn, isWithheld, mediaIn } from './gallery.ts';
import type { SimMedia, SimMediaComment } from './state.ts';

/** Instagram answers at most so many comments at a time. */
const MOST_COMMENTS = 50;

/** What is asked for: `fields` as they were sent, and where to go on. */
export interface Asked {
  readonly wall: Wall;
  readonly params: URLSearchParams;
}

/** The name of a field, what is given to it in brackets, and what is asked of it: `replies.limit(50){id,text}`. */
const FIELD = /([a-z_]+)(?:\.[a-z_]+\(([^)]*)\))?(?:\{((?:[^{}]|\{[^{}]*\})*)\})?/gu;

/** The fields of a query by their names. */
export const fieldsOf = (text: string): Map<string, { given: string; fields: string }> =>
  new Map(
    [...text.matchAll(FIELD)].map(([, name = '', given = '', fields = '']) => [name, { given, fields }]),
  );

/** A node with what was asked of it; what it has no value for is left out. */
function shown(all: Record<string, unknown>, asked: ReadonlyMap<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(all).filter(([name, value]) => (name === 'id' || asked.has(name)) && value !== undefined),
  );
}

/** A media. `comments_count` counts what is never listed too. */
export function mediaNode(wall: Wall, media: SimMedia, fields: string): Record<string, unknown> {
  const { id, account, owner, caption, createdAt } = media;
  const count = wall.state.instagram.comments.filter((each) => each.media === id).length;
  const all = {
    id,
    caption: caption === '' ? undefined : caption,
    permalink: permalink(id),
    timestamp: graphTime(createdAt),
    username: owner ?? accountIn(wall, account)?.username,
    media_type: 'IMAGE',
    media_product_type: 'FEED',
    comments_count: count,
    is_comment_enabled: true,
    owner: owner === null ? { id: account } : undefined,
  };
  return shown(all, fieldsOf(fields || 'id'));
}

const permalink = (id: string): string => `https://www.instagram.com/p/${BigInt(id).toString(36)}/`;

/** A comment. Its replies come with it when they are asked for. */
export function commentNode(wall: Wall, comment: SimMediaComment, fields: string): Record<string, unknown> {
  const { id, author, anonymous, text, createdAt, hidden, parent, account } = comment;
  const asked = fieldsOf(fields || 'id,text,timestamp');
  const media = mediaIn(wall, comment.media);
  const replies = asked.get('replies');
  const all = {
    id,
    text: text === '' ? undefined : text,
    timestamp: graphTime(createdAt),
    username: anonymous ? undefined : author.username,
    from: anonymous ? undefined : author,
    user: author.id === account ? { id: account } : undefined,
    hidden,
    like_count: 0,
    parent_id: parent ?? undefined,
    media: media && mediaNode(wall, media, asked.get('media')?.fields ?? ''),
    replies: replies && below(wall, comment, replies),
  };
  return shown(all, asked);
}

/** Without any replies there is no list of them. */
function below(
  wall: Wall,
  { id }: SimMediaComment,
  { given, fields }: { given: string; fields: string },
): object | undefined {
  const under = wall.state.instagram.comments.filter((each) => each.parent === id);
  const params = new URLSearchParams({ fields, ...(given !== '' && { limit: given }) });
  return under.length === 0 ? undefined : edgeOfComments({ wall, params }, under);
}

/** A list of comments, the newest first. What is withheld leaves its place empty, so that a page may be. */
export function edgeOfComments({ wall, params }: Asked, comments: readonly SimMediaComment[]): object {
  const newest = comments.toReversed();
  return paged(params, MOST_COMMENTS, newest, (comment) =>
    isWithheld(wall, comment) ? [] : [commentNode(wall, comment, params.get('fields') ?? '')],
  );
}

/** What the account has published, the newest first. Broadcasts are no part of it. */
export function edgeOfMedia({ wall, params }: Asked, account: string): object {
  const own = wall.state.instagram.media.filter(
    (each) => each.account === account && each.owner === null && each.live === null,
  );
  const newest = own.toSorted((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
  return paged(params, 100, newest, (media) => [mediaNode(wall, media, params.get('fields') ?? '')]);
}

/** Where to go on is named as long as a page has anything; there is no address of the next page. */
function paged<Node extends { readonly id: string }>(
  params: URLSearchParams,
  most: number,
  nodes: readonly Node[],
  show: (node: Node) => object[],
): object {
  const limit = Math.min(Math.max(Number(params.get('limit') ?? 25) || 25, 1), most);
  const after = params.get('after');
  const start = after === null ? 0 : nodes.findIndex(({ id }) => cursor(id) === after) + 1;
  const page = nodes.slice(start, start + limit);
  const last = page.at(-1);
  const data = page.flatMap(show);
  return last === undefined ? { data } : { data, paging: { cursors: { after: cursor(last.id) } } };
}

const cursor = (id: string): string => Buffer.from(id).toString('base64url');
