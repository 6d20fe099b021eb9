import { describe, expect, it } from 'vitest';
import { linkedInRoutes, linkedInSignature } from '../../../src/platforms/linkedin/routes.ts';

const SECRET = 'client-secret';
const CODE = '890e4665-4dfe-4ab1-b689-ed553bceeed0';
/** printf %s 'hmacsha256=no json at all å' | openssl dgst -sha256 -hmac client-secret */
const BODY_HMAC = '45b5264e75759cecdb19578636ca7d87f02b0240d33e8adc467162c8469f17cb';

function webhook() {
  const kept: Buffer[] = [];
  const routes = linkedInRoutes(
    '/webhooks/linkedin',
    { LINKEDIN_CLIENT_SECRET: SECRET },
    async (body) => void kept.push(body),
  );
  const handle = (method: 'get' | 'post', more: { body?: Buffer; signature?: string; query?: string }) => {
    const headers = { 'x-li-signature': more.signature };
    const request = {
      body: more.body ?? Buffer.alloc(0),
      headers,
      query: new URLSearchParams(more.query),
      params: {},
    };
    return routes.find((route) => route.method === method)?.handle(request);
  };
  return { kept, handle };
}

describe('LinkedIn’s webhook', () => {
  it('answers a challenge with its HMAC', async () => {
    const answer = await webhook().handle('get', { query: `challengeCode=${CODE}&applicationId=77` });
    expect(answer).toEqual({
      status: 200,
      // printf 890e4665-… | openssl dgst -sha256 -hmac client-secret
      body: {
        challengeCode: CODE,
        challengeResponse: '8ab4bbad570533d66462deba280bde93c1cad8b543e7f526d3e962acaf6c391a',
      },
    });
  });

  it.each(['', 'challengeCode=', 'challengeCode=hmacsha256%3D%7B%7D', 'challengeCode=%7B%7D'])(
    'signs no challenge that could stand before a body: %s',
    async (query) => {
      expect((await webhook().handle('get', { query }))?.status).toBe(400);
    },
  );

  it('keeps what is signed, whatever it says', async () => {
    const { kept, handle } = webhook();
    const body = Buffer.from('no json at all å');
    expect(linkedInSignature(SECRET, body)).toBe(BODY_HMAC);
    expect((await handle('post', { body, signature: BODY_HMAC }))?.status).toBe(200);
    expect(kept).toEqual([body]);
  });

  it.each<[string, string | undefined]>([
    ['none', undefined],
    ['one with a prefix', `hmacsha256=${linkedInSignature(SECRET, Buffer.from('{}'))}`],
    ['another secret’s', linkedInSignature('other', Buffer.from('{}'))],
    ['another body’s', linkedInSignature(SECRET, Buffer.from('{ }'))],
    ['no hex', 'x'.repeat(64)],
  ])('keeps nothing under a signature that is wrong: %s', async (_, signature) => {
    const { kept, handle } = webhook();
    const answer = await handle('post', { body: Buffer.from('{}'), ...(signature && { signature }) });
    expect([answer?.status, kept]).toEqual([401, []]);
  });

  it('is not there without a secret', () => {
    expect(linkedInRoutes('/webhooks/linkedin', {}, async () => undefined)).toEqual([]);
  });
});
