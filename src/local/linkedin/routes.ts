import type { ApiAnswer } from '../simulator/answer.ts';
import { answerComments } from './comment-routes.ts';
import { tokenHasEnded } from './introspection.ts';
import { notificationNode, postNode } from './nodes.ts';
import { LinkedInRefusal, REFUSALS } from './refusal.ts';
import { type LinkedInRequest, listed, mayRead, queryValue, wrong } from './request.ts';
import { adminUrn, type SimPage } from './state.ts';
import type { Wall } from './wall.ts';

type Answer = (wall: Wall, page: SimPage, request: LinkedInRequest) => ApiAnswer;

const RESOURCES: Readonly<Record<string, Answer>> = {
  organizationAcls: rolesOf,
  organizationalEntityNotifications: notificationsOf,
  posts: postsOf,
  socialActions: answerComments,
  eventSubscriptions: subscriptionOf,
};

/** Answers a call. @throws LinkedInRefusal */
export function answerLinkedIn(wall: Wall, request: LinkedInRequest): ApiAnswer {
  const page = wall.state.pages.find(({ token }) => token === request.token);
  if (page === undefined || tokenHasEnded(page, wall.now()))
    throw new LinkedInRefusal(REFUSALS['token-expired']);
  checkVersion(wall, request);
  const resource = RESOURCES[request.path[0] ?? ''];
  if (resource === undefined) {
    const message = `No virtual resource found for ${request.path[0]}`;
    throw new LinkedInRefusal({ status: 404, code: 'RESOURCE_NOT_FOUND', message });
  }
  return resource(wall, page, request);
}

/** Each version is taken for a year. */
function checkVersion(wall: Wall, { headers }: LinkedInRequest): void {
  const [, year, month] = /^(\d{4})(\d{2})$/.exec(String(headers['linkedin-version'] ?? '')) ?? [];
  if (year === undefined)
    throw new LinkedInRefusal({ status: 400, code: 'VERSION_MISSING', message: 'A version must be present' });
  const until = Temporal.PlainDate.from(`${year}-${month}-01`).add({ years: 1 });
  const today = wall.now().toZonedDateTimeISO('UTC').toPlainDate();
  if (Temporal.PlainDate.compare(today, until) >= 0) throw new LinkedInRefusal(REFUSALS.version);
  if (headers['x-restli-protocol-version'] !== '2.0.0') throw wrong('Invalid protocol version');
}

function rolesOf(_: Wall, page: SimPage, request: LinkedInRequest): ApiAnswer {
  if (queryValue(request, 'q') !== 'roleAssignee') throw wrong('Unknown finder');
  const { role, number } = page;
  const isAsked = (request.query.get('role') ?? role) === role;
  const element = {
    organization: `urn:li:organization:${number}`,
    roleAssignee: adminUrn(page),
    role,
    state: 'APPROVED',
  };
  return listed(request, isAsked ? [element] : []);
}

function own(page: SimPage, urn: string): void {
  if (urn !== `urn:li:organization:${page.number}`) throw new LinkedInRefusal(REFUSALS.permission);
}

/** LinkedIn's list goes back so far. */
const KEPT = { hours: 60 * 24 };

function notificationsOf(wall: Wall, page: SimPage, request: LinkedInRequest): ApiAnswer {
  if (queryValue(request, 'q') !== 'criteria') throw wrong('Unknown finder');
  own(page, queryValue(request, 'organizationalEntity'));
  const actions = /^List\((.*)\)$/.exec(queryValue(request, 'actions'))?.[1]?.split(',');
  const [, start, end] = /^\(start:(\d+),end:(\d+)\)$/.exec(queryValue(request, 'timeRange')) ?? [];
  if (actions === undefined || start === undefined) throw wrong('Invalid actions or timeRange');
  const oldest = wall.now().subtract(KEPT).epochMilliseconds;
  const found = wall.state.notifications.filter(({ page: number, action, at }) => {
    const time = Temporal.Instant.from(at).epochMilliseconds;
    const isInRange = time >= Math.max(Number(start), oldest) && time <= Number(end);
    return number === page.number && actions.includes(action) && isInRange;
  });
  const { decorated } = wall.state;
  const nodes = found.toReversed().map((told) => notificationNode(page, told, { decorated }));
  return listed(request, mayRead(page) ? nodes : []);
}

function postsOf(wall: Wall, page: SimPage, request: LinkedInRequest): ApiAnswer {
  if (queryValue(request, 'q') !== 'author') throw wrong('Unknown finder');
  own(page, queryValue(request, 'author'));
  const posts = wall.state.posts
    .filter((post) => post.page === page.number)
    .sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
  return listed(request, mayRead(page) ? posts.map(postNode) : [], false);
}

function subscriptionOf(wall: Wall, page: SimPage, { method, path }: LinkedInRequest): ApiAnswer {
  const key = decodeURIComponent(path[1] ?? '');
  const isOwn = key.includes(`entity:urn:li:organization:${page.number},`);
  if (method !== 'GET' || !isOwn || !key.includes(`user:${adminUrn(page)},`) || !mayRead(page))
    throw new LinkedInRefusal(REFUSALS.permission);
  const until = page.subscribedUntil && Temporal.Instant.from(page.subscribedUntil);
  if (!until || Temporal.Instant.compare(until, wall.now()) <= 0) throw new LinkedInRefusal(REFUSALS.gone);
  return {
    status: 200,
    body: { webhook: 'https://bot.example.se/webhooks/linkedin', expiresAt: until.epochMilliseconds },
  };
}
