import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { thumbnailOf } from '../../src/records/thumbnail.ts';

const MARK = 'Storgatan 3, Filipstad';

/** A picture that does not shrink easily: every pixel is another. */
const noise = (width: number, height: number) =>
  sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } });

describe('A small picture', () => {
  it.each(['jpeg', 'png', 'webp', 'gif'] as const)('is made of a %s, within its bytes', async (format) => {
    const small = await thumbnailOf(await noise(900, 600).toFormat(format).toBuffer(), 2000);
    expect(small?.length).toBeLessThanOrEqual(2000);
    expect(await sharp(small ?? Buffer.alloc(0)).metadata()).toMatchObject({ format: 'jpeg' });
  });

  it('tells nothing of where and with what it was taken, and stands upright', async () => {
    const taken = await noise(40, 20)
      .withExif({ IFD0: { ImageDescription: MARK, Make: 'Kamera' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const marked = Buffer.concat([taken, Buffer.from(MARK)]);
    const small = (await thumbnailOf(marked, 4000)) ?? Buffer.alloc(0);
    expect(small.includes(MARK)).toBe(false);
    const { exif, orientation, width = 0, height = 0 } = await sharp(small).metadata();
    expect([exif, orientation, width < height]).toEqual([undefined, undefined, true]);
  });

  it('is not made larger than the picture', async () => {
    const small = await thumbnailOf(await noise(30, 30).png().toBuffer(), 4000);
    expect(await sharp(small ?? Buffer.alloc(0)).metadata()).toMatchObject({ width: 30, height: 30 });
  });

  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>`;
  it.each<[string, () => Promise<Buffer> | Buffer]>([
    ['nothing', () => Buffer.alloc(0)],
    ['words', () => Buffer.from('ingen bild')],
    ['a drawing that is a program', () => Buffer.from(svg)],
    ['a page', () => Buffer.from('%PDF-1.7\n%\u00e2\u00e3')],
    ['half a picture', async () => (await noise(300, 300).jpeg().toBuffer()).subarray(0, 9000)],
    ['a format that is not opened', () => noise(9, 9).tiff().toBuffer()],
  ])('is none of %s, and nothing fails', async (_, bytes) => {
    expect(await thumbnailOf(await bytes(), 4000)).toBeNull();
  });

  it('is none where it would not be small enough', async () => {
    expect(await thumbnailOf(await noise(300, 300).png().toBuffer(), 100)).toBeNull();
  });
});
