import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TeamsOptions } from '../../../src/chat/teams/options.ts';
import { createTeams, type Teams } from '../../../src/chat/teams/teams.ts';
import type { AskedAbout, CardMessage, Installed, Press, Said } from '../../../src/ports/chat.ts';
import { type FakeConnector, startFakeConnector } from '../../fakes/fake-connector.ts';
import type { TokenClaims } from '../../fakes/fake-issuer.ts';

/** A bot with recording handlers behind a real HTTP address, and the fake Teams around it. */
export interface ServedTeams {
  readonly connector: FakeConnector;
  readonly teams: Teams;
  readonly url: string;
  readonly presses: Press[];
  readonly said: Said[];
  readonly installed: Installed[];
  readonly asked: AskedAbout[];
  readonly errors: { where: string; error: unknown }[];
  /** What the handlers answer; a function may also throw. */
  reply: { press: () => Promise<CardMessage>; said: () => Promise<string> };
  /** The clock of pacing and caches. */
  nowMs: number;
  post(activity: unknown, headers?: Record<string, string>): Promise<{ status: number; body: unknown }>;
  /** Sends the activity as Teams would. */
  send(activity: unknown, claims?: TokenClaims): Promise<{ status: number; body: unknown }>;
  close(): Promise<void>;
}

/** The card that the press handler answers with unless told otherwise. */
export const CARD: CardMessage = {
  card: { type: 'AdaptiveCard', version: '1.5', body: [] },
  summary: 'Ny kommentar',
};

/** @param change what differs from the fake connector's own options */
export async function serveTeams(
  change: (options: TeamsOptions) => TeamsOptions = (same) => same,
): Promise<ServedTeams> {
  const connector = await startFakeConnector();
  const presses: Press[] = [];
  const said: Said[] = [];
  const installed: Installed[] = [];
  const asked: AskedAbout[] = [];
  const errors: { where: string; error: unknown }[] = [];
  const served = { reply: { press: async () => CARD, said: async () => '' }, nowMs: 0 };
  const handlers = {
    press: (press: Press) => {
      presses.push(press);
      return served.reply.press();
    },
    said: (words: Said) => {
      said.push(words);
      return served.reply.said();
    },
    asked: async (about: AskedAbout) => {
      asked.push(about);
      return { ...CARD, title: 'Vilken regel gäller?' };
    },
    installed: async (where: Installed) => {
      installed.push(where);
    },
  };
  const teams = createTeams(change(connector.options), handlers, {
    nowMs: () => served.nowMs,
    onError: (where, error) => errors.push({ where, error }),
  });
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = await teams.handle(Buffer.concat(chunks), request.headers);
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`;
  const post: ServedTeams['post'] = async (activity, headers = {}) => {
    const body = typeof activity === 'string' ? activity : JSON.stringify(activity);
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  };
  return Object.assign(served, {
    connector,
    teams,
    url,
    presses,
    said,
    installed,
    asked,
    errors,
    post,
    send: async (activity: unknown, claims?: TokenClaims) => post(activity, await connector.headers(claims)),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await connector.close();
    },
  });
}
