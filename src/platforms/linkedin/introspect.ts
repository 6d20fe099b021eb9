import { z } from 'zod';
import { PlatformError } from '../../ports/platform.ts';
import { send, usableToken } from '../send.ts';
import type { LinkedInConnection } from './call.ts';

/** The app as LinkedIn knows it, which alone may ask what its tokens are worth. */
export interface LinkedInClient {
  readonly id: string;
  readonly secret: string;
  /** `https://www.linkedin.com/oauth/v2/introspectToken`. */
  readonly url: string;
}

const Introspected = z.looseObject({
  active: z.boolean(),
  /** Seconds since 1970. */
  expires_at: z.int().min(0).max(8.64e12).optional(),
  scope: z.string().optional(),
});

/** What a token is worth; `endsAt` and `scopes` null where LinkedIn does not say. */
interface TokenWorth {
  readonly active: boolean;
  readonly endsAt: Temporal.Instant | null;
  readonly scopes: readonly string[] | null;
}

/**
 * Asks what an account's token is worth. The token stands in the body alone.
 * @throws PlatformError `rejected` when LinkedIn does not know the app
 * Source: learn.microsoft.com/en-us/linkedin/shared/authentication/token-introspection.
 */
export async function introspect(
  linkedin: LinkedInConnection,
  { id, secret, url }: LinkedInClient,
  account: string,
): Promise<TokenWorth> {
  const token = usableToken((of) => linkedin.tokenOf(of), account);
  const what = 'POST /introspectToken';
  const { status, body } = await send(linkedin, what, {
    ...{ method: 'POST', url: new URL(url), token: null },
    body: new URLSearchParams({ client_id: id, client_secret: secret, token }),
  });
  const { data } = Introspected.safeParse(body);
  if (status === 200 && data) {
    const { active, expires_at: seconds, scope } = data;
    const endsAt = seconds === undefined ? null : Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
    return { active, endsAt, scopes: scope?.split(/[\s,]+/u) ?? null };
  }
  const isOurs = status >= 400 && status < 500 && status !== 429;
  throw new PlatformError(isOurs ? 'rejected' : 'transient', `${what}: HTTP ${status}`);
}
