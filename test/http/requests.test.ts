import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/app/system-clock.ts';
import { createHttp, type HttpParts } from '../../src/http/create-http.ts';
import { createGuardedServer } from '../../src/http/guarded-server.ts';
import { healthRoutes, messagesRoute } from '../../src/http/own-routes.ts';
import { metaRoutes } from '../../src/platforms/meta/routes.ts';
import { postedRoute } from '../../src/platforms/posted-route.ts';
import type { RawRequest } from './fuzz/raw-requests.ts';
import { sendRaw, statusesIn } from './fuzz/send-raw.ts';

const errors: unknown[] = [];
const META = { META_APP_SECRET: 'm', META_VERIFY_TOKEN: 'v' };
const parts: HttpParts = {
  routes: [
    messagesRoute(async (body) => ({ status: 200, body: { bytes: body.length } })),
    ...metaRoutes('/webhooks/facebook', META, async () => undefined),
    postedRoute({
      store: { archive: async () => ({ accepted: 0, duplicates: 0 }) },
      clock: systemClock,
      municipalityOf: () => undefined,
      senders: [{ secret: 'i', speaksFor: [] }],
      wake: () => undefined,
    }),
    ...healthRoutes(async () => undefined),
  ],
  onError: (_, error) => errors.push(error),
};

