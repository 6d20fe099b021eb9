import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApiAnswer, answerUnder, bytesOf, jsonOf, send, sendPage } from '../simulator/answer.ts';
import { answerControl } from '../simulator/control.ts';
import { Faults } from '../simulator/faults.ts';
import { type Listening, serve } from '../simulator/serve.ts';
import { loadState, StateFile } from '../simulator/state-file.ts';
import { Channels } from './channel.ts';
import { type CitizenDeed, type Controlled, type DoneDeed, doDeed, ENDPOINTS } from './control.ts';
import { type Fault, refusalOf } from './faults.ts';
import { answerPage } from './page-view.ts';
import { answerToken, spendUnits } from './project.ts';
import { ApiRefusal, refusalIn } from './refusal.ts';
import { type ApiRequest, answerApi } from './routes.ts';
import { type SampleChannel, sampleChannels } from './seed.ts';
import { newState, YouTubeState } from './state.ts';

/** How the simulator runs. Everything may be left out. */
export interface YouTubeOptions extends Listening {
  /** Default: the sample channels. Ignored when a state file exists. */
  readonly channels?: readonly SampleChannel[];
  /** A JSON file that keeps everything between runs. */
  readonly stateFile?: string;
  /** Default: the machine's time. */
  readonly now?: () => Temporal.Instant;
}

/** A running simulator. What the control endpoints do can be done here in process. */
export interface YouTubeSimulator {
  /** `http://127.0.0.1:PORT`; the API stands at `/youtube/v3` below it, and Google's tokens at `/token`. */
  readonly url: string;
  readonly state: YouTubeState;
  deed(deed: CitizenDeed): DoneDeed;
  fault(fault: Fault): void;
  close(): Promise<void>;
}

/** Starts a YouTube simulator. @throws {Error} when the port is taken or the state file cannot be read. */
export async function startYouTube(options: YouTubeOptions = {}): Promise<YouTubeSimulator> {
  const now = options.now ?? Temporal.Now.instant;
  const state =
    loadState(options.stateFile, YouTubeState) ?? newState(options.channels ?? sampleChannels(), now());
  const file = new StateFile(options.stateFile, state);
  const channels = new Channels(state, { now, changed: () => file.changed() });
  const on: Controlled = { channels, faults: new Faults() };
  const served = await serve('youtube', options, (request, response) => handle(on, request, response));
  return {
    url: served.url,
    state,
    deed: (deed) => doDeed(channels, deed),
    fault: (fault) => on.faults.add(fault),
    close: async () => {
      await served.close();
      file.save();
    },
  };
}

const API = '/youtube/v3/';

async function handle(on: Controlled, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://simulator');
  const method = request.method ?? 'GET';
  const body = await bytesOf(request);
  const [, first = '', ...rest] = url.pathname.split('/');
  if (first === '_sim') {
    const call = { method, name: rest.join('/'), body: jsonOf(body) };
    return send(response, await answerControl(ENDPOINTS, on, call));
  }
  const { state } = on.channels;
  const met = () => on.faults.take(method, url.pathname);
  const refusal = (fault: Fault) => refusalOf(fault, state);
  if (method === 'POST' && url.pathname === '/token') {
    const answer = () => answerToken(on.channels, new URLSearchParams(body.toString()));
    return answerUnder(met(), response, { answer, refusal });
  }
  if (url.pathname.startsWith(API)) {
    if (!spendUnits(on.channels, method))
      return send(response, refusalIn(state.oddities.spelling, 'quotaExceeded'));
    const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
    const path = url.pathname.slice(API.length);
    const asked = { method, path, params: url.searchParams, json: jsonOf(body), token };
    return answerUnder(met(), response, { answer: () => answerOrRefusal(on, asked), refusal });
  }
  const page = answerPage(on.channels, method, url, new URLSearchParams(body.toString()));
  sendPage(response, page ?? { status: 404, type: 'text/plain', body: 'Not found' });
}

function answerOrRefusal({ channels }: Controlled, asked: ApiRequest): ApiAnswer {
  try {
    return answerApi(channels, asked);
  } catch (error) {
    if (error instanceof ApiRefusal) return refusalIn(channels.state.oddities.spelling, error.reason);
    throw error;
  }
}
