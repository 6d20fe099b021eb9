import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { AnyFault } from './faults.ts';

/** An answer of the simulated interface, in JSON. Null as body is none at all. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer for a browser. */
export interface PageAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The whole body of a request. */
export async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** What a body holds; undefined when it is no JSON. */
export function jsonOf(body: Buffer): object | undefined {
  try {
    return JSON.parse(body.toString()) as object;
  } catch {
    return undefined;
  }
}

/** Answers a program. */
export function send(response: ServerResponse, { status, body, headers }: ApiAnswer): void {
  if (body === null) {
    response.writeHead(status, headers);
    response.end();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers });
  response.end(JSON.stringify(body));
}

/** Answers a browser. */
export function sendPage(response: ServerResponse, { status, type, body, headers }: PageAnswer): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers });
  response.end(body);
}

const GATEWAY_PAGE = { type: 'text/html', body: '<h1>Bad gateway</h1>' } as const;

/**
 * Answers a call that meets `fault`: refused with what `refusal` gives, or where that is null performed, and its answer
 * delayed, lost, cut off or garbled.
 */
export async function answerUnder<Fault extends AnyFault>(
  fault: Fault | undefined,
  response: ServerResponse,
  { refusal, answer }: { refusal: (fault: Fault) => ApiAnswer | null; answer: () => ApiAnswer | PageAnswer },
): Promise<void> {
  const refused = fault && refusal(fault);
  if (refused) return send(response, refused);
  if (fault?.kind === 'slow') await wait(fault.delayMs);
  const answered = answer();
  if (fault?.kind === 'lost-answer') return void response.socket?.destroy();
  if (fault?.kind === 'half-body') return sendHalf(response, answered);
  if (fault?.kind === 'garbled') return sendPage(response, { status: 502, ...GATEWAY_PAGE });
  if (fault?.kind === 'other-page') return sendPage(response, { status: 200, ...GATEWAY_PAGE });
  if ('type' in answered) sendPage(response, answered);
  else send(response, answered);
}

/** The length of the whole and the half of it, or of what has no body half a status line; then the connection is cut. */
function sendHalf(response: ServerResponse, { status, body, headers }: ApiAnswer | PageAnswer): void {
  const { socket } = response;
  if (body === null) return void socket?.end(`HTTP/1.1 ${status}`.slice(0, -1));
  const whole = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  response.writeHead(status, { ...headers, 'content-length': whole.length });
  response.write(whole.subarray(0, whole.length / 2), () => socket?.destroy());
}
