import type { PlatformEffect } from './effect.ts';
import { setBlocked } from './on-comment.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    'unblock-author': 'author';
  }
}

/** Lets the author write again. */
export const unblockAuthor: PlatformEffect<'unblock-author'> = {
  on: 'platform',
  lane: 'author',
  restricts: false,
  becomes: null,
  failureIsSaid: true,
  onJudgedText: false,
  act: 'unblock',
  whenGone: 'already-so',
  ...setBlocked(false),
};
