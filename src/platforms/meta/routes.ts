import { type HttpAnswer, type Route, unsigned } from '../../ports/http.ts';
import { verifySignature } from '../signature.ts';
import type { PlatformSettings } from '../spec.ts';

/** Meta batches up to 1,000 updates, and gives up on what is refused. */
const MAX_WEBHOOK = 8 * 1024 * 1024;

/**
 * An app's webhook at that path, none without its secrets: the key belongs to the route. What Meta has signed is never
 * refused for what it says.
 * Source: developers.facebook.com/docs/graph-api/webhooks/getting-started.
 */
export function metaRoutes(
  path: string,
  {
    META_APP_SECRET: secret,
    META_VERIFY_TOKEN: token,
  }: Pick<PlatformSettings, 'META_APP_SECRET' | 'META_VERIFY_TOKEN'>,
  keep: (body: Buffer) => Promise<void>,
): readonly Route[] {
  if (secret === undefined || token === undefined) return [];
  return [
    { method: 'get', path, maxBytes: MAX_WEBHOOK, handle: async ({ query }) => subscribe(query, token) },
    {
      method: 'post',
      path,
      maxBytes: MAX_WEBHOOK,
      handle: async ({ body, headers }) => {
        if (!verifySignature(secret, body, headers['x-hub-signature-256']))
          return unsigned('X-Hub-Signature-256');
        await keep(body);
        return { status: 200, text: 'EVENT_RECEIVED' };
      },
    },
  ];
}

function subscribe(query: URLSearchParams, token: string): HttpAnswer {
  const challenge = query.get('hub.challenge');
  const isMeta = query.get('hub.mode') === 'subscribe' && query.get('hub.verify_token') === token;
  if (isMeta && challenge !== null) return { status: 200, text: challenge };
  return {
    status: 403,
    body: { error: { code: 'bad-verify-token', message: 'hub.verify_token: not the expected one' } },
  };
}
