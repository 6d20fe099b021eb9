import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../../../src/local/graph/faults.ts';
import { samplePages } from '../../../src/local/graph/seed.ts';
import { type GraphSimulator, startGraph } from '../../../src/local/graph/server.ts';
import { MAX_ATTACHMENT_BYTES } from '../../../src/platforms/fetch-attachment.ts';
import type { Platform, PlatformError } from '../../../src/ports/platform.ts';
import { refusal } from '../../contracts/wire.ts';
import { facebookOn, PAGE, write } from './wired.ts';

const [, otherPage] = samplePages();
if (otherPage === undefined) throw new Error('no sample pages');
const page = PAGE;
describe('Facebook', () => {
  let graph: GraphSimulator;
  let platform: Platform;
  beforeEach(async () => {
    graph = await startGraph();
    platform = facebookOn(graph.url);
  });
  afterEach(() => graph.close());

  it('takes nothing for gone while the Page itself cannot be read', async () => {
    const target = write(graph, 'Hej');
    graph.fault(Fault.parse({ kind: 'gone', times: 2 }));
    expect((await refusal(platform.read(target))).code).toBe('permission');
    graph.fault(Fault.parse({ kind: 'gone' }));
    expect(await platform.read(target)).toBeNull();
  });

  it.each<[string, object, PlatformError['code'], number | null]>([
    ['190 as token-expired', { kind: 'token-expired' }, 'token-expired', null],
    [
      '190 with any subcode as token-expired',
      { kind: 'refusal', code: 190, subcode: 460 },
      'token-expired',
      null,
    ],
    ['1 as transient', { kind: 'refusal', code: 1, status: 500 }, 'transient', null],
    ['2 as transient', { kind: 'transient' }, 'transient', null],
    ['4 as rate-limited', { kind: 'refusal', code: 4 }, 'rate-limited', 300_000],
    ['17 as rate-limited', { kind: 'refusal', code: 17 }, 'rate-limited', 300_000],
    [
      '32 as rate-limited for the time that the header names',
      { kind: 'rate-limit', minutes: 28 },
      'rate-limited',
      1_680_000,
    ],
    ['32 as rate-limited without a header', { kind: 'rate-limit' }, 'rate-limited', 300_000],
    ['613 as rate-limited', { kind: 'refusal', code: 613 }, 'rate-limited', 300_000],
    ['80001 as rate-limited', { kind: 'refusal', code: 80001 }, 'rate-limited', 300_000],
    ['80002 as rate-limited', { kind: 'refusal', code: 80002 }, 'rate-limited', 300_000],
    ['10 as permission', { kind: 'refusal', code: 10, status: 403 }, 'permission', null],
    ['200 as permission', { kind: 'permission' }, 'permission', null],
    ['283 as permission', { kind: 'refusal', code: 283 }, 'permission', null],
    ['299 as permission', { kind: 'refusal', code: 299 }, 'permission', null],
    ['300 as rejected', { kind: 'refusal', code: 300 }, 'rejected', null],
    ['100/33 as not-found', { kind: 'gone' }, 'not-found', null],
    ['100 with another subcode as rejected', { kind: 'refusal', code: 100, subcode: 1 }, 'rejected', null],
    ['100 without a subcode as rejected', { kind: 'refusal', code: 100 }, 'rejected', null],
    ['368 as account-paused', { kind: 'paused' }, 'account-paused', null],
    ['an unheard-of code as rejected', { kind: 'refusal', code: 424242 }, 'rejected', null],
  ])('maps %s, having done nothing', async (_name, fault, code, retryAfterMs) => {
    const target = write(graph, 'Hej');
    graph.fault(Fault.parse(fault));
    expect(await refusal(platform.hide(target))).toMatchObject({ code, retryAfterMs });
    expect(graph.acts()).toEqual([]);
  });

  it('says transient when nobody listens', async () => {
    const target = write(graph, 'Hej');
    await graph.close();
    expect((await refusal(platform.delete(target))).code).toBe('transient');
  });

  it('puts the token into no address and no error, also where Graph repeats it', async () => {
    const secret = 'EAAB-very-secret-token';
    const addresses: string[] = [];
    const watched: typeof fetch = (input, init) => {
      addresses.push(String(input));
      return fetch(input, init);
    };
    const target = write(graph, 'Hej');
    const calls = (with_: Platform) => [
      () => with_.hide(target),
      () => with_.unhide(target),
      () => with_.reply(target, 'Svar'),
      () => with_.block(target.account, target.authorId),
      () => with_.unblock(target.account, target.authorId),
      () => with_.isBlocked(target.account, target.authorId),
      () => with_.read(target),
      () => with_.ownReplies(target),
      () => with_.delete(target),
    ];
    for (const call of calls(facebookOn(graph.url, { tokenOf: () => secret, fetch: watched }))) {
      const error = await refusal(call());
      expect(error.code).toBe('token-expired');
      expect(JSON.stringify([error.message, error.stack, String(error.cause)])).not.toContain(secret);
    }
    expect(addresses).toHaveLength(9);
    expect(addresses.join()).not.toContain(secret);
  });

  it.each(['', 'two\nlines', 'EAAB å'])('sends no token that no header can hold', async (token) => {
    const error = await refusal(facebookOn(graph.url, { tokenOf: () => token }).hide(write(graph, 'Hej')));
    expect(error.code).toBe('token-expired');
    if (token !== '') expect(error.message).not.toContain(token);
  });

  it('sends no reply that is too long, and one of 8,000 characters', async () => {
    const sent: unknown[] = [];
    const watched = facebookOn(graph.url, {
      fetch: (input, init) => {
        sent.push(input);
        return fetch(input, init);
      },
    });
    const target = write(graph, 'Hej');
    expect((await refusal(watched.reply(target, 'å'.repeat(8001)))).code).toBe('rejected');
    expect(sent).toEqual([]);
    await watched.reply(target, 'å'.repeat(8000));
    expect(graph.acts()).toHaveLength(1);
  });

  it.each(['..', '1/2', '1?x=1', ''])('aims at no other path: %j', async (externalId) => {
    const target = { account: page.id, externalId, postId: null };
    expect((await refusal(platform.delete(target))).code).toBe('rejected');
  });

  it("says permission or not-found for another page's comment, and touches nothing", async () => {
    const target = write(graph, 'Hej');
    const foreign = { ...target, account: otherPage.id };
    expect((await refusal(platform.hide(foreign))).code).toBe('not-found');
    const asPage = facebookOn(graph.url, { tokenOf: () => page.token });
    expect((await refusal(asPage.block(otherPage.id, target.authorId))).code).toBe('permission');
    expect(graph.acts()).toEqual([]);
  });

  it('finds only its own replies, over several pages of answers', async () => {
    const target = write(graph, 'Hej');
    for (let count = 1; count <= 105; count += 1) await platform.reply(target, `Svar ${count}`);
    write(graph, 'En grannes svar', { parent: target.externalId });
    const replies = await platform.ownReplies(target);
    expect(replies).toHaveLength(105);
    expect(replies[0]?.text).toBe('Svar 105');
    expect(replies.at(-1)?.text).toBe('Svar 1');
  });

  it('reads a photo without words or author, and fetches it', async () => {
    const seen = await platform.read(write(graph, '', { photo: true, anonymous: true }));
    expect(seen).toMatchObject({ text: '', authorId: null, canHide: true });
    const [attachment] = seen?.attachments ?? [];
    expect(attachment?.type).toBe('photo');
    const { bytes, contentType } = await platform.fetchAttachment(attachment?.url ?? '');
    expect(contentType).toBe('image/png');
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  });

  it('is told that its own comment cannot be hidden', async () => {
    const target = write(graph, 'Hej');
    const { externalId } = await platform.reply(target, 'Svar');
    const own = { ...target, externalId };
    expect((await platform.read(own))?.canHide).toBe(false);
    expect((await refusal(platform.hide(own))).code).toBe('permission');
  });
});

