import type { ApiAnswer } from '../simulator/answer.ts';
import { answerInstagram } from './instagram/routes.ts';
import { conversationsOf, sendMessage } from './messenger-routes.ts';
import { edgeOfComments, edgeOfFeed, fieldsOf, nodeOf } from './nodes.ts';
import { refuse } from './refusal.ts';
import type { SimComment, SimPage, SimPost } from './state.ts';
import { answerUser, debugToken, pageOf } from './tokens.ts';
import type { Wall } from './wall.ts';

/** One call to the Graph API: parameters come from the query and the body alike. */
export interface GraphRequest {
  readonly method: string;
  /** Without the version: `123_456/comments`. */
  readonly path: string;
  readonly params: URLSearchParams;
  readonly token: string | null;
  /** The simulator's own address, for media and paging. */
  readonly origin: string;
}

interface Call extends GraphRequest {
  readonly wall: Wall;
  /** The page whose token was sent. */
  readonly page: SimPage;
}

const MAX_MESSAGE = 8000;
const APP_ID = '1029384756102938';

/** Answers one call. @throws {GraphRefusal} */
export function answerGraph(wall: Wall, request: GraphRequest): ApiAnswer {
  const asUser = answerUser(wall, request.token, request);
  if (asUser !== undefined) return asUser;
  const call: Call = { ...request, wall, page: pageOf(wall, request.token) };
  const [id = '', edge, ...rest] = request.path.split('/').map(decodeURIComponent);
  if (rest.length > 0) refuse('unknown-path');
  if (`${request.method} ${id}` === 'GET debug_token') return debugToken(wall, request.params);
  const onInstagram = answerInstagram(call, id, edge ?? '');
  if (onInstagram !== undefined) return { status: 200, body: onInstagram };
  const route = ROUTES[`${request.method} ${edge ?? ''}`];
  if (route === undefined) refuse('unknown-path');
  return { status: 200, body: route(call, id === 'me' ? call.page.id : id) };
}

/** By method and edge. */
const ROUTES: Readonly<Record<string, (call: Call, id: string) => unknown>> = {
  'GET ': readNode,
  'POST ': updateComment,
  'DELETE ': deleteComment,
  'GET comments': (call, id) => edgeOfComments(call, readable(call, id)),
  'POST comments': writeComment,
  'GET feed': (call, id) => edgeOfFeed(call, ownPage(call, id)),
  'GET subscribed_apps': (call, id) => {
    const { subscribedFields } = ownPage(call, id);
    const app = {
      category: 'Business',
      link: 'https://kommentarsvakten.example',
      name: 'Kommentarsvakten',
      id: APP_ID,
    };
    return { data: subscribedFields.length > 0 ? [{ ...app, subscribed_fields: subscribedFields }] : [] };
  },
  'POST messages': (call, id) => sendMessage(call, ownPage(call, id)),
  'GET conversations': (call, id) => conversationsOf(call, ownPage(call, id)),
  'GET blocked': (call, id) => {
    const user = call.params.get('user') ?? call.params.get('uid');
    const people = call.wall.blocked(ownPage(call, id).id);
    return { data: people.filter((person) => user === null || person.id === user), paging: {} };
  },
  'POST blocked': (call, id) => setBlocked(call, id, true),
  'DELETE blocked': (call, id) => setBlocked(call, id, false),
};

function ownPage(call: Call, id: string): SimPage {
  if (call.page.id !== id) refuse(call.wall.page(id) ? 'permission' : 'gone');
  return call.page;
}

/** The comment, if the token's page may see it. */
function commentOf(call: Call, id: string): SimComment {
  const comment = call.wall.comment(id);
  if (comment === undefined || comment.page !== call.page.id) refuse('gone');
  return comment;
}

function readable(call: Call, id: string): SimPost | SimComment {
  const post = call.wall.post(id);
  return post?.page === call.page.id ? post : commentOf(call, id);
}

function readNode(call: Call, id: string): unknown {
  const fields = fieldsOf(call.params);
  if (call.page.id === id) return nodeOf(call, call.page, fields);
  return nodeOf(call, readable(call, id), fields);
}

/** `is_hidden` hides or shows. `message` EDITS the comment, which only its author may. */
function updateComment(call: Call, id: string): unknown {
  const { wall, page, params } = call;
  const comment = commentOf(call, id);
  const [message, hidden] = [params.get('message'), params.get('is_hidden')];
  const own = comment.author.id === page.id;
  if (message === null && hidden === null) refuse('bad-parameter');
  if ((message !== null && !own) || (hidden !== null && own)) refuse('permission');
  if (message !== null) {
    wall.edit(comment, message);
    wall.log({ act: 'edit', page: page.id, on: id, text: message });
  }
  if (hidden !== null) {
    if (hidden !== 'true' && hidden !== 'false') refuse('bad-parameter');
    wall.setHidden(comment, hidden === 'true');
    wall.log({ act: hidden === 'true' ? 'hide' : 'unhide', page: page.id, on: id });
  }
  return { success: true };
}

function deleteComment(call: Call, id: string): unknown {
  call.wall.remove(commentOf(call, id));
  call.wall.log({ act: 'delete', page: call.page.id, on: id });
  return { success: true };
}

function writeComment(call: Call, id: string): unknown {
  const { wall, page, params } = call;
  const under = readable(call, id);
  const message = params.get('message') ?? '';
  if (message.trim() === '' || message.length > MAX_MESSAGE) refuse('bad-parameter');
  const parent = 'post' in under ? under : null;
  const post = wall.post(parent?.post ?? id);
  if (post === undefined) refuse('gone');
  const made = wall.add({ post, parent, author: { id: page.id, name: page.name }, message });
  wall.log({ act: 'reply', page: page.id, on: id, made: made.id, text: message });
  return { id: made.id };
}

/** Anyone but the page itself. A name is known for those who have written. */
function setBlocked(call: Call, id: string, blocked: boolean): unknown {
  const { wall, params } = call;
  const page = ownPage(call, id).id;
  const user = params.get('user') ?? params.get('uid') ?? params.get('asid');
  const known = [...wall.state.comments.map(({ author }) => author), ...wall.blocked(page)];
  const person =
    known.find((each) => each.id === user) ?? (user && /^\d+$/.test(user) ? { id: user, name: user } : null);
  if (person === null || person.id === page) refuse('bad-parameter');
  wall.setBlocked(page, person, blocked);
  wall.log({ act: blocked ? 'block' : 'unblock', page, on: person.id });
  return blocked ? { [person.id]: true } : { success: true };
}
