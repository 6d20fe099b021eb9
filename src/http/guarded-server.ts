import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** How long a request's head, and all of it, may take to arrive: a byte a minute must not hold a connection for ever. */
const PATIENCE = { headersTimeout: 10_000, requestTimeout: 60_000, connectionsCheckingInterval: 2_000 };

/** RFC 9110 §7.2: a name or an address, and perhaps a port. No userinfo, path or query, which would move the path. */
const HOST = /^(?:\[[\da-f:.]+\]|[\w.~%!$&'()*+,;=-]*)(?::\d{0,5})?$/i;

/**
 * The server before the HTTP library, so that no request can end the process: restify 12 makes a URL of the request's
 * target and Host (`lib/request.js`, getUrl) outside every handler, and one that does not parse would be uncaught.
 * What nobody can read is 400; what `handle` throws is told to `onError` and is 500. What is no HTTP at all, an upgrade,
 * CONNECT, an Expect that is not met or a request that never ends, Node itself answers or cuts off.
 */
export function createGuardedServer(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  onError: (error: unknown) => void,
  patience = PATIENCE,
): Server {
  // Node's own answer to a missing Host closes the connection, which must not be: see `refuse`.
  return createServer({ ...patience, requireHostHeader: false }, (request, response) => {
    const target = targetOf(request);
    if (target === null || !hasGoodHost(request)) return refuse(response, 400, 'bad-request');
    request.url = target;
    try {
      handle(request, response);
    } catch (error) {
      onError(error);
      refuse(response, 500, 'failed');
    }
  });
}

/**
 * Says no in one word, where no handler can; what has been answered already is cut off. Without `Connection: close`:
 * a request that follows on a connection which the server ends so fails an assertion inside Node 26, and ends the process.
 */
export function refuse(response: ServerResponse, status: number, code: string): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { code } }));
}

/** Path and query in origin form, also of an absolute target (RFC 9112 §3.2); null where it is none of HTTP's forms. */
function targetOf({ method, url = '' }: IncomingMessage): string | null {
  if (url === '*') return method === 'OPTIONS' ? url : null;
  const parsed = URL.parse(url.startsWith('/') ? `http://localhost${url}` : url);
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) return null;
  return `${parsed.pathname}${parsed.search}`;
}

/** Exactly one, which may be empty; HTTP/1.0 may have none. */
function hasGoodHost({ headersDistinct, httpVersion }: IncomingMessage): boolean {
  const [host, ...more] = headersDistinct['host'] ?? [];
  if (host === undefined) return httpVersion === '1.0';
  return more.length === 0 && HOST.test(host) && (host === '' || URL.canParse(`http://${host}/`));
}
