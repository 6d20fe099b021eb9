import type { IncomingMessage } from 'node:http';

/** The largest body that is taken. */
export const MAX_BODY = 1024 * 1024;
/** A larger one is still read up to here and dropped: a sender who is cut off while sending never sees the 413. */
const MAX_DROPPED = 16 * MAX_BODY;

/** The body is larger than {@link MAX_BODY}. */
export class BodyTooLarge extends Error {}
/** The sender left before the body's end: nobody hears the answer. */
export class BodyCutOff extends Error {}

/** The bytes as they came, since signatures cover bytes. @throws BodyTooLarge, BodyCutOff */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_DROPPED) throw new BodyTooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_DROPPED) break;
      if (size <= MAX_BODY) chunks.push(chunk);
    }
  } catch (cause) {
    throw new BodyCutOff('the request ended before its body', { cause });
  }
  if (size > MAX_BODY) throw new BodyTooLarge();
  return Buffer.concat(chunks);
}
