import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { closeHttp } from '../../src/http/close-http.ts';
import { copyEmbeddedTemplate } from '../fakes/databases.ts';
import { MODEL_FOLDER } from '../fakes/model-folder.ts';

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
    const answer = fetch(`http://127.0.0.1:${port}/`);
    const respond = await asked.promise;
    const closed = closeHttp(server, 60_000);
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    respond();
    expect(await (await answer).text()).toBe('done');
    await closed;
  });
});

describe('the bot’s process', () => {
  /** Of a machine that does much else. */
  const STARTS_WITHIN_MS = 90_000;
  let bot: ChildProcess;
  afterEach(() => void bot.kill('SIGKILL'));

  const start = async () => {
    const dataDir = copyEmbeddedTemplate();
    const accountsFile = join(dataDir, 'accounts.yaml');
    writeFileSync(accountsFile, '{}\n');
    bot = fork(new URL('../../src/main.ts', import.meta.url), {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: {
        PATH: process.env['PATH'],
        PORT: '0',
        DATA_DIR: dataDir,
        MODEL_DIR: MODEL_FOLDER,
        ACCOUNTS_FILE: accountsFile,
        MICROSOFT_APP_ID: 'app',
        MICROSOFT_APP_PASSWORD: 'secret',
        MICROSOFT_APP_TENANT_ID: 'tenant',
        META_APP_SECRET: 'm',
        META_VERIFY_TOKEN: 'v',
        INTAKE_SECRET: 'i',
      },
    });
    const port = Promise.withResolvers<number>();
    let said = '';
    bot.stderr?.on('data', (chunk) => {
      said += chunk;
      const found = /listens on http:\/\/127\.0\.0\.1:(\d+)/u.exec(said)?.[1];
      if (found) port.resolve(Number(found));
    });
    bot.once('exit', (code) => port.reject(new Error(`The bot ended with ${code}: ${said}`)));
    return port.promise;
  };
  const halfSent = async (port: number) => {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    await once(socket, 'connect');
    socket.write('POST /api/comments HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{');
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    return socket;
  };
  const ended = () => once(bot, 'exit', { signal: AbortSignal.timeout(25_000) });

  it('ends within 10 s of SIGTERM while a sender keeps half a body back', {
    timeout: STARTS_WITHIN_MS,
  }, async () => {
    const socket = await halfSent(await start());
    const before = performance.now();
    bot.kill('SIGTERM');
    expect(await ended()).toEqual([0, null]);
    expect(performance.now() - before).toBeLessThan(10_000);
    socket.destroy();
  });

  it('asked again, also by the other signal, ends at once', { timeout: STARTS_WITHIN_MS }, async () => {
    const port = await start();
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
