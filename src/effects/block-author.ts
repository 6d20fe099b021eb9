import type { PlatformEffect } from './effect.ts';
import { setBlocked } from './on-comment.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    'block-author': 'author';
  }
}

/** Keeps the author from writing to the account. Waits for no deletion of the comment. */
export const blockAuthor: PlatformEffect<'block-author'> = {
  on: 'platform',
  lane: 'author',
  restricts: true,
  becomes: null,
  failureIsSaid: true,
  onJudgedText: false,
  act: 'block',
  whenGone: 'already-so',
  ...setBlocked(true),
};
