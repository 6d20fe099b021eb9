import type { PlatformEffect } from './effect.ts';
import { onCopies } from './on-copies.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    'erase-pictures': 'evidence';
  }
}

/** Takes away the copies of what the comment showed; their hashes stay. */
export const erasePictures: PlatformEffect<'erase-pictures'> = onCopies((store, comment) =>
  store.erasePictures(comment.municipality, comment.id),
);
