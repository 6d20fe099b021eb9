/** A whole text message, unmasked, as servers send it (RFC 6455 §5.2). */
const TEXT = 0x81;
const [TWO_BYTES, EIGHT_BYTES] = [126, 127];
const HEAD = 2;

/** One text as a server sends it over a WebSocket. */
export function frameOf(text: string): Buffer {
  const payload = Buffer.from(text);
  if (payload.length < TWO_BYTES) return Buffer.concat([Buffer.from([TEXT, payload.length]), payload]);
  const long = payload.length > 0xffff;
  const head = Buffer.alloc(long ? HEAD + 8 : HEAD + 2);
  head.set([TEXT, long ? EIGHT_BYTES : TWO_BYTES]);
  if (long) head.writeBigUInt64BE(BigInt(payload.length), HEAD);
  else head.writeUInt16BE(payload.length, HEAD);
  return Buffer.concat([head, payload]);
}

/**
 * Reads what a server writes to a WebSocket without extensions, in pieces of any size: the answer to the handshake, then
 * frames. What is no text (close, ping) is passed over.
 */
export function frameReader(onText: (text: string) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let greeted = false;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    if (!greeted) {
      const end = rest.indexOf('\r\n\r\n');
      if (end < 0) return;
      greeted = true;
      rest = rest.subarray(end + 4);
    }
    for (let frame = firstFrame(rest); frame; frame = firstFrame(rest)) {
      if (rest[0] === TEXT) onText(rest.toString('utf8', frame.from, frame.to));
      rest = rest.subarray(frame.to);
    }
  };
}

/** Where the payload of the first frame stands; null while it is not all there. */
function firstFrame(bytes: Buffer): { from: number; to: number } | null {
  const short = bytes[1];
  if (short === undefined) return null;
  const from = HEAD + (short === EIGHT_BYTES ? 8 : short === TWO_BYTES ? 2 : 0);
  if (bytes.length < from) return null;
  const length =
    from === HEAD ? short : bytes.readUIntBE(from === HEAD + 8 ? HEAD + 2 : HEAD, from === HEAD + 8 ? 6 : 2);
  return bytes.length < from + length ? null : { from, to: from + length };
}