const listening = async <S extends ReturnType<typeof createHttp>>(server: S) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const server = createHttp(parts);
let url: string;
beforeAll(async () => {
  url = await listening(server);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const send = (text: string, leaves: RawRequest['leaves'] = 'half-closed', to = url) =>
  sendRaw(to, { pieces: [Buffer.from(text, 'latin1')], leaves });
const get = (target: string, ...headers: string[]) =>
  `${[`GET ${target} HTTP/1.1`, ...(headers.length > 0 ? headers : ['Host: a'])].join('\r\n')}\r\n\r\n`;
const post = (head: string, body: string) =>
  `POST /api/messages HTTP/1.1\r\nHost: a\r\n${head}\r\n\r\n${body}`;

/** Nobody reads its body, since it has no Host; long enough to keep what follows out of the same piece. */
const UNREAD = `GET /healthz HTTP/1.1\r\nContent-Length: 20000\r\n\r\n${'x'.repeat(20_000)}`;

describe('one request', () => {
  it.each<[string, string, number[]]>([
    ['a port that is none in Host', get('/healthz', 'Host: a:99999'), [400]],
    ['half an address in Host', get('/healthz', 'Host: ['), [400]],
    ['an absolute target that is none', get('http://[bad/'), [400]],
    ['a space in Host', get('/healthz', 'Host: a b'), [400]],
    ['userinfo in Host', get('/healthz', 'Host: a@b'), [400]],
    ['a path in Host', get('/z', 'Host: a/healthz?'), [400]],
    ['a query in Host', get('/healthz', 'Host: a?'), [400]],
    ['a bad escape in Host', get('/healthz', 'Host: %zz'), [400]],
    ['a number that is no address in Host', get('/healthz', 'Host: 256.1.1.1'), [400]],
    ['bytes that are no ASCII in Host', get('/healthz', 'Host: \xe5'), [400]],
    ['two Hosts', get('/healthz', 'Host: a', 'Host: b'), [400]],
    ['no Host', 'GET /healthz HTTP/1.1\r\nX: y\r\n\r\n', [400]],
    ['an empty Host', get('/healthz', 'Host:'), [200]],
    ['an address and port in Host', get('/healthz', 'Host: [::1]:3978'), [200]],
    ['no Host in HTTP/1.0', 'GET /healthz HTTP/1.0\r\n\r\n', [200]],
    ['an absolute target', get('http://elsewhere.example/healthz'), [200]],
    ['an absolute target with a port that is none', get('http://a:99999/healthz'), [400]],
    ['another scheme', get('ftp://a/healthz'), [400]],
    ['a target without a slash', get('a:b'), [400]],
    ['an asterisk', get('*'), [400]],
    ['an asterisk of OPTIONS', 'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n', [200]],
    ['two slashes', get('//healthz'), [404]],
    ['a bad escape', get('/%zz'), [404]],
    ['an escaped byte that is no UTF-8', get('/%ff'), [404]],
    ['a name of the prototype', get('/__proto__'), [404]],
    ['NUL in the target', get('/\0'), [400]],
    ['NUL in a header', get('/healthz', 'Host: a', 'X: \0'), [400]],
    ['a lone CR in a header', get('/healthz', 'Host: a', 'X: a\rb'), [400]],
    ['headers of 20 KB', get('/healthz', 'Host: a', `X: ${'x'.repeat(20_000)}`), [431]],
    ['a target of 20 KB', get(`/${'x'.repeat(20_000)}`), [431]],
    ['a method that is none', 'HEJ /healthz HTTP/1.1\r\nHost: a\r\n\r\n', [400]],
    ['no HTTP at all', '\x16\x03\x01\x02\0\x01\0\x01\xfc', [400]],
    ['a version that is none', 'GET /healthz HTTP/9\r\nHost: a\r\n\r\n', [400]],
    ['TRACE', 'TRACE /healthz HTTP/1.1\r\nHost: a\r\n\r\n', [405]],
    ['CONNECT', 'CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n', []],
    ['an upgrade', get('/healthz', 'Host: a', 'Connection: Upgrade', 'Upgrade: websocket'), [200]],
    ['an upgrade to HTTP/2', get('/healthz', 'Host: a', 'Connection: Upgrade', 'Upgrade: h2c'), [200]],
    ['HTTP/2 at once', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400]],
    ['Expect: 100-continue', post('Expect: 100-continue\r\nContent-Length: 2', '{}'), [100, 200]],
    ['another Expect', post('Expect: 200-ok\r\nContent-Length: 2', '{}'), [417]],
    ['two lengths', post('Content-Length: 2\r\nContent-Length: 3', '{}'), [400]],
    ['a length that is none', post('Content-Length: -1', '{}'), [400]],
    ['a length and pieces', post('Content-Length: 2\r\nTransfer-Encoding: chunked', '{}'), [400]],
    ['pieces', post('Transfer-Encoding: chunked', '2\r\n{}\r\n0\r\n\r\n'), [200]],
    ['broken pieces', post('Transfer-Encoding: chunked', 'zz\r\n{}'), [400]],
    ['pieces without an end', post('Transfer-Encoding: chunked', '2\r\n{}\r\n'), [400]],
    ['a body that ends early', post('Content-Length: 1000', '{'), [400]],
    ['a request inside a body', post('Content-Length: 40', get('/nothing').padEnd(40)), [200]],
    ['three in a row', get('/healthz').repeat(3), [200, 200, 200]],
    ['a good one before a bad one', `${get('/healthz')}${get('/healthz', 'Host: [')}`, [200, 400]],
    [
      'a bad one before an unread body and another',
      `${get('/', 'Host: [')}${UNREAD}${get('/')}`,
      [400, 400, 404],
    ],
    ['three bad ones with unread bodies', UNREAD.repeat(3), [400, 400, 400]],
    ['a strange Accept', get('/nothing', 'Host: a', 'Accept: application/javascript;;;q=x'), [404]],
    ['HEAD', 'HEAD /healthz HTTP/1.1\r\nHost: a\r\n\r\n', [200]],
    ['HEAD of a route that asks for more', 'HEAD /webhooks/facebook HTTP/1.1\r\nHost: a\r\n\r\n', [403]],
    ['HEAD of what is only posted to', 'HEAD /api/comments HTTP/1.1\r\nHost: a\r\n\r\n', [405]],
    ['PUT', 'PUT /healthz HTTP/1.1\r\nHost: a\r\n\r\n', [405]],
  ])('with %s is answered', async (_, text, statuses) => {
    expect(statusesIn(await send(text))).toEqual(statuses);
    expect(errors).toEqual([]);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it.each(['/healthz', '/readyz'])('of HEAD to %s has GET’s headers and no body', async (path) => {
    const response = await fetch(`${url}${path}`, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(await send(`HEAD ${path} HTTP/1.1\r\nHost: a\r\n\r\n`)).toMatch(/\r\n\r\n$/u);
  });

  it('whose sender leaves in the middle of its body is nobody’s failure', async () => {
    await send(post('Content-Length: 1000', '{'), 'at-once');
    await expect.poll(() => new Promise((resolve) => server.getConnections((_, n) => resolve(n)))).toBe(0);
    expect(errors).toEqual([]);
  });
});

describe('a server', () => {
  it('answers 500 where its handler throws, tells it and lives on', async () => {
    const told: unknown[] = [];
    const failing = createGuardedServer(
      ({ url: target }, response) => {
        if (target === '/late') response.writeHead(200).write('x');
        throw new Error('bug');
      },
      (error) => told.push(error),
    );
    const to = await listening(failing);
    expect(statusesIn(await send(get('/'), 'half-closed', to))).toEqual([500]);
    expect(statusesIn(await send(get('/late'), 'half-closed', to))).toEqual([]);
    expect(told).toHaveLength(2);
    failing.close();
  });

  it.each([
    ['its headers', 'GET /healthz HTTP/1.1\r\nHost: a\r\nX: '],
    ['its body', post('Content-Length: 1000', '{')],
  ])('does not wait for ever for a sender who keeps %s back', async (_, text) => {
    const patience = { headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 50 };
    const waiting = createGuardedServer((request) => request.resume(), console.error, patience);
    const heard = await send(text, 'when-answered', await listening(waiting));
    expect(statusesIn(heard)).toEqual([408]);
    waiting.close();
  });

  it('gives a sender seconds, not minutes, for the headers', () => {
    expect(server.headersTimeout).toBeLessThanOrEqual(10_000);
    expect(server.requestTimeout).toBeLessThanOrEqual(60_000);
  });
});
