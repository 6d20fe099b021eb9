import { crc32, deflateSync } from 'node:zlib';

const WIDTH = 240;
const HEIGHT = 160;

/** A small PNG of one tone, to stand for a citizen's photo: real bytes that a browser shows. `seed` picks the tone. */
export function picture(seed: string): Buffer {
  const tone = crc32(seed);
  const row = (y: number) =>
    Buffer.from([
      0,
      ...Array.from({ length: WIDTH }, (_, x) => [tone & 255, (x + y) & 255, (tone >> 8) & 255]).flat(),
    ]);
  const pixels = Buffer.concat(Array.from({ length: HEIGHT }, (_, y) => row(y)));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  // Eight bits a channel, RGB.
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
