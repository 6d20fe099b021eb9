import type { TeamsAdapter } from '@microsoft/teams-ai';
import { z } from 'zod';
import { ChatError } from '../../ports/chat.ts';
import type { CheckedTeamsOptions } from './options.ts';

type CredentialsFactory = NonNullable<ConstructorParameters<typeof TeamsAdapter>[1]>;
type Signer = Awaited<ReturnType<CredentialsFactory['createCredentials']>>;

const TokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const TOKEN_SCOPE = 'https://api.botframework.com/.default';
const RENEW_EARLY_MS = 5 * 60_000;
const RETRY_AFTER_MS = 30_000;

/**
 * Signs calls to Teams with the bot's client secret (OAuth 2.0 client credentials).
 * The SDK's own way (MSAL) retries, has no time limit, refuses a loopback issuer and shares its cache between bots.
 * `forget` drops the token after Teams refused it.
 */
export function createClientCredentials(
  options: CheckedTeamsOptions,
  nowMs: () => number,
): { factory: CredentialsFactory; forget: () => void } {
  let held: { token: Promise<string>; renewAt: number } | null = null;
  const token = (): Promise<string> => {
    if (held !== null && nowMs() < held.renewAt) return held.token;
    const asked = askForToken(options);
    // Callers that come while the question is open share it; a failure is not kept.
    const open = { token: asked.then((answer) => answer.access_token), renewAt: Number.POSITIVE_INFINITY };
    held = open;
    asked.then(
      (answer) => {
        open.renewAt =
          nowMs() + Math.max(answer.expires_in * 1_000 - RENEW_EARLY_MS, answer.expires_in * 500);
      },
      () => {
        if (held === open) held = null;
      },
    );
    return open.token;
  };
  const signer: Signer = {
    async signRequest(request) {
      if (options.appId !== '') request.headers.set('authorization', `Bearer ${await token()}`);
      return request;
    },
  };
  return {
    factory: {
      isValidAppId: async (appId) => appId === options.appId,
      isAuthenticationDisabled: async () => options.appId === '',
      createCredentials: async () => signer,
    },
    forget: () => {
      held = null;
    },
  };
}

/** @throws ChatError busy: nothing has been sent, and both an outage and a wrong secret can be mended */
async function askForToken(options: CheckedTeamsOptions): Promise<z.infer<typeof TokenAnswer>> {
  const url = `${options.loginUrl.replace(/\/$/, '')}/${encodeURIComponent(options.tenantId)}/oauth2/v2.0/token`;
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: options.appId,
        client_secret: options.appPassword,
        scope: TOKEN_SCOPE,
      }),
      redirect: 'error',
      // Over before the call that waits for it gives up, which could not tell that nothing was sent.
      signal: AbortSignal.timeout(options.timeoutMs / 2),
    });
    if (!response.ok) throw new Error(`the login service answered ${response.status}`);
    return TokenAnswer.parse(await response.json());
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ChatError('busy', `no access token for Teams: ${why}`, { retryAfterMs: RETRY_AFTER_MS, cause });
  }
}
