import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { TeamsOptions } from '../../src/chat/teams/options.ts';
import { createFakeIssuer, type FakeIssuer, type TokenClaims } from './fake-issuer.ts';
import { type FakePerson, TENANT } from './teams-activities.ts';

/** A request that the bot made to Teams, in the order of arrival. */
export interface FakeRequest {
  readonly act: 'post' | 'update' | 'delete' | 'member' | 'roster' | 'create' | 'token' | 'other';
  readonly method: string;
  readonly path: string;
  /** Decoded, without `;messageid=`. */
  readonly conversation: string | null;
  /** The root message of the thread that was written to. */
  readonly thread: string | null;
  /** The activity or member that the path names, or the page of a roster that is asked for. */
  readonly subject: string | null;
  readonly body: Record<string, unknown>;
  readonly authorization: string | null;
  /** When it arrived, on the clock of `performance.now()`. */
  readonly atMs: number;
}

/** How to answer instead of the usual. The newest rule that fits and is not used up wins. */
export interface FakeRule {
  readonly when?: (request: FakeRequest) => boolean;
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly delayMs?: number;
  /** `never`: no answer at all; `break`: the connection is cut; `lose`: done, then the connection is cut. */
  readonly instead?: 'never' | 'break' | 'lose';
  /** How many requests it answers; default: all. */
  readonly times?: number;
}

/** A message that stands in a conversation. */
interface FakeMessage {
  readonly messageId: string;
  readonly thread: string | null;
  readonly text: string | null;
  readonly card: unknown;
  readonly summary: string | null;
  /** How often it was edited. */
  readonly edits: number;
}

