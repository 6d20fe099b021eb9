import type { PlatformEffect } from './effect.ts';
import { setHidden } from './on-comment.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    'unhide-comment': 'comment';
  }
}

/** Shows a hidden comment again. */
export const unhideComment: PlatformEffect<'unhide-comment'> = {
  on: 'platform',
  lane: 'comment',
  restricts: false,
  becomes: 'visible',
  failureIsSaid: true,
  onJudgedText: false,
  act: 'unhide',
  whenGone: 'already-so',
  ...setHidden(false),
};
