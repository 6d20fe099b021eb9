import { z } from 'zod';
import type { ApiAnswer } from '../simulator/answer.ts';
import { commentNode } from './nodes.ts';
import { LinkedInRefusal, REFUSALS } from './refusal.ts';
import { type LinkedInRequest, listed, mayRead, queryValue, wrong } from './request.ts';
import type { SimComment, SimPage, SimPost } from './state.ts';
import type { Wall } from './wall.ts';

const MAX_TEXT = 1250;
const NewComment = z.looseObject({
  actor: z.string(),
  object: z.string(),
  parentComment: z.string().optional(),
  message: z.looseObject({ text: z.string().trim().min(1).max(MAX_TEXT) }),
  /** Pictures are not taken. */
  content: z.undefined().optional(),
});

/** Where a call is aimed: at a post, or at a comment on one. */
interface Place {
  readonly post: SimPost;
  readonly above: SimComment | null;
}

/** `socialActions/{post or comment}/comments[/{id}]`. @throws LinkedInRefusal */
export function answerComments(wall: Wall, page: SimPage, request: LinkedInRequest): ApiAnswer {
  const [, urn = '', edge, id] = request.path;
  if (edge !== 'comments') throw wrong('Unknown resource');
  const place = placeOf(wall, decodeURIComponent(urn));
  if (id === undefined)
    return request.method === 'POST' ? create(wall, page, place, request) : list(wall, page, place, request);
  const comment = wall.comment(id);
  if (comment === undefined || comment.post !== place.post.activity) throw new LinkedInRefusal(REFUSALS.gone);
  if (request.method === 'DELETE') return remove(wall, page, comment, request);
  if (!mayRead(page)) throw new LinkedInRefusal(REFUSALS.permission);
  return { status: 200, body: commentNode(wall, comment, place.post) };
}

function placeOf(wall: Wall, urn: string): Place {
  const above = urn.startsWith('urn:li:comment:') ? wall.comment(urn) : null;
  const post = above ? wall.post(`urn:li:activity:${above.post}`) : wall.post(urn);
  if (above === undefined || post === undefined) throw new LinkedInRefusal(REFUSALS.gone);
  return { post, above };
}

const list = (wall: Wall, page: SimPage, { post, above }: Place, request: LinkedInRequest): ApiAnswer =>
  listed(
    request,
    mayRead(page) ? wall.under(post, above).map((comment) => commentNode(wall, comment, post)) : [],
  );

function create(wall: Wall, page: SimPage, { post, above }: Place, { body }: LinkedInRequest): ApiAnswer {
  const parsed = NewComment.safeParse(body);
  if (!parsed.success) throw wrong(z.prettifyError(parsed.error));
  const { actor, object, parentComment, message } = parsed.data;
  if (actor !== `urn:li:organization:${page.number}` || post.page !== page.number)
    throw new LinkedInRefusal(REFUSALS.permission);
  const parent = parentComment === undefined ? null : wall.comment(parentComment);
  if (parent === undefined || parent?.id !== above?.id || wall.post(object) !== post)
    throw wrong('parentComment and object: expected what the path names');
  // Threads have two levels.
  if (parent !== null && parent?.parent !== null)
    throw wrong('parentComment: expected a comment under the post');
  const [{ name, number }, { text }] = [page, message];
  const made = wall.add({ post, parent, actor, name, text, anonymous: false, photo: null });
  wall.did({ act: 'reply', page: number, on: parent?.id ?? post.activity, made: made.id, text });
  return { status: 201, body: null, headers: { 'x-restli-id': made.id } };
}

function remove(wall: Wall, page: SimPage, comment: SimComment, request: LinkedInRequest): ApiAnswer {
  const actor = queryValue(request, 'actor');
  if (comment.actor !== actor || actor !== `urn:li:organization:${page.number}`)
    throw new LinkedInRefusal(REFUSALS.permission);
  wall.remove(comment);
  wall.did({ act: 'delete', page: page.number, on: comment.id });
  return { status: 204, body: null };
}
