import type { MunicipalityId } from '../core/policy.ts';
import type { HttpRequest } from '../ports/http.ts';
import { verifySignature } from './signature.ts';

/** What the body of a request to `/api` is signed in. */
export const SIGNATURE_HEADER = 'X-Kommentarsvakten-Signature';

/** Who may post, each with a secret of its own, and for whom. */
export type IntakeSenders = readonly {
  readonly secret: string;
  readonly speaksFor: readonly MunicipalityId[];
}[];

/** For whom the signature of the request speaks; null where nobody has signed it. */
export function speaksFor(
  senders: IntakeSenders,
  { body, headers }: Pick<HttpRequest, 'body' | 'headers'>,
): readonly MunicipalityId[] | null {
  const signature = headers[SIGNATURE_HEADER.toLowerCase()];
  // Every secret is tried, whichever fits: the time that it takes tells nothing of them.
  const signers = senders.filter(({ secret }) => verifySignature(secret, body, signature));
  return signers.length === 0 ? null : signers.flatMap((signer) => signer.speaksFor);
}
