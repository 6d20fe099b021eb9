import type { ApiAnswer } from '../simulator/answer.ts';
import { refuse } from './refusal.ts';
import type { GraphState, SimPage } from './state.ts';
import type { Wall } from './wall.ts';

/** Somebody's own token, with which nothing of a Page's is done. */
type SimUser = GraphState['users'][number];

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly params: URLSearchParams;
}

/** The Page whose token it is. Graph repeats an unknown token in its message: whoever logs that message logs the token. */
export function pageOf(wall: Wall, token: string | null): SimPage {
  if (token === null) refuse('token-missing');
  const page = wall.state.pages.find((each) => each.token === token);
  if (page === undefined) refuse('token-unknown', `Malformed access token ${token}`);
  if (hasEnded(wall, page)) refuse('token-expired');
  return page;
}

/** A call with a person's token; undefined where it is none. To them the edges of comments are empty, with 200. */
export function answerUser(wall: Wall, token: string | null, asked: Asked): ApiAnswer | undefined {
  const user = wall.state.users.find((each) => each.token === token);
  if (user === undefined) return undefined;
  const [id = '', edge] = asked.path.split('/');
  if (asked.method === 'GET' && id === 'debug_token') return debugToken(wall, asked.params);
  if (asked.method !== 'GET') refuse('permission');
  if (edge !== undefined) return edge === 'subscribed_apps' ? refuse('permission') : empty;
  if (id !== 'me' && id !== user.id) refuse('permission');
  // A person has fewer fields than a Page.
  if (asked.params.get('fields')?.includes('category')) refuse('bad-parameter');
  return { status: 200, body: { id: user.id } };
}

const empty: ApiAnswer = { status: 200, body: { data: [] } };

/** `GET /debug_token`: what there is to say of a token. */
export function debugToken(wall: Wall, params: URLSearchParams): ApiAnswer {
  const token = params.get('input_token');
  const user = wall.state.users.find((each) => each.token === token);
  const page = wall.state.pages.find((each) => each.token === token);
  if (user) return { status: 200, body: { data: { ...APP, ...userFacts(user), is_valid: true } } };
  if (!page || hasEnded(wall, page)) {
    const error = { code: 190, message: 'Error validating access token', subcode: 463 };
    return { status: 200, body: { data: { error, is_valid: false, scopes: [] } } };
  }
  const { id: profile_id, scopes, tokenEndsAt, consentEndsAt } = page;
  const ends = { expires_at: seconds(tokenEndsAt), data_access_expires_at: seconds(consentEndsAt) };
  const granular_scopes = scopes.map((scope) => ({ scope }));
  const data = { ...APP, type: 'PAGE', profile_id, ...ends, is_valid: true, scopes, granular_scopes };
  return { status: 200, body: { data } };
}

const APP = { app_id: '1029384756102938', application: 'Kommentarsvakten' };

const userFacts = ({ id: user_id }: SimUser) => ({
  ...{ type: 'USER', user_id, expires_at: 0, data_access_expires_at: 0, scopes: ['public_profile'] },
});

const seconds = (instant: string | null): number =>
  instant === null ? 0 : Math.floor(Temporal.Instant.from(instant).epochMilliseconds / 1000);

function hasEnded(wall: Wall, { tokenExpired, tokenEndsAt }: SimPage): boolean {
  if (tokenExpired || tokenEndsAt === null) return tokenExpired;
  return Temporal.Instant.compare(Temporal.Instant.from(tokenEndsAt), wall.now()) <= 0;
}
