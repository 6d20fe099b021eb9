import { type HttpAnswer, type Route, unsigned } from '../../ports/http.ts';
import { hmacHex, isSignedAs } from '../signature.ts';
import type { PlatformSettings } from '../spec.ts';

/** Ten notifications are far less. */
const MAX_WEBHOOK = 1024 * 1024;
/** What is signed has this before the body, so that no challenge can be the signature of one. */
const PREFIX = 'hmacsha256=';
/** A UUID. Never a text that could begin with the prefix: whoever may choose what is answered could sign what they like. */
const CHALLENGE = /^[\w-]{1,128}$/u;

/** The header that proves that LinkedIn sent the body. */
export const linkedInSignature = (secret: string, body: Buffer): string =>
  hmacHex(secret, Buffer.concat([Buffer.from(PREFIX), body]));

/**
 * The app's webhook at that path; none without its secret. What LinkedIn has signed is never refused for what it says.
 * Source: learn.microsoft.com/en-us/linkedin/shared/api-guide/webhook-validation.
 */
export function linkedInRoutes(
  path: string,
  { LINKEDIN_CLIENT_SECRET: secret }: Pick<PlatformSettings, 'LINKEDIN_CLIENT_SECRET'>,
  keep: (body: Buffer) => Promise<void>,
): readonly Route[] {
  if (secret === undefined) return [];
  return [
    {
      method: 'get',
      path,
      maxBytes: MAX_WEBHOOK,
      handle: async ({ query }) => challenged(query, secret),
    },
    {
      method: 'post',
      path,
      maxBytes: MAX_WEBHOOK,
      handle: async ({ body, headers }) => {
        const signed = Buffer.concat([Buffer.from(PREFIX), body]);
        if (!isSignedAs(secret, signed, headers['x-li-signature']))
          return unsigned('X-LI-Signature', `the HMAC of ${PREFIX} and the body in hex`);
        await keep(body);
        return { status: 200, body: {} };
      },
    },
  ];
}

/** Asked every other hour; three wrong answers block the webhook. */
function challenged(query: URLSearchParams, secret: string): HttpAnswer {
  const challengeCode = query.get('challengeCode') ?? '';
  if (CHALLENGE.test(challengeCode))
    return { status: 200, body: { challengeCode, challengeResponse: hmacHex(secret, challengeCode) } };
  return {
    status: 400,
    body: { error: { code: 'bad-challenge', message: 'challengeCode: expected a UUID' } },
  };
}
