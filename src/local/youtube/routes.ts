import type { ApiAnswer } from '../simulator/answer.ts';
import { insertReply, removeOwn, setModerationStatus } from './acts.ts';
import type { Channels } from './channel.ts';
import { listChannels, listComments, listThreads, listUploads } from './lists.ts';
import { channelOf } from './project.ts';
import { refuse } from './refusal.ts';
import type { SimChannel } from './state.ts';

/** One call to the Data API. */
export interface ApiRequest {
  readonly method: string;
  /** Below `/youtube/v3/`: `comments/setModerationStatus`. */
  readonly path: string;
  readonly params: URLSearchParams;
  /** The body, as JSON. */
  readonly json: unknown;
  readonly token: string | null;
}

/** A call with whom it is made for. */
export interface Call extends ApiRequest {
  readonly channels: Channels;
  readonly own: SimChannel;
}

/** By method and path. */
const ROUTES: Readonly<Record<string, (call: Call) => ApiAnswer>> = {
  'GET commentThreads': listThreads,
  'GET comments': listComments,
  'POST comments': insertReply,
  'DELETE comments': removeOwn,
  'POST comments/setModerationStatus': setModerationStatus,
  'GET channels': listChannels,
  'GET playlistItems': listUploads,
};

/** Answers one call. @throws {ApiRefusal} */
export function answerApi(channels: Channels, request: ApiRequest): ApiAnswer {
  const own = channelOf(channels, request.token);
  const route = ROUTES[`${request.method} ${request.path}`];
  if (route === undefined) refuse('notFound');
  return route({ ...request, channels, own });
}
