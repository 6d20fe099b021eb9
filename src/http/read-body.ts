import type { IncomingMessage } from 'node:http';

/** A larger one is still read up to here and dropped: a sender who is cut off while sending never sees the 413. */
const MAX_DROPPED = 16 * 1024 * 1024;

/** The body is larger than the `most` bytes that its address takes. */
export class BodyTooLarge extends Error {
  readonly most: number;
  constructor(most: number) {
    super(`expected at most ${most} bytes`);
    this.most = most;
  }
}
/** The sender left before the body's end: nobody hears the answer. */
export class BodyCutOff extends Error {}

/** The bytes as they came, at most `most`, since signatures cover bytes. @throws BodyTooLarge, BodyCutOff */
export async function readBody(request: IncomingMessage, most: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_DROPPED) throw new BodyTooLarge(most);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_DROPPED) break;
      if (size <= most) chunks.push(chunk);
    }
  } catch (cause) {
    throw new BodyCutOff('the request ended before its body', { cause });
  }
  if (size > most) throw new BodyTooLarge(most);
  return Buffer.concat(chunks);
}