describe('fetching an attachment', () => {
  let url = '';
  const answers: Record<string, RequestListener> = {
    '/expired': (_request, response) => void response.writeHead(403).end(),
    '/broken': (_request, response) => void response.writeHead(503).end(),
    '/cut': (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('x');
      setTimeout(() => response.destroy(), 20);
    },
    '/elsewhere': (_request, response) =>
      void response.writeHead(302, { location: 'https://example.org/a' }).end(),
    '/here': (_request, response) => void response.writeHead(302, { location: '/file' }).end(),
    '/loop': (_request, response) => void response.writeHead(302, { location: '/loop' }).end(),
    '/file': (request, response) => void response.end(request.headers.authorization ?? 'no token'),
    '/page': (_request, response) =>
      void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<h1>Log in</h1>'),
    '/sent-page': (_request, response) =>
      void response
        .writeHead(200, {
          'content-type': 'text/html',
          'content-disposition': 'attachment; filename="a.html"',
        })
        .end('<h1>Hej</h1>'),
    '/full': (_request, response) => void response.end(Buffer.alloc(MAX_ATTACHMENT_BYTES)),
    '/over': (_request, response) => void response.end(Buffer.alloc(MAX_ATTACHMENT_BYTES + 1)),
  };
  const server = createServer((request, response) => answers[request.url ?? '']?.(request, response));
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  it('follows a redirect on an allowed host, and sends no token', async () => {
    const { bytes, contentType } = await facebookOn(url).fetchAttachment(`${url}/here`);
    expect([bytes.toString(), contentType]).toEqual(['no token', 'application/octet-stream']);
  });

  it('takes a page that somebody has sent as a file', async () => {
    const { bytes } = await facebookOn(url).fetchAttachment(`${url}/sent-page`);
    expect(bytes.toString()).toBe('<h1>Hej</h1>');
  });

  it('takes 20 MiB', async () => {
    expect((await facebookOn(url).fetchAttachment(`${url}/full`)).bytes).toHaveLength(MAX_ATTACHMENT_BYTES);
  });

  it.each<[string, PlatformError['code']]>([
    ['/expired', 'not-found'],
    ['/broken', 'transient'],
    ['/cut', 'transient'],
    // A picture that is none would stand in the record as secured.
    ['/page', 'transient'],
    ['/elsewhere', 'rejected'],
    ['/loop', 'rejected'],
    ['/over', 'rejected'],
  ])('refuses %s as %s', async (path, code) => {
    expect((await refusal(facebookOn(url).fetchAttachment(url + path))).code).toBe(code);
  });

  it.each([
    ['a host that is not listed', 'https://evil.example/a.jpg'],
    ['a host that only ends alike', 'https://evilfbcdn.net/a.jpg'],
    ['a host in the path', 'https://evil.example/fbcdn.net'],
    ['a host before the @', 'https://fbcdn.net@evil.example/'],
    ['plain http beyond loopback', 'http://scontent.fbcdn.net/a.jpg'],
    ['a file', 'file:///etc/passwd'],
    ['no address', 'a.jpg'],
  ])('asks nobody for %s', async (_name, address) => {
    const asked: unknown[] = [];
    const fetch_: typeof fetch = async (input) => {
      asked.push(input);
      return new Response('');
    };
    const platform = facebookOn(url, { attachmentHosts: ['fbcdn.net'], fetch: fetch_ });
    expect((await refusal(platform.fetchAttachment(address))).code).toBe('rejected');
    expect(asked).toEqual([]);
  });

  it('asks a subdomain of a listed host', async () => {
    const platform = facebookOn(url, {
      attachmentHosts: ['fbcdn.net'],
      fetch: async () => new Response('x'),
    });
    expect((await platform.fetchAttachment('https://scontent.xx.fbcdn.net/a.jpg')).bytes.toString()).toBe(
      'x',
    );
  });
});
