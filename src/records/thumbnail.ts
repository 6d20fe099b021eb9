import sharp from 'sharp';

/**
 * What is opened at all, by the loaders that are left on: a picture comes from a stranger, and every further format is code
 * that reads what a stranger wrote.
 */
const FORMATS = ['jpeg', 'png', 'webp', 'gif'] as const;
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp', 'VipsForeignLoadNsgif'],
});
// A picture is made small in tenths of a second: it shall not take the processor from whoever presses a button.
sharp.concurrency(1);

/** Longest side in pixels and JPEG's quality, the best first. */
const SIZES = [
  [240, 60],
  [200, 50],
  [160, 50],
  [128, 45],
  [96, 40],
  [64, 40],
] as const;

/** More pixels than a telephone's camera gives: such a file is made to use up memory. */
const MOST_PIXELS = 100_000_000;
const MOST_SECONDS = 5;

/**
 * A picture made small: a JPEG of at most `maxBytes`, upright, on white, without anything that the file said beside the
 * picture (EXIF, place, camera). Of a moving one the first frame. Null where it is no picture that can be read, or does not
 * become so small.
 */
export async function thumbnailOf(bytes: Buffer, maxBytes: number): Promise<Buffer | null> {
  try {
    const whole = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' });
    const { format } = await whole.metadata();
    if (!FORMATS.some((known) => known === format)) return null;
    const [[largest]] = SIZES;
    const small = await whole
      .timeout({ seconds: MOST_SECONDS })
      .autoOrient()
      .resize({ width: largest, height: largest, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: 'white' })
      .png()
      .toBuffer();
    for (const [side, quality] of SIZES) {
      const made = await sharp(small)
        .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
        .jpeg({ quality })
        .toBuffer();
      if (made.length <= maxBytes) return made;
    }
    return null;
  } catch {
    // Whatever is wrong with it: the card tells in words that there is a picture.
    return null;
  }
}
