import { randomBytes } from 'node:crypto';
import type { ApiAnswer } from '../simulator/answer.ts';
import type { Channels } from './channel.ts';
import { refuse } from './refusal.ts';
import { SIMULATED_CLIENT } from './seed.ts';
import type { SimChannel } from './state.ts';

const ACCESS_LIVES = { seconds: 3600 };
const TESTING_LIVES = { hours: 7 * 24 };

/** Counts a call, refused or not, against what is left until midnight, Pacific time. False where that is too little. */
export function spendUnits({ state: { project }, now }: Channels, method: string): boolean {
  const midnight = now().toZonedDateTimeISO('America/Los_Angeles').startOfDay().toInstant();
  if (Temporal.Instant.compare(Temporal.Instant.from(project.renewedAt), midnight) < 0) {
    project.used = 0;
    project.renewedAt = midnight.toString();
  }
  project.used += method === 'GET' ? 1 : 50;
  return project.used <= project.unitsADay;
}

/** Whose token was sent. @throws {ApiRefusal} for none, and for one that is unknown, expired or withdrawn */
export function channelOf(channels: Channels, token: string | null): SimChannel {
  if (token === null) refuse('required');
  const { state, now } = channels;
  const known = state.tokens.find((each) => each.token === token);
  const channel = known && channels.channel(known.channel);
  if (!channel || channel.revoked || isPast(known.expiresAt, now())) refuse('authError');
  const chosen = channels.channel(channel.chosen);
  return chosen ?? { ...channel, id: channel.chosen };
}

/** `POST /token`: an access token for a refresh token. */
export function answerToken(channels: Channels, form: URLSearchParams): ApiAnswer {
  const { state, now } = channels;
  const denied = (error: string, description: string, status = 400): ApiAnswer => ({
    status,
    body: { error, error_description: description },
  });
  const isClient =
    form.get('client_id') === SIMULATED_CLIENT.id && form.get('client_secret') === SIMULATED_CLIENT.secret;
  if (!isClient) return denied('invalid_client', 'The OAuth client was not found.', 401);
  if (form.get('grant_type') !== 'refresh_token')
    return denied('unsupported_grant_type', 'Invalid grant_type');
  const channel = state.channels.find((each) => each.refreshToken === form.get('refresh_token'));
  const endsAt = channel && state.project.testing ? plus(channel.signedInAt, TESTING_LIVES) : null;
  if (!channel || channel.revoked || (endsAt !== null && isPast(endsAt, now())))
    return denied('invalid_grant', 'Token has been expired or revoked.');
  const isRotated = channel.rotates;
  if (isRotated) channel.refreshToken = `SIM-refresh-${randomBytes(12).toString('base64url')}`;
  const token = `SIM-access-${randomBytes(12).toString('base64url')}`;
  state.tokens = state.tokens.filter(({ expiresAt }) => !isPast(expiresAt, now()));
  state.tokens.push({ token, channel: channel.id, expiresAt: now().add(ACCESS_LIVES).toString() });
  channels.saveChanges();
  return {
    status: 200,
    body: {
      access_token: token,
      expires_in: ACCESS_LIVES.seconds - 1,
      scope: channel.scope,
      token_type: 'Bearer',
      ...(isRotated && { refresh_token: channel.refreshToken }),
      ...(endsAt !== null && {
        refresh_token_expires_in: Math.floor(now().until(Temporal.Instant.from(endsAt)).total('seconds')),
      }),
    },
  };
}

const plus = (instant: string, duration: { hours: number }): string =>
  Temporal.Instant.from(instant).add(duration).toString();

const isPast = (instant: string, now: Temporal.Instant): boolean =>
  Temporal.Instant.compare(Temporal.Instant.from(instant), now) <= 0;
