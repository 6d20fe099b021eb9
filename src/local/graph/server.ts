import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { answerControl, type CitizenDeed, type Controlled, type DoneDeed, doDeed } from './control.ts';
import { type Fault, Faults, refusalOf } from './faults.ts';
import { answerPage, type PageAnswer } from './page-view.ts';
import { picture } from './picture.ts';
import { type GraphAnswer, GraphRefusal } from './refusal.ts';
import { answerGraph, type GraphRequest } from './routes.ts';
import { type SamplePage, samplePages } from './seed.ts';
import { type Act, type GraphState, newState } from './state.ts';
import { loadState, StateFile } from './state-file.ts';
import { Wall } from './wall.ts';
import { type Subscription, WebhookSender } from './webhook-sender.ts';

/** How the simulator runs. Everything may be left out. */
export interface GraphOptions {
  /** Default 127.0.0.1; the control endpoints have no password. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default: the sample pages. Ignored when a state file exists. */
  readonly pages?: readonly SamplePage[];
  /** A JSON file that keeps everything between runs. */
  readonly stateFile?: string;
  /** Where changes are sent; it need not be up yet. */
  readonly subscription?: Subscription;
  /** Default: the machine's time. */
  readonly now?: () => Temporal.Instant;
}

/** A running simulator. What the control endpoints do can be done here in process. */
export interface GraphSimulator {
  /** `http://127.0.0.1:PORT`; the Graph API stands at `/v26.0` below it. */
  readonly url: string;
  readonly state: GraphState;
  deed(deed: CitizenDeed): DoneDeed;
  fault(fault: Fault): void;
  acts(): readonly Act[];
  /** Verifies the callback and sends to it. */
  subscribe(subscription: Subscription): Promise<void>;
  close(): Promise<void>;
}

/** Starts a Graph simulator. @throws {Error} when the port is taken or the state file cannot be read. */
export async function startGraph(options: GraphOptions = {}): Promise<GraphSimulator> {
  const now = options.now ?? Temporal.Now.instant;
  const state = loadState(options.stateFile) ?? newState(options.pages ?? samplePages(), now());
  const file = new StateFile(options.stateFile, state);
  const sender = new WebhookSender(state.pending, () => file.changed());
  let url = '';
  const changed = () => {
    file.changed();
    sender.wake();
  };
  const wall = new Wall(state, { now, origin: () => url, changed });
  const on: Controlled = { wall, faults: new Faults(), sender };
  const server = createServer((request, response) => {
    void serve(on, request, response).catch((error: unknown) => {
      console.error('graph simulator:', error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const { address, family, port } = server.address() as AddressInfo;
  url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  if (options.subscription) sender.sendTo(options.subscription);
  return {
    url,
    state,
    deed: (deed) => doDeed(wall, deed),
    fault: (fault) => on.faults.add(fault),
    acts: () => state.acts,
    subscribe: (subscription) => sender.subscribe(subscription),
    close: async () => {
      await sender.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      file.save();
    },
  };
}

async function serve(on: Controlled, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', on.wall.origin());
  const method = request.method ?? 'GET';
  const body = await bytesOf(request);
  const [, first = '', ...rest] = url.pathname.split('/');
  if (first === '_sim') return send(response, await answerControl(on, method, rest.join('/'), jsonOf(body)));
  if (first === 'media')
    return sendPage(response, { status: 200, type: 'image/png', body: picture(url.pathname) });
  const page = answerPage(on.wall, method, url, new URLSearchParams(body.toString()));
  if (page !== null) return sendPage(response, page);
  return serveGraph(on, { method, path: graphPath(url.pathname), ...sentWith(request, url, body) }, response);
}

async function serveGraph(
  on: Controlled,
  sent: Omit<GraphRequest, 'origin'>,
  response: ServerResponse,
): Promise<void> {
  const fault = on.faults.take(sent.method, sent.path);
  const answer = (): GraphAnswer => {
    try {
      return answerGraph(on.wall, { ...sent, origin: on.wall.origin() });
    } catch (error) {
      if (error instanceof GraphRefusal) return error.answer;
      throw error;
    }
  };
  const refusal = fault && refusalOf(fault, sent.path.split('/')[0] ?? '');
  if (refusal) return send(response, refusal.answer);
  if (fault?.kind === 'slow') await wait(fault.delayMs);
  const answered = answer();
  if (fault?.kind === 'lost-answer') return void response.socket?.destroy();
  if (fault?.kind === 'garbled') {
    return sendPage(response, { status: 502, type: 'text/html', body: Buffer.from('<h1>Bad gateway</h1>') });
  }
  send(response, answered);
}

/** Parameters from the query, a form or JSON; the token from the header or `access_token`. */
function sentWith(request: IncomingMessage, url: URL, body: Buffer) {
  const params = new URLSearchParams(url.search);
  const json = (request.headers['content-type'] ?? '').startsWith('application/json');
  const fields = json ? Object.entries(jsonOf(body) ?? {}) : new URLSearchParams(body.toString());
  for (const [name, value] of fields) params.set(name, String(value));
  const header = /^(?:Bearer|OAuth) (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return { params, token: header ?? params.get('access_token') };
}

function graphPath(pathname: string): string {
  return pathname.replace(/^\/(v\d+\.\d+(\/|$))?/, '');
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function jsonOf(body: Buffer): object | undefined {
  try {
    return JSON.parse(body.toString()) as object;
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, { status, body, headers }: GraphAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers });
  response.end(JSON.stringify(body));
}

function sendPage(response: ServerResponse, { status, type, body, headers }: PageAnswer): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers });
  response.end(body);
}
