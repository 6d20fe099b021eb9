import { PlatformError } from '../ports/platform.ts';
import { retryAfterMs } from './retry-after.ts';

/** The most that is kept of one attachment. */
export const MAX_ATTACHMENT_BYTES = 20 * 1024 * 1024;

const MAX_REDIRECTS = 3;

/** Who may be asked and for how long. */
export interface AttachmentSource {
  /** Host names without port; each also allows its subdomains: `fbcdn.net`. */
  readonly hosts: readonly string[];
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
}

/**
 * Fetches an attachment over https (plain http only on loopback) from allow-listed hosts, no token sent. A redirect
 * is followed only to an allowed host.
 * @throws {PlatformError} `rejected` for a host that is not allowed or more than 20 MiB; `not-found` for 403, 404 and
 * 410, which is what an expired address answers; otherwise `transient`, also for a web page in the file's place.
 */
export async function fetchAttachment(
  source: AttachmentSource,
  address: string,
): Promise<{ bytes: Buffer; contentType: string }> {
  const signal = AbortSignal.timeout(source.timeoutMs);
  let url = allowed(source, address);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    try {
      const response = await source.fetch(url, { redirect: 'manual', signal });
      const location =
        response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
      if (location === null) return await bodyOf(response, url.hostname);
      await response.body?.cancel();
      url = allowed(source, URL.parse(location, url)?.href ?? '');
    } catch (cause) {
      if (cause instanceof PlatformError) throw cause;
      throw new PlatformError('transient', `no answer from ${url.hostname}`, { cause });
    }
  }
  throw new PlatformError('rejected', `more than ${MAX_REDIRECTS} redirects from ${url.hostname}`);
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

function allowed(source: AttachmentSource, address: string): URL {
  const url = URL.parse(address);
  if (url === null) throw new PlatformError('rejected', 'expected the URL of an attachment');
  const host = url.hostname;
  const listed = source.hosts.some((each) => host === each || host.endsWith(`.${each}`));
  const plain = url.protocol === 'http:' && LOOPBACK.test(host);
  const secure = (url.protocol === 'https:' && url.port === '') || plain;
  if (!listed || !secure || url.username !== '' || url.password !== '') {
    throw new PlatformError(
      'rejected',
      `expected https from an allow-listed host, got ${url.protocol}//${host}`,
    );
  }
  return url;
}

async function bodyOf(response: Response, host: string): Promise<{ bytes: Buffer; contentType: string }> {
  if (!response.ok) {
    await response.body?.cancel();
    const gone = [403, 404, 410].includes(response.status);
    const wait = gone ? null : retryAfterMs(response.headers);
    throw new PlatformError(
      gone ? 'not-found' : 'transient',
      `${host} answered HTTP ${response.status}`,
      wait === null ? {} : { retryAfterMs: wait },
    );
  }
  if (isPage(response)) {
    await response.body?.cancel();
    throw new PlatformError('transient', `${host} answered a page in place of the file`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Counted while it arrives: Content-Length is only what the host says.
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_ATTACHMENT_BYTES)
      throw new PlatformError('rejected', `attachment from ${host} is over 20 MiB`);
    chunks.push(chunk);
  }
  const contentType = response.headers.get('content-type') ?? 'application/octet-stream';
  return { bytes: Buffer.concat(chunks), contentType };
}

/** A gateway's page, kept as evidence, would say that the picture had been secured. A file that somebody sent is named as one. */
function isPage({ headers }: Response): boolean {
  const type = headers.get('content-type') ?? '';
  const disposition = headers.get('content-disposition') ?? '';
  return /^text\/html\b/iu.test(type) && !/^attachment\b/iu.test(disposition);
}
