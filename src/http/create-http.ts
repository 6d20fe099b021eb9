import type { IncomingHttpHeaders, Server } from 'node:http';
import restify, { type Request, type Response } from 'restify';
import type { Intake } from '../platforms/intake.ts';
import { IntakeError } from '../platforms/intake-error.ts';
import { verifySignature } from '../platforms/signature.ts';
import { createGuardedServer, refuse } from './guarded-server.ts';
import { BodyCutOff, BodyTooLarge, MAX_BODY, MAX_WEBHOOK, readBody } from './read-body.ts';

/** What the routes hand on to, and what they need to know. */
export interface HttpParts {
  readonly messages: (
    body: Buffer,
    headers: IncomingHttpHeaders,
  ) => Promise<{ status: number; body?: unknown }>;
  readonly intake: Intake;
  readonly secrets: {
    readonly meta: string;
    readonly metaVerify: string;
    /** Who may post comments, each with a secret of its own, and for whom. */
    readonly intake: readonly { readonly secret: string; readonly speaksFor: readonly string[] }[];
  };
  /** Throws while the bot cannot serve. */
  readonly ready: () => Promise<void>;
  readonly onError: (where: string, error: unknown) => void;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly text?: string;
}

/** The routes. Bodies are read raw, since signatures cover bytes; what they mean is for the adapters to say. */
export function createHttp(parts: HttpParts): Server {
  const routes = restify.createServer({ name: 'kommentarsvakten', ignoreTrailingSlash: true });
  const route = (
    method: 'get' | 'post',
    path: string,
    handle: (body: Buffer, request: Request) => Promise<Answer>,
  ) => {
    const answer = (request: Request, response: Response, next: () => void) => {
      readBody(request, path.startsWith('/webhooks/') ? MAX_WEBHOOK : MAX_BODY)
        .then((body) => handle(body, request))
        .catch((error: unknown) => answerTo(error, path, parts.onError))
        .then(({ status, body, text }) => {
          if (text === undefined) response.send(status, body);
          else response.sendRaw(status, text, { 'content-type': 'text/plain; charset=utf-8' });
          next();
        })
        .catch((error: unknown) => {
          parts.onError(path, error);
          refuse(response, 500, 'failed');
        });
    };
    routes[method](path, answer);
    // Whoever may ask for something may ask whether it is there; restify leaves the body out.
    if (method === 'get') routes.head(path, answer);
  };

  route('post', '/api/messages', (body, request) => parts.messages(body, request.headers));
  route('get', '/webhooks/facebook', async (_, request) => subscribe(request, parts.secrets.metaVerify));
  route('post', '/webhooks/facebook', async (body, request) => {
    if (!verifySignature(parts.secrets.meta, body, headerOf(request, 'x-hub-signature-256')))
      return unsigned('X-Hub-Signature-256');
    await parts.intake.facebook(body);
    return { status: 200, text: 'EVENT_RECEIVED' };
  });
  route('post', '/api/comments', async (body, request) => {
    const header = 'X-Kommentarsvakten-Signature';
    const signature = headerOf(request, header.toLowerCase());
    // Every secret is tried, whichever fits: the time that it takes tells nothing of them.
    const signers = parts.secrets.intake.filter(({ secret }) => verifySignature(secret, body, signature));
    if (signers.length === 0) return unsigned(header);
    const speaksFor = signers.flatMap((signer) => signer.speaksFor);
    return { status: 202, body: await parts.intake.comments(body, speaksFor) };
  });
  route('get', '/healthz', async () => ({ status: 200, body: { status: 'ok' } }));
  route('get', '/readyz', async () => {
    await parts.ready();
    return { status: 200, body: { status: 'ready' } };
  });
  return createGuardedServer(
    (request, response) => routes.server.emit('request', request, response),
    (error) => parts.onError('http', error),
  );
}

const unsigned = (header: string): Answer => ({
  status: 401,
  body: {
    error: { code: 'bad-signature', message: `${header}: expected sha256= and the body's HMAC in hex` },
  },
});

/** Source: developers.facebook.com/docs/graph-api/webhooks/getting-started, verification requests. */
function subscribe(request: Request, token: string): Answer {
  const query = new URL(request.url ?? '/', 'http://host').searchParams;
  const challenge = query.get('hub.challenge');
  if (
    query.get('hub.mode') === 'subscribe' &&
    query.get('hub.verify_token') === token &&
    challenge !== null
  ) {
    return { status: 200, text: challenge };
  }
  return {
    status: 403,
    body: { error: { code: 'bad-verify-token', message: 'hub.verify_token: not the expected one' } },
  };
}

const headerOf = (request: Request, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
};

function answerTo(error: unknown, path: string, onError: HttpParts['onError']): Answer {
  if (error instanceof IntakeError) {
    return {
      status: error.status,
      body: { error: { code: error.code, field: error.field, message: error.message } },
    };
  }
  if (error instanceof BodyTooLarge) {
    return {
      status: 413,
      body: { error: { code: 'too-large', message: `expected at most ${error.most} bytes` } },
    };
  }
  if (error instanceof BodyCutOff) return { status: 400, body: { error: { code: 'cut-off' } } };
  onError(path, error);
  const status = path === '/readyz' ? 503 : 500;
  return {
    status,
    body: { error: { code: 'failed', message: 'the request could not be carried out; nothing was kept' } },
  };
}
