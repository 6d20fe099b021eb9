import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where a simulator listens. */
export interface Listening {
  /** Default 127.0.0.1; the control endpoints have no password. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
}

/**
 * Listens, and hands every request on. What `handle` throws is a bug of the simulator: it is printed under `name`, and the
 * connection is cut. @throws {Error} when the port is taken.
 */
export async function serve(
  name: string,
  { host = '127.0.0.1', port = 0 }: Listening,
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void handle(request, response).catch((error: unknown) => {
      console.error(`${name} simulator:`, error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const bound = server.address() as AddressInfo;
  const authority = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address;
  return {
    url: `http://${authority}:${bound.port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
