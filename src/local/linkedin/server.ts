import type { IncomingMessage, ServerResponse } from 'node:http';
import { httpDate } from '../../platforms/http-date.ts';
import { type ApiAnswer, answerUnder, bytesOf, jsonOf, send, sendPage } from '../simulator/answer.ts';
import { answerControl } from '../simulator/control.ts';
import { Faults } from '../simulator/faults.ts';
import { type Listening, serve } from '../simulator/serve.ts';
import { servePicture } from '../simulator/serve-picture.ts';
import { loadState, StateFile } from '../simulator/state-file.ts';
import { type Controlled, doDeed, ENDPOINTS, type MemberDeed } from './control.ts';
import { answerIntrospection } from './introspection.ts';
import { answerPage } from './page-view.ts';
import { type Fault, LinkedInRefusal, refusalOf } from './refusal.ts';
import type { LinkedInRequest } from './request.ts';
import { answerLinkedIn } from './routes.ts';
import { type SamplePage, sampleLinkedInPages } from './seed.ts';
import { LinkedInState, newState, type SimComment } from './state.ts';
import { Wall } from './wall.ts';
import { type DeliveryMode, type Subscription, WebhookSender } from './webhook-sender.ts';

/** How the simulator runs. Everything may be left out. */
export interface LinkedInSimulatorOptions extends Listening {
  /** Default: the sample Pages. Ignored when a state file exists. */
  readonly pages?: readonly SamplePage[];
  /** A JSON file that keeps everything between runs. */
  readonly stateFile?: string;
  /** Default: the machine's time. */
  readonly now?: () => Temporal.Instant;
}

/** A running simulator. What the control endpoints do can be done here in process. */
export interface LinkedInSimulator {
  /** `http://127.0.0.1:PORT`; the interface stands at `/rest` below it. */
  readonly url: string;
  readonly state: LinkedInState;
  deed(deed: MemberDeed): SimComment;
  fault(fault: Fault): void;
  /** Challenges the endpoint and sends to it. */
  subscribe(subscription: Subscription): Promise<void>;
  deliver(mode: DeliveryMode): void;
  /** Looks at once what the time has made due. */
  wake(): void;
  close(): Promise<void>;
}

/** Starts a LinkedIn simulator. @throws {Error} when the port is taken or the state file cannot be read. */
export async function startLinkedIn(options: LinkedInSimulatorOptions = {}): Promise<LinkedInSimulator> {
  const now = options.now ?? Temporal.Now.instant;
  const fresh = () => newState(options.pages ?? sampleLinkedInPages(), now());
  const state = loadState(options.stateFile, LinkedInState) ?? fresh();
  const file = new StateFile(options.stateFile, state);
  let url = '';
  const changed = () => {
    file.changed();
    sender.wake();
  };
  const wall: Wall = new Wall(state, { now, origin: () => url, changed });
  const sender = new WebhookSender(wall);
  const on: Controlled = { wall, faults: new Faults(), sender };
  const served = await serve('linkedin', options, (request, response) => handle(on, request, response));
  url = served.url;
  return {
    url,
    state,
    deed: (deed) => doDeed(wall, deed),
    fault: (fault) => on.faults.add(fault),
    subscribe: (subscription) => sender.subscribe(subscription),
    deliver: (mode) => sender.deliver(mode),
    wake: () => sender.wake(),
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
  if (first === '_sim')
    return send(
      response,
      await answerControl(ENDPOINTS, on, { method, name: rest.join('/'), body: jsonOf(body) }),
    );
  if (first === 'media') return servePicture(on.faults, url.pathname, response);
  if (method === 'POST' && url.pathname === '/oauth/v2/introspectToken')
    return send(response, answerIntrospection(on.wall, new URLSearchParams(body.toString())));
  if (first !== 'rest') {
    const page = answerPage(on.wall, method, url, new URLSearchParams(body.toString()));
    return sendPage(response, page ?? { status: 404, type: 'text/plain', body: '' });
  }
  const query = new Map(url.search.slice(1).split('&').map(partOf));
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null;
  await serveLinkedIn(
    on,
    { method, path: rest, query, headers: request.headers, token, body: jsonOf(body) },
    response,
  );
}

function partOf(part: string): [string, string] {
  const at = part.indexOf('=');
  return [part.slice(0, at), part.slice(at + 1)];
}

async function serveLinkedIn(
  on: Controlled,
  request: LinkedInRequest,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('date', httpDate(on.wall.now()));
  const answer = (): ApiAnswer => {
    try {
      return answerLinkedIn(on.wall, request);
    } catch (error) {
      if (error instanceof LinkedInRefusal) return error.answer;
      throw error;
    }
  };
  const fault = on.faults.take(request.method, request.path.join('/'));
  await answerUnder(fault, response, { refusal: refusalOf, answer });
}
