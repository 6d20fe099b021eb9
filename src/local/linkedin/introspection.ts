import type { ApiAnswer } from '../simulator/answer.ts';
import type { SimPage } from './state.ts';
import type { Wall } from './wall.ts';

/** The app that the simulated LinkedIn knows. */
export const SIMULATED_APP = { id: 'SIM-linkedin-client', secret: 'SIM-linkedin-secret' };

/** Has the token come to its end? */
export const tokenHasEnded = ({ tokenExpired, tokenEndsAt }: SimPage, now: Temporal.Instant): boolean =>
  tokenExpired ||
  (tokenEndsAt !== null && Temporal.Instant.compare(Temporal.Instant.from(tokenEndsAt), now) <= 0);

/** `POST /oauth/v2/introspectToken`: what a token is worth, told to the app that it was given to. */
export function answerIntrospection(wall: Wall, form: URLSearchParams): ApiAnswer {
  const { id, secret } = SIMULATED_APP;
  if (form.get('client_id') !== id || form.get('client_secret') !== secret)
    return {
      status: 401,
      body: { error: 'invalid_client', error_description: 'Client authentication failed' },
    };
  const page = wall.state.pages.find(({ token }) => token === form.get('token'));
  if (page === undefined) return { status: 200, body: { active: false } };
  const { tokenEndsAt, scopes } = page;
  const isOver = tokenHasEnded(page, wall.now());
  const end = tokenEndsAt && Math.floor(Temporal.Instant.from(tokenEndsAt).epochMilliseconds / 1000);
  return {
    status: 200,
    body: {
      ...{ active: !isOver, client_id: id, status: isOver ? 'expired' : 'active', auth_type: '3L' },
      ...{ scope: scopes.join(','), ...(end !== null && { expires_at: end }) },
    },
  };
}