/** Teams' connector on loopback, with its login service. */
export interface FakeConnector {
  /** Its serviceUrl. */
  readonly url: string;
  readonly appId: string;
  readonly requests: FakeRequest[];
  readonly issuer: FakeIssuer;
  /** Options under which createTeams talks to it, all checks on. */
  readonly options: TeamsOptions;
  /** Every message that stands in the conversation, oldest first, as it reads now. */
  messages(conversation: string): readonly FakeMessage[];
  /** Those with a card. */
  cards(conversation: string): readonly FakeMessage[];
  /** @returns takes the rule away again */
  respondWith(rule: FakeRule): () => void;
  /** What the roster says of a member; null: 404. Default: an ordinary user of TENANT. */
  setMember(accountId: string, member: Record<string, unknown> | null): void;
  /** Who is in the team: ordinary users of TENANT, unless said otherwise. Default: nobody. */
  setRoster(
    people: readonly (FakePerson & { readonly userRole?: string; readonly tenantId?: string })[],
    pageSize?: number,
  ): void;
  /** Headers with which Teams would send an activity. */
  headers(claims?: TokenClaims): Promise<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts it on a free port of 127.0.0.1. @param appId the bot's application id */
export async function startFakeConnector(appId = crypto.randomUUID() as string): Promise<FakeConnector> {
  const state = new FakeTeams();
  let url = '';
  const issuer = await createFakeIssuer(appId, () => url);
  const server = createServer((request, response) => {
    void answer(state, issuer, url, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/amer`;
  const origin = new URL(url).origin;
  return {
    url,
    appId,
    requests: state.requests,
    issuer,
    options: {
      appId,
      appPassword: 'a-secret-of-the-fake',
      tenantId: TENANT,
      openIdMetadataUrl: `${origin}/openid`,
      tokenIssuer: issuer.tokenIssuer,
      loginUrl: origin,
      outboundHosts: ['127.0.0.1'],
      timeoutMs: 2_000,
    },
    messages: (conversation) => state.messagesOf(conversation),
    cards: (conversation) => state.messagesOf(conversation).filter((message) => message.card !== null),
    respondWith: (rule) => state.addRule(rule),
    setMember: (accountId, member) => void state.members.set(accountId, member),
    setRoster: (people, pageSize = 500) => state.setRoster(people, pageSize),
    headers: async (claims) => ({
      'content-type': 'application/json',
      authorization: `Bearer ${await issuer.mint(claims)}`,
    }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

class FakeTeams {
  readonly requests: FakeRequest[] = [];
  readonly members = new Map<string, Record<string, unknown> | null>();
  #rules: { rule: FakeRule; left: number }[] = [];
  #messages: (FakeMessage & { conversation: string })[] = [];
  #lastId = 1_760_000_000_000;
  #pages: readonly (readonly object[])[] = [[]];

  setRoster(
    people: readonly (FakePerson & { readonly userRole?: string; readonly tenantId?: string })[],
    pageSize: number,
  ): void {
    const members = people.map((person) => ({ tenantId: TENANT, userRole: 'user', ...person }));
    const starts = Array.from({ length: Math.ceil(members.length / pageSize) }, (_, page) => page * pageSize);
    this.#pages = starts.map((start) => members.slice(start, start + pageSize));
  }

  addRule(rule: FakeRule): () => void {
    const entry = { rule, left: rule.times ?? Number.POSITIVE_INFINITY };
    this.#rules.unshift(entry);
    return () => {
      this.#rules = this.#rules.filter((other) => other !== entry);
    };
  }

  ruleFor(request: FakeRequest): FakeRule | null {
    const found = this.#rules.find(({ rule, left }) => left > 0 && (rule.when?.(request) ?? true));
    if (found === undefined) return null;
    found.left -= 1;
    return found.rule;
  }

  messagesOf(conversation: string): readonly FakeMessage[] {
    return this.#messages
      .filter((message) => message.conversation === conversation)
      .map(({ conversation: _, ...message }) => message);
  }

  perform(request: FakeRequest): { status: number; body: unknown } {
    if (request.act === 'post') {
      const messageId = String(++this.#lastId);
      this.#messages.push(messageOf(request, messageId, 0));
      return { status: 201, body: { id: messageId } };
    }
    if (request.act === 'update' || request.act === 'delete') {
      const index = this.#messages.findIndex(({ messageId }) => messageId === request.subject);
      const before = this.#messages[index];
      if (before === undefined)
        return { status: 404, body: { error: { code: 'ActivityNotFoundInConversation' } } };
      const after =
        request.act === 'update' ? [messageOf(request, before.messageId, before.edits + 1, before)] : [];
      this.#messages.splice(index, 1, ...after);
      return { status: 200, body: { id: before.messageId } };
    }
    if (request.act === 'create') {
      const [member] = request.body['members'] as { id: string }[];
      return { status: 201, body: { id: `a:personal-${member?.id}` } };
    }
    if (request.act === 'member') return this.#member(request.subject ?? '');
    if (request.act === 'roster') {
      const page = Number(request.subject ?? 0);
      const next = page + 1 < this.#pages.length ? { continuationToken: String(page + 1) } : {};
      return { status: 200, body: { members: this.#pages[page] ?? [], ...next } };
    }
    if (request.act === 'token')
      return { status: 200, body: { access_token: 'token-of-the-bot', expires_in: 3_600 } };
    return { status: 404, body: { error: { code: 'NotFound' } } };
  }

  #member(id: string): { status: number; body: unknown } {
    const member = this.members.get(id);
    if (member === null) return { status: 404, body: { error: { code: 'MemberNotFoundInConversation' } } };
    return { status: 200, body: member ?? { id, tenantId: TENANT, userRole: 'user' } };
  }
}

function messageOf(request: FakeRequest, messageId: string, edits: number, before?: FakeMessage) {
  const attachments = (request.body['attachments'] ?? []) as { content: unknown }[];
  return {
    conversation: request.conversation ?? '',
    messageId,
    thread: before === undefined ? request.thread : before.thread,
    text: (request.body['text'] as string | undefined) ?? null,
    card: attachments[0]?.content ?? null,
    summary: (request.body['summary'] as string | undefined) ?? null,
    edits,
  };
}

async function answer(
  state: FakeTeams,
  issuer: FakeIssuer,
  url: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const send = (status: number, body: unknown, headers: Record<string, string> = {}) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (request.url === '/openid') return send(200, issuer.metadata(new URL(url).origin));
  if (request.url === '/keys') return send(200, issuer.keys());
  const seen = readRequest(request, Buffer.concat(chunks).toString('utf8'));
  state.requests.push(seen);
  const rule = state.ruleFor(seen);
  if (rule?.instead === 'never') return;
  if (rule?.delayMs !== undefined) await pause(rule.delayMs);
  if (rule?.instead === 'break') {
    request.socket.destroy();
    return;
  }
  if (rule?.status !== undefined) return send(rule.status, rule.body ?? {}, rule.headers);
  const usual = state.perform(seen);
  if (rule?.instead === 'lose') {
    request.socket.destroy();
    return;
  }
  send(usual.status, usual.body);
}

function readRequest(request: IncomingMessage, text: string): FakeRequest {
  const method = request.method ?? '';
  const path = decodeURIComponent((request.url ?? '').replace(/\?.*$/, ''));
  const [, whole, part, subject] =
    /\/v3\/conversations(?:\/([^/]+))?(?:\/(activities|members|pagedmembers)(?:\/(.+))?)?$/.exec(path) ?? [];
  const [conversation, thread] = (whole ?? '').split(';messageid=');
  const isJson = (request.headers['content-type'] ?? '').includes('json');
  return {
    act: actOf(method, path, whole, part),
    method,
    path,
    conversation: conversation || null,
    thread: thread ?? null,
    subject: subject ?? new URL(request.url ?? '', 'http://teams').searchParams.get('continuationToken'),
    body: isJson && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : {},
    authorization: request.headers.authorization ?? null,
    atMs: performance.now(),
  };
}

function actOf(method: string, path: string, conversation?: string, part?: string): FakeRequest['act'] {
  if (path.endsWith('/oauth2/v2.0/token')) return 'token';
  if (path.endsWith('/v3/conversations') && method === 'POST') return 'create';
  if (conversation === undefined) return 'other';
  if (part === 'members') return 'member';
  if (part === 'pagedmembers') return 'roster';
  return ({ POST: 'post', PUT: 'update', DELETE: 'delete' } as const)[method] ?? 'other';
}
