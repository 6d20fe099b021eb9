import type { ServerResponse } from 'node:http';
import { type ApiAnswer, answerUnder } from './answer.ts';
import type { AnyFault, Faults } from './faults.ts';
import { picture } from './picture.ts';

type Fault = AnyFault & { readonly minutes?: number | undefined };

/** What a file's host answers, which knows nothing of the interface's words: an address that has expired is refused. */
const STATUSES: Readonly<Record<string, number>> = {
  'rate-limit': 429,
  throttle: 429,
  quota: 429,
  'token-expired': 403,
  permission: 403,
  gone: 404,
  transient: 503,
};

function refusalOf({ kind, minutes }: Fault): ApiAnswer | null {
  const status = STATUSES[kind];
  if (status === undefined) return null;
  const headers = minutes === undefined ? {} : { headers: { 'retry-after': String(minutes * 60) } };
  return { status, body: null, ...headers };
}

/** Serves a citizen's picture, under a fault that names its path. */
export const servePicture = (faults: Faults<Fault>, path: string, response: ServerResponse): Promise<void> =>
  answerUnder(faults.takeNamed('GET', path), response, {
    refusal: refusalOf,
    answer: () => ({ status: 200, type: 'image/png', body: picture(path) }),
  });
