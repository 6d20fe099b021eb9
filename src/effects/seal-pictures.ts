import type { PlatformEffect } from './effect.ts';
import { onCopies } from './on-copies.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    'seal-pictures': 'evidence';
  }
}

/** Puts the copies of what the comment showed beyond everybody's reach here, as far as the settings go. */
export const sealPictures: PlatformEffect<'seal-pictures'> = onCopies((store, comment) =>
  store.sealAway(comment.municipality, comment.id),
);
