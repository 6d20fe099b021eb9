import { createHmac, timingSafeEqual } from 'node:crypto';

const HEADER = /^sha256=([0-9a-f]{64})$/i;
const HEX = /^[0-9a-f]{64}$/i;

/** The HMAC-SHA256 of some bytes in hex. */
export const hmacHex = (secret: string, signed: string | Buffer): string =>
  createHmac('sha256', secret).update(signed).digest('hex');

/** The signature header of a body: `sha256=` and the hex HMAC-SHA256 of its raw bytes. */
export function sign(secret: string, body: Buffer): string {
  return `sha256=${hmacHex(secret, body)}`;
}

/**
 * Does the header sign exactly these bytes? For `X-Hub-Signature-256` (Meta) and `X-Kommentarsvakten-Signature`.
 * Meta signs its escaped JSON, so `body` is what came over the wire, never re-serialised. An empty secret signs
 * nothing. Takes the same time wherever the signatures differ.
 * Source: developers.facebook.com/docs/graph-api/webhooks/getting-started, "Validating Payloads".
 */
export function verifySignature(secret: string, body: Buffer, header: string | undefined): boolean {
  return isSignedAs(secret, body, header === undefined ? undefined : HEADER.exec(header)?.[1]);
}

/** Is `hex` the HMAC of exactly these bytes? The same care as above. */
export function isSignedAs(secret: string, signed: Buffer, hex: string | undefined): boolean {
  if (secret === '' || hex === undefined || !HEX.test(hex)) return false;
  return timingSafeEqual(Buffer.from(hmacHex(secret, signed), 'hex'), Buffer.from(hex, 'hex'));
}
