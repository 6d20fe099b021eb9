import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { withoutMetadata } from '../../../src/records/disclosure/without-metadata.ts';

const WHERE = 'Storgatan 12, Filipstad';

/** A picture of a real encoder, with Exif that says where it was taken. */
const picture = (format: 'jpeg' | 'png' | 'webp') =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#c33' } })
    .withExif({ IFD0: { ImageDescription: WHERE, Copyright: WHERE } })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><w>${WHERE}</w></x:xmpmeta>`)
    .toFormat(format)
    .toBuffer();

const pixels = (bytes: Buffer) => sharp(bytes, { animated: true }).raw().toBuffer();

/** A moving picture with a comment and a program's words in it. */
async function gif(): Promise<Buffer> {
  const raw = Buffer.concat([Buffer.alloc(40 * 30 * 3, 200), Buffer.alloc(40 * 30 * 3, 20)]);
  const frames = { raw: { width: 40, height: 60, channels: 3, pageHeight: 30 } } as const;
  const plain = await sharp(raw, frames).gif({ loop: 3 }).toBuffer();
  const at = 13 + 3 * 2 ** (((plain[10] ?? 0) & 7) + 1) * (((plain[10] ?? 0) & 0x80) >> 7);
  const words = Buffer.concat([Buffer.from([WHERE.length]), Buffer.from(WHERE), Buffer.from([0])]);
  const comment = Buffer.concat([Buffer.from([0x21, 0xfe]), words]);
  const xmp = Buffer.concat([Buffer.from([0x21, 0xff, 11]), Buffer.from('XMP DataXMP'), words]);
  return Buffer.concat([plain.subarray(0, at), comment, xmp, plain.subarray(at)]);
}

describe('a picture that is given out', () => {
  it.each(['jpeg', 'png', 'webp', 'gif'] as const)(
    'as %s is the same picture without what was written into it, or hung after it',
    async (format) => {
      const bytes = format === 'gif' ? await gif() : await picture(format);
      expect(bytes.includes(WHERE)).toBe(true);
      const given = withoutMetadata(Buffer.concat([bytes, Buffer.from(WHERE)]), `image/${format}`);
      expect(given.includes(WHERE)).toBe(false);
      expect((await pixels(given)).equals(await pixels(bytes))).toBe(true);
      const { exif, xmp, pages, loop } = await sharp(given, { animated: true }).metadata();
      expect([exif, xmp]).toEqual([undefined, undefined]);
      if (format === 'gif') expect([pages, loop]).toEqual([2, 3]);
    },
  );

  it('keeps every scan of a picture that is drawn in several', async () => {
    const noise = Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, place) => (place * 7919) % 251));
    const bytes = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
      .withExif({ IFD0: { Copyright: WHERE } })
      .jpeg({ progressive: true })
      .toBuffer();
    const given = withoutMetadata(bytes, 'image/jpeg');
    expect((await pixels(given)).equals(await pixels(bytes))).toBe(true);
    expect(given.includes(WHERE)).toBe(false);
  });

  it.each(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'video/mp4'])(
    'goes as it is where it is no %s that can be read',
    async (contentType) => {
      const whole = await picture('jpeg');
      for (const bytes of [
        Buffer.from('trasig'),
        Buffer.alloc(0),
        Buffer.from('RIFF\xff\xff\xff\xffWEBP', 'latin1'),
      ])
        expect(withoutMetadata(bytes, contentType)).toBe(bytes);
      if (contentType === 'video/mp4') expect(withoutMetadata(whole, contentType)).toBe(whole);
    },
  );
});
