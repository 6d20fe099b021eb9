import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One call as it came in. */
interface Call {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: { model: string; messages: { role: string; content: string }[] };
}

/** How the server answers: a status and a body, or what the model says, after so long. */
interface Reply {
  readonly status?: number;
  readonly says?: string | null;
  readonly raw?: string;
  readonly afterMs?: number;
}

/** A server on loopback that speaks the chat completions API, as OpenAI's and as Azure's address it. */
export interface ChatServer {
  readonly url: string;
  readonly calls: Call[];
  /** The most calls that were open at the same time. */
  readonly most: () => number;
  replyWith(reply: Reply | ((call: Call) => Reply)): void;
  close(): Promise<void>;
}

export async function startChatServer(): Promise<ChatServer> {
  const calls: Call[] = [];
  let reply: (call: Call) => Reply = () => ({ says: '{"rule": null, "span": null}' });
  let open = 0;
  let most = 0;
  const server = createServer(async (request, response) => {
    most = Math.max(most, ++open);
    response.once('close', () => open--);
    const call = {
      url: request.url ?? '',
      headers: request.headers,
      body: JSON.parse(await text(request)),
    };
    calls.push(call);
    const { status = 200, says = null, raw, afterMs = 0 } = reply(call);
    if (afterMs > 0) await new Promise((resolve) => setTimeout(resolve, afterMs));
    response.writeHead(status, { 'content-type': 'application/json' });
    const completion = {
      id: 'c',
      object: 'chat.completion',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: says } }],
    };
    response.end(raw ?? JSON.stringify(completion));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    most: () => most,
    replyWith: (made) => {
      reply = typeof made === 'function' ? made : () => made;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
