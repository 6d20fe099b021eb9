import { createHmac, timingSafeEqual } from 'node:crypto';

const HEADER = /^sha256=([0-9a-f]{64})$/i;

/** The signature header of a body: `sha256=` and the hex HMAC-SHA256 of its raw bytes. */
export function sign(secret: string, body: Buffer): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/**
 * Does the header sign exactly these bytes? For `X-Hub-Signature-256` (Meta) and `X-Kommentarsvakten-Signature`.
 * Meta signs its escaped JSON, so `body` is what came over the wire, never re-serialised. An empty secret signs
 * nothing. Takes the same time wherever the signatures differ.
 * Source: developers.facebook.com/docs/graph-api/webhooks/getting-started, "Validating Payloads".
 */
export function verifySignature(secret: string, body: Buffer, header: string | undefined): boolean {
  const hex = header === undefined ? undefined : HEADER.exec(header)?.[1];
  if (secret === '' || hex === undefined) return false;
  return timingSafeEqual(createHmac('sha256', secret).update(body).digest(), Buffer.from(hex, 'hex'));
}
