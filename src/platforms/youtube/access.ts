import { z } from 'zod';
import { PlatformError } from '../../ports/platform.ts';
import { type Answered, type Sender, send, usableToken } from '../send.ts';

/** How access tokens are asked for. */
export interface AccessOptions extends Pick<Sender, 'fetch'> {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The refresh token of an account. */
  tokenOf(account: string): string;
  readonly now: () => Temporal.Instant;
}

/**
 * An account's access token, within so long, and another than the one that was refused.
 * @throws PlatformError `token-expired` when nobody gives one any more
 */
export type Access = (account: string, timeoutMs: number, refused?: string) => Promise<string>;

interface Grant {
  /** The refresh token that the accounts file names. */
  readonly given: string;
  /** The one in force: Google may replace it, and then this process alone knows the new one. */
  readonly refreshToken: string;
  readonly accessToken: string;
  readonly expiresAt: Temporal.Instant;
}

const Granted = z.looseObject({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  refresh_token: z.string().min(1).optional(),
});
const Refused = z.looseObject({ error: z.string() });

/** Fetched anew so long before it expires. */
const MARGIN = { minutes: 1 };

/** Access tokens live an hour, and only in memory. Source: developers.google.com/identity/protocols/oauth2/web-server#offline. */
export function createAccess(options: AccessOptions): Access {
  const grants = new Map<string, Grant>();
  const asking = new Map<string, Promise<Grant>>();
  const isGood = (grant: Grant, given: string, refused: string | undefined) =>
    grant.given === given &&
    grant.accessToken !== refused &&
    Temporal.Instant.compare(options.now(), grant.expiresAt.subtract(MARGIN)) < 0;

  return async (account, timeoutMs, refused) => {
    const given = usableToken((of) => options.tokenOf(of), account);
    const grant = grants.get(account);
    if (grant && isGood(grant, given, refused)) return grant.accessToken;
    const refreshToken = grant?.given === given ? grant.refreshToken : given;
    // Calls that need a token at the same time share one.
    const asked =
      asking.get(account) ??
      refresh({ ...options, timeoutMs }, { account, given, refreshToken }).finally(() =>
        asking.delete(account),
      );
    asking.set(account, asked);
    const fresh = await asked;
    grants.set(account, fresh);
    return fresh.accessToken;
  };
}

async function refresh(
  options: AccessOptions & Sender,
  { account, given, refreshToken }: Pick<Grant, 'given' | 'refreshToken'> & { account: string },
): Promise<Grant> {
  const { status, body } = await ask(options, {
    grant_type: 'refresh_token',
    client_id: options.clientId,
    client_secret: options.clientSecret,
    refresh_token: refreshToken,
  });
  const granted = Granted.safeParse(body);
  if (status !== 200 || !granted.success) throw refusalOf(account, status, body);
  const { access_token: accessToken, expires_in: seconds, refresh_token: next = refreshToken } = granted.data;
  const expiresAt = options.now().add({ milliseconds: Math.floor(seconds * 1000) });
  return { given, refreshToken: next, accessToken, expiresAt };
}

/** Whatever becomes of it, the call that needs the token has not been sent: its outcome is not open. */
async function ask(options: AccessOptions & Sender, form: Record<string, string>): Promise<Answered> {
  try {
    const url = new URL(options.tokenUrl);
    return await send(options, 'POST /token', {
      ...{ method: 'POST', url, token: null },
      body: new URLSearchParams(form),
    });
  } catch (cause) {
    if (!(cause instanceof PlatformError)) throw cause;
    throw new PlatformError('transient', cause.message, { cause });
  }
}

/** `invalid_grant`: withdrawn, unused for six months, or a week old while the project is in Testing. */
function refusalOf(account: string, status: number, body: unknown): PlatformError {
  const error = Refused.safeParse(body).data?.error;
  const said = `HTTP ${status} to the refresh token of account ${account}`;
  if (error === 'invalid_grant')
    return new PlatformError('token-expired', `Google answered invalid_grant, ${said}`);
  const isOurs = status >= 400 && status < 500 && status !== 429;
  return isOurs && error !== undefined
    ? new PlatformError('permission', `Google knows no such client, or allows it no refresh: ${said}`)
    : new PlatformError('transient', `Google gave no token: ${said}`);
}
