import { z } from 'zod';
import { PlatformError } from '../../ports/platform.ts';
import type { KeptTokens } from '../../ports/tokens.ts';
import { type Answered, type Sender, send, usableToken } from '../send.ts';

/** How access tokens are asked for. */
export interface AccessOptions extends Pick<Sender, 'fetch'> {
  readonly tokenUrl: string;
  /** The client of the Google project over which an account is reached. */
  clientOf(account: string): { readonly id: string; readonly secret: string };
  /** The refresh token of an account. */
  tokenOf(account: string): string;
  readonly now: () => Temporal.Instant;
  /** Where refresh tokens are kept that Google has put in the place of those of the accounts file. */
  readonly kept: KeptTokens;
}

/**
 * An account's access token, within so long, and another than the one that was refused.
 * @throws PlatformError `token-expired` when nobody gives one any more
 */
export type Access = (account: string, timeoutMs: number, refused?: string) => Promise<string>;

/** What an account's refresh token gives. */
export interface Grants {
  readonly access: Access;
  /** Asks Google anew, whatever is known. @throws PlatformError as `access` */
  renew(account: string, timeoutMs: number): Promise<Pick<Grant, 'scopes' | 'endsAt'>>;
}

interface Grant {
  /** The refresh token that the accounts file names. */
  readonly given: string;
  /** The one in force: Google may replace it. */
  readonly refreshToken: string;
  readonly accessToken: string;
  readonly expiresAt: Temporal.Instant;
  /** What it may be used for; null where Google does not say. */
  readonly scopes: readonly string[] | null;
  /** When the refresh token ends, where Google says that it does. */
  readonly endsAt: Temporal.Instant | null;
}

const Granted = z.looseObject({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  refresh_token: z.string().min(1).optional(),
  scope: z.string().optional(),
  refresh_token_expires_in: z.number().positive().optional(),
});
const Refused = z.looseObject({ error: z.string() });

/** Fetched anew so long before it expires. */
const MARGIN = { minutes: 1 };

/** Access tokens live an hour, and only in memory. Source: developers.google.com/identity/protocols/oauth2/web-server#offline. */
export function createGrants(options: AccessOptions): Grants {
  const grants = new Map<string, Grant>();
  const asking = new Map<string, Promise<Grant>>();
  const isGood = (grant: Grant, given: string, refused: string | undefined) =>
    grant.given === given &&
    grant.accessToken !== refused &&
    Temporal.Instant.compare(options.now(), grant.expiresAt.subtract(MARGIN)) < 0;

  const ask = async (account: string, given: string, timeoutMs: number): Promise<Grant> => {
    const grant = grants.get(account);
    const known = grant?.given === given ? grant.refreshToken : await options.kept.read(account, given);
    const refreshToken = known ?? given;
    const fresh = await refresh({ ...options, timeoutMs }, { account, given, refreshToken });
    grants.set(account, fresh);
    if (fresh.refreshToken !== refreshToken) await options.kept.keep(account, given, fresh.refreshToken);
    return fresh;
  };
  // Calls that need a token at the same time share one.
  const askOnce = (account: string, given: string, timeoutMs: number): Promise<Grant> => {
    const asked = asking.get(account) ?? ask(account, given, timeoutMs).finally(() => asking.delete(account));
    asking.set(account, asked);
    return asked;
  };
  const givenFor = (account: string) => usableToken((of) => options.tokenOf(of), account);

  return {
    access: async (account, timeoutMs, refused) => {
      const given = givenFor(account);
      const grant = grants.get(account);
      if (grant && isGood(grant, given, refused)) return grant.accessToken;
      return (await askOnce(account, given, timeoutMs)).accessToken;
    },
    renew: async (account, timeoutMs) => askOnce(account, givenFor(account), timeoutMs),
  };
}

async function refresh(
  options: AccessOptions & Sender,
  { account, given, refreshToken }: Pick<Grant, 'given' | 'refreshToken'> & { account: string },
): Promise<Grant> {
  const { id, secret } = options.clientOf(account);
  const { status, body } = await ask(options, {
    grant_type: 'refresh_token',
    client_id: id,
    client_secret: secret,
    refresh_token: refreshToken,
  });
  const granted = Granted.safeParse(body);
  if (status !== 200 || !granted.success) throw refusalOf(account, status, body);
  const { access_token: accessToken, refresh_token: next = refreshToken, scope, ...lives } = granted.data;
  const inSeconds = (seconds: number) => options.now().add({ milliseconds: Math.floor(seconds * 1000) });
  const ends = lives.refresh_token_expires_in;
  return {
    ...{ given, refreshToken: next, accessToken, expiresAt: inSeconds(lives.expires_in) },
    scopes: scope?.split(' ') ?? null,
    endsAt: ends === undefined ? null : inSeconds(ends),
  };
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
