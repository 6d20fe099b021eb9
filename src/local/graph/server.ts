import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApiAnswer, answerUnder, bytesOf, jsonOf, send, sendPage } from '../simulator/answer.ts';
import { answerControl } from '../simulator/control.ts';
import { Faults } from '../simulator/faults.ts';
import { type Listening, serve } from '../simulator/serve.ts';
import { servePicture } from '../simulator/serve-picture.ts';
import { loadState, StateFile } from '../simulator/state-file.ts';
import { type CitizenDeed, type Controlled, type DoneDeed, doDeed, ENDPOINTS } from './control.ts';
import { type Fault, refusalOf } from './faults.ts';
import { answerPage } from './page-view.ts';
import { GraphRefusal } from './refusal.ts';
import { answerGraph, type GraphRequest } from './routes.ts';
import { type SamplePage, samplePages } from './seed.ts';
import { type Act, GraphState, newState } from './state.ts';
import { Wall } from './wall.ts';
import { type Subscription, WebhookSender } from './webhook-sender.ts';

/** How the simulator runs. Everything may be left out. */
export interface GraphOptions extends Listening {
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
  const state = loadState(options.stateFile, GraphState) ?? newState(options.pages ?? samplePages(), now());
  const file = new StateFile(options.stateFile, state);
  const sender = new WebhookSender(state.pending, { now, taken: () => file.changed() });
  let url = '';
  const changed = () => {
    file.changed();
    sender.wake();
  };
  const wall = new Wall(state, { now, origin: () => url, changed });
  const on: Controlled = { wall, faults: new Faults(), sender };
  const served = await serve('graph', options, (request, response) => handle(on, request, response));
  url = served.url;
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
      await served.close();
      file.save();
    },
  };
}

async function handle(on: Controlled, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', on.wall.origin());
  const method = request.method ?? 'GET';
  const body = await bytesOf(request);
  const [, first = '', ...rest] = url.pathname.split('/');
  if (first === '_sim') {
    const call = { method, name: rest.join('/'), body: jsonOf(body) };
    return send(response, await answerControl(ENDPOINTS, on, call));
  }
  if (first === 'media') return servePicture(on.faults, url.pathname, response);
  const page = answerPage(on.wall, method, url, new URLSearchParams(body.toString()));
  if (page !== null) return sendPage(response, page);
  return serveGraph(on, { method, path: graphPath(url.pathname), ...sentWith(request, url, body) }, response);
}

async function serveGraph(
  on: Controlled,
  sent: Omit<GraphRequest, 'origin'>,
  response: ServerResponse,
): Promise<void> {
  const answer = (): ApiAnswer => {
    try {
      return answerGraph(on.wall, { ...sent, origin: on.wall.origin() });
    } catch (error) {
      if (error instanceof GraphRefusal) return error.answer;
      throw error;
    }
  };
  const refusal = (fault: Fault) => refusalOf(fault, sent.path.split('/')[0] ?? '')?.answer ?? null;
  await answerUnder(on.faults.take(sent.method, sent.path), response, { refusal, answer });
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
