import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createLinkedIn } from '../../../src/platforms/linkedin/acts.ts';

/** What LinkedIn answers. `body` undefined: none. */
export interface Scripted {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** A request as it came over the wire. */
interface Heard {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** An adapter before a server that answers as it is told, by `METHOD /path?query` up to where a key ends; else 404. */
export async function scripted(
  answers: Record<string, Scripted | (() => Scripted)>,
  options: Partial<Parameters<typeof createLinkedIn>[0]> = {},
) {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const line = `${request.method} ${request.url}`;
    heard.push({ line, headers: request.headers, body });
    const key = Object.keys(answers)
      .filter((each) => line.startsWith(each))
      .sort((one, other) => other.length - one.length)[0];
    const found = key === undefined ? undefined : answers[key];
    const answer = (typeof found === 'function' ? found() : found) ?? GONE;
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
    response.end(
      typeof answer.body === 'string'
        ? answer.body
        : answer.body === undefined
          ? ''
          : JSON.stringify(answer.body),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const linkedin = createLinkedIn({
    apiUrl: `http://127.0.0.1:${port}`,
    version: '202610',
    timeoutMs: 2000,
    attachmentHosts: ['127.0.0.1'],
    tokenOf: () => 'a-token',
    clientOf: () => null,
    applicationIdOf: () => undefined,
    now: () => Temporal.Instant.from('2026-11-29T21:30:00Z'),
    ...options,
  });
  return { linkedin, heard };
}

/** LinkedIn's own refusal. */
export const refused = (
  status: number,
  more: object = {},
  headers: Record<string, string> = {},
): Scripted => ({
  status,
  headers,
  body: { status, serviceErrorCode: 1, message: 'as it says', ...more },
});

const GONE = refused(404, { message: 'Could not find entity' });

/** The Page's own number, and its administrator. */
export const PAGE = '96072893';
const ADMIN = 'urn:li:person:zLqTygBP8S';
export const ROLE: Scripted = {
  body: {
    elements: [{ organization: `urn:li:organization:${PAGE}`, role: 'ADMINISTRATOR', roleAssignee: ADMIN }],
  },
};
/** A post in two of its spellings, which share no number, and comments under it. */
export const SHARE = 'urn:li:share:7094637247487995904';
export const ACTIVITY = 'urn:li:activity:7094637247890620418';
export const COMMENT = '7094977717598625792';
export const REPLY = '7094977999998625792';
export const commentNode = (id: string, more: object = {}) => ({
  id,
  commentUrn: `urn:li:comment:(${ACTIVITY},${id})`,
  actor: 'urn:li:person:Kim',
  object: ACTIVITY,
  message: { attributes: [], text: 'När öppnar biblioteket?' },
  created: { actor: 'urn:li:person:Kim', time: 1_795_075_200_000 },
  lastModified: { actor: 'urn:li:person:Kim', time: 1_795_075_200_000 },
  ...more,
});
/** As it stands in a path. */
export const inPath = (urn: string): string =>
  encodeURIComponent(urn).replaceAll('(', '%28').replaceAll(')', '%29');
