import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '../fakes/running-app.ts';

/** A subscriber to webhooks that takes everything. */
export interface Receiver {
  readonly url: string;
  /** The first so many deliveries, once they have come. */
  bodies(
    count: number,
  ): Promise<readonly { path: string; raw: Buffer; json: unknown; signature: string | undefined }[]>;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const taken: { path: string; raw: Buffer; json: unknown; signature: string | undefined }[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const raw = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
    if (request.method === 'GET') return void response.end(url.searchParams.get('hub.challenge'));
    const signature = request.headers['x-hub-signature-256'] as string | undefined;
    taken.push({ path: url.pathname, raw, json: JSON.parse(raw.toString()), signature });
    response.end('EVENT_RECEIVED');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies: async (count) => {
      await eventually(() => taken.length >= count, `${count} deliveries`);
      return taken;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
