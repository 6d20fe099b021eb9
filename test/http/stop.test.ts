import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it, type TestContext } from 'vitest';
import { closeHttp } from '../../src/http/close-http.ts';
import { STARTS_WITHIN_MS, startMain } from './start-main.ts';

describe('a server that closes', () => {
  const GRACE_MS = 300;
  const open = async (answer: (respond: () => void) => void) => {
    const server = createServer((request, response) => {
      request.resume().on('end', () => answer(() => response.end('done')));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { server, port: (server.address() as AddressInfo).port };
  };

  it.each([
    ['nothing at all', ''],
    ['half a head', 'GET / HTTP/1.1\r\nHo'],
    ['half a body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{'],
    ['half a piece', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{'],
    ['a request and half another', 'GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HT'],
  ])('does not wait for a sender of %s', async (_, text) => {
    const { server, port } = await open((respond) => respond());
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(text);
    await expect.poll(() => new Promise((resolve) => server.getConnections((_, n) => resolve(n)))).toBe(1);
    const before = performance.now();
    await closeHttp(server, GRACE_MS);
    expect(performance.now() - before).toBeLessThan(10 * GRACE_MS);
    socket.destroy();
  });

  it('lets a request that is under way be answered, and takes no other', async () => {
    const asked = Promise.withResolvers<() => void>();
    const { server, port } = await open(asked.resolve);
    // Kept open, its connection would be waited for too.
    const answer = fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
    const respond = await asked.promise;
    const closed = closeHttp(server, 60_000);
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    respond();
    expect(await (await answer).text()).toBe('done');
    await closed;
  });
});

describe('the bot’s process', () => {
  const start = async ({ onTestFinished }: TestContext) => {
    const { process: bot, port } = await startMain();
    onTestFinished(() => {
      bot.kill('SIGKILL');
    });
    const ended = () => once(bot, 'exit', { signal: AbortSignal.timeout(25_000) });
    return { bot, port, ended };
  };

  const halfSent = async (port: number) => {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    await once(socket, 'connect');
    socket.write('POST /api/comments HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{');
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    return socket;
  };
  it('ends within 10 s of SIGTERM while a sender keeps half a body back', {
    timeout: STARTS_WITHIN_MS,
  }, async (context) => {
    const { bot, port, ended } = await start(context);
    const socket = await halfSent(port);
    const before = performance.now();
    bot.kill('SIGTERM');
    expect(await ended()).toEqual([0, null]);
    expect(performance.now() - before).toBeLessThan(10_000);
    socket.destroy();
  });

  it('asked again, also by the other signal, ends at once', {
    timeout: STARTS_WITHIN_MS,
  }, async (context) => {
    const { bot, port, ended } = await start(context);
    const socket = await halfSent(port);
    bot.kill('SIGTERM');
    const listens = () =>
      fetch(`http://127.0.0.1:${port}/healthz`).then(
        () => true,
        () => false,
      );
    await expect.poll(listens).toBe(false);
    const before = performance.now();
    bot.kill('SIGINT');
    expect(await ended()).toEqual([1, null]);
    expect(performance.now() - before).toBeLessThan(2_000);
    socket.destroy();
  });
});
