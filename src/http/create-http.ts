import type { Server } from 'node:http';
import restify, { type Request, type Response } from 'restify';
import { IntakeError } from '../platforms/intake-error.ts';
import type { HttpAnswer, Route } from '../ports/http.ts';
import { createGuardedServer, refuse } from './guarded-server.ts';
import { BodyCutOff, BodyTooLarge, readBody } from './read-body.ts';

/** What is served, and who hears of faults. */
export interface HttpParts {
  readonly routes: readonly Route[];
  readonly onError: (where: string, error: unknown) => void;
}

/** Serves routes. Bodies are read raw, since signatures cover bytes; what they mean is for the routes to say. */
export function createHttp({ routes, onError }: HttpParts): Server {
  const server = restify.createServer({ name: 'kommentarsvakten', ignoreTrailingSlash: true });
  for (const route of routes) {
    const { method, path } = route;
    const answer = (request: Request, response: Response, next: () => void) => {
      handled(route, request)
        .catch((error: unknown) => answerTo(error, path, onError))
        .then(({ status, body, text }) => {
          if (text === undefined) response.send(status, body);
          else response.sendRaw(status, text, { 'content-type': 'text/plain; charset=utf-8' });
          next();
        })
        .catch((error: unknown) => {
          onError(path, error);
          refuse(response, 500, 'failed');
        });
    };
    server[method](path, answer);
    // Whoever may ask for something may ask whether it is there; restify leaves the body out.
    if (method === 'get') server.head(path, answer);
  }
  return createGuardedServer(
    (request, response) => server.server.emit('request', request, response),
    (error) => onError('http', error),
  );
}

async function handled({ handle, maxBytes }: Route, request: Request): Promise<HttpAnswer> {
  const body = await readBody(request, maxBytes);
  const headers = Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as const] : [],
    ),
  );
  const { searchParams: query } = new URL(request.url ?? '/', 'http://host');
  return handle({ body, headers, query, params: request.params ?? {} });
}

function answerTo(error: unknown, path: string, onError: HttpParts['onError']): HttpAnswer {
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
