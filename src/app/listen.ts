import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** Something that can be bound to an address. */
interface Listener extends NodeJS.EventEmitter {
  listen(port: number, host: string): unknown;
  address(): AddressInfo | string | null;
}

/**
 * Binds it, and gives the port: the one that was asked for, or a free one for 0.
 * @throws Error that names PORT and HOST
 */
export async function listen(server: Listener, port: number, host: string): Promise<number> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new Error(`PORT, HOST: the bot cannot listen on ${host}:${port}: ${(cause as Error).message}`, {
      cause,
    });
  }
  return (server.address() as AddressInfo).port;
}

/** Finds out whether it could be bound, before anything is opened or written. @throws Error as `listen` does */
export async function tryToListen(port: number, host: string): Promise<void> {
  const server = createServer();
  await listen(server, port, host);
  await new Promise((resolve) => server.close(resolve));
}
