import { expect, it } from 'vitest';
import { frameOf, frameReader } from '../../src/local/web-socket-frames.ts';

const HANDSHAKE = Buffer.from('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n');
/** A close and a ping, as servers send them. */
const NO_TEXT = Buffer.from([0x88, 0x02, 0x03, 0xe8, 0x89, 0x00]);

const SIZES = [0, 1, 125, 126, 127, 65_535, 65_536, 100_000];
const texts = SIZES.map((size) => 'x'.repeat(size)).concat('åäö 👩‍👩‍👧');

it.each([1, 7, 4096, 1_000_000])('reads back what it has framed, in pieces of %i bytes', (size) => {
  const read: string[] = [];
  const push = frameReader((text) => read.push(text));
  const bytes = Buffer.concat([HANDSHAKE, ...texts.flatMap((text) => [frameOf(text), NO_TEXT])]);
  const step = bytes.length > 100_000 && size === 1 ? 997 : size;
  for (let at = 0; at < bytes.length; at += step) push(bytes.subarray(at, at + step));
  expect(read).toEqual(texts);
});

it.each(SIZES)('frames %i bytes as a browser reads them', async (size) => {
  const text = 'x'.repeat(size);
  const head = frameOf(text).subarray(0, frameOf(text).length - size);
  expect(head[0]).toBe(0x81);
  expect(head.length).toBe(size < 126 ? 2 : size < 65_536 ? 4 : 10);
  expect(
    head.length === 2
      ? head[1]
      : head.readUIntBE(2 + (head.length === 10 ? 2 : 0), head.length === 10 ? 6 : 2),
  ).toBe(size);
});
