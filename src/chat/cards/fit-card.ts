/** What a card may weigh, as Teams counts: two bytes a character. */
const MAX_BYTES = 25 * 1024;

/** The card of the first size, the largest coming first, that is light enough for Teams; of the last where none is. */
export function fitCard<Size>(sizes: readonly [Size, ...Size[]], draw: (size: Size) => object): object {
  const [size, next, ...rest] = sizes;
  const card = draw(size);
  if (next === undefined || JSON.stringify(card).length * 2 <= MAX_BYTES) return card;
  return fitCard([next, ...rest], draw);
}
