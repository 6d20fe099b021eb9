import { crc32 } from 'node:zlib';
import type { GraphRequest } from './routes.ts';
import { graphTime, type SimComment, type SimPage, type SimPost, withReplies } from './state.ts';
import type { Wall } from './wall.ts';

type Node = SimPage | SimPost | SimComment;
type Call = GraphRequest & { readonly wall: Wall; readonly page: SimPage };

/** The asked fields. Sub-selections (`from{id}`) give the whole field. */
export function fieldsOf(params: URLSearchParams): string[] | null {
  const fields = params.get('fields')?.replaceAll(/\{[^}]*\}|\.[a-z_]+\([^)]*\)/g, '');
  return fields ? fields.split(',').map((field) => field.trim()) : null;
}

const DEFAULTS = {
  page: ['id', 'name'],
  post: ['id', 'message', 'created_time'],
  comment: ['id', 'message', 'created_time', 'from'],
};

/** A node with the asked fields, as Graph shows it to its page. What it has no value for is left out. */
export function nodeOf(call: Call, node: Node, fields: readonly string[] | null): Record<string, unknown> {
  const kind = 'token' in node ? 'page' : 'post' in node ? 'comment' : 'post';
  const all = 'token' in node ? page(call, node) : 'post' in node ? comment(call, node) : post(call, node);
  const wanted = new Set(['id', ...(fields ?? DEFAULTS[kind])]);
  return Object.fromEntries(
    Object.entries(all).filter(([name, value]) => wanted.has(name) && value !== undefined),
  );
}

function page({ wall }: Call, { id, name }: SimPage): Record<string, unknown> {
  const linked = wall.state.instagram.accounts.find((each) => each.page === id);
  return {
    ...{ id, name, category: 'Government organization' },
    instagram_business_account: linked && { id: linked.id },
  };
}

function post({ wall, page }: Call, { id, message, createdAt }: SimPost): Record<string, unknown> {
  const times = wall.state.comments.filter((each) => each.post === id).map((each) => each.createdAt);
  const updated = [createdAt, ...times].sort((one, other) =>
    Temporal.Instant.compare(Temporal.Instant.from(one), Temporal.Instant.from(other)),
  );
  return {
    id,
    message,
    from: { id: page.id, name: page.name },
    created_time: graphTime(createdAt),
    updated_time: graphTime(updated.at(-1) ?? createdAt),
    permalink_url: permalink(id),
  };
}

function comment({ wall, page, origin }: Call, node: SimComment): Record<string, unknown> {
  const parent = node.parent === null ? undefined : wall.comment(node.parent);
  return {
    id: node.id,
    message: node.message,
    created_time: graphTime(node.createdAt),
    from: node.anonymous ? undefined : node.author,
    permalink_url: `${permalink(node.post)}?comment_id=${node.id.split('_')[1]}`,
    attachment: node.photo === null ? undefined : attachment(new URL(node.photo, origin).href),
    parent: parent && { id: parent.id, message: parent.message, created_time: graphTime(parent.createdAt) },
    is_hidden: node.hidden,
    can_hide: node.author.id !== page.id,
    can_remove: true,
    can_comment: true,
    comment_count: withReplies(wall.state, node).length - 1,
  };
}

function attachment(src: string): object {
  return {
    type: 'photo',
    media: { image: { height: 160, src, width: 240 } },
    target: { url: src },
    url: src,
  };
}

function permalink(post: string): string {
  return `https://www.facebook.com/${post.replace('_', '/posts/')}`;
}

/** `/{post or comment}/comments`: one level, or all below with `filter=stream`; oldest first unless asked otherwise. */
export function edgeOfComments(call: Call, under: SimPost | SimComment): object {
  const { params, wall } = call;
  const id = under.id;
  const stream = params.get('filter') === 'stream';
  const below =
    'post' in under
      ? withReplies(wall.state, under).slice(1)
      : wall.state.comments.filter((each) => each.post === id);
  const since = Number(params.get('since') ?? 0) * 1000;
  const listed = below
    .filter((each) => stream || each.parent === ('post' in under ? id : null))
    .filter((each) => Temporal.Instant.from(each.createdAt).epochMilliseconds >= since)
    .sort((one, other) =>
      Temporal.Instant.compare(Temporal.Instant.from(one.createdAt), Temporal.Instant.from(other.createdAt)),
    );
  if (params.get('order') === 'reverse_chronological') listed.reverse();
  return paged(call, `${id}/comments`, listed);
}

/** `/{page}/feed`: the page's posts, ranked by what nobody is told, which is not their time. */
export function edgeOfFeed(call: Call, page: SimPage): object {
  const posts = call.wall.state.posts.filter((each) => each.page === page.id);
  const ranked = posts.toSorted((one, other) => crc32(one.id) - crc32(other.id));
  return paged(call, `${page.id}/feed`, ranked);
}

/** Cursors as Graph gives them; `next` repeats the token, as Graph's does. */
function paged(call: Call, path: string, nodes: readonly Node[]): object {
  const { params } = call;
  const limit = Math.min(Math.max(Number(params.get('limit') ?? 25) || 25, 1), 100);
  const after = params.get('after');
  const start = after === null ? 0 : nodes.findIndex((node) => cursor(node) === after) + 1;
  const shown = nodes.slice(start, start + limit);
  const [first, last] = [shown[0], shown.at(-1)];
  const data = shown.map((node) => nodeOf(call, node, fieldsOf(params)));
  if (first === undefined || last === undefined) return { data };
  const cursors = { before: cursor(first), after: cursor(last) };
  if (start + limit >= nodes.length) return { data, paging: { cursors } };
  const next = new URL(`/v26.0/${path}`, call.origin);
  for (const [name, value] of params) next.searchParams.set(name, value);
  next.searchParams.set('access_token', call.token ?? '');
  next.searchParams.set('after', cursors.after);
  return { data, paging: { cursors, next: next.href } };
}

function cursor(node: Node): string {
  return Buffer.from(node.id).toString('base64url');
}
