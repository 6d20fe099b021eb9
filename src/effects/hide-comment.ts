import type { PlatformEffect } from './effect.ts';
import { setHidden } from './on-comment.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    'hide-comment': 'comment';
  }
}

/** Hides the comment: its author may still see it, nobody else. */
export const hideComment: PlatformEffect<'hide-comment'> = {
  on: 'platform',
  lane: 'comment',
  restricts: true,
  becomes: 'hidden',
  failureIsSaid: true,
  onJudgedText: false,
  act: 'hide',
  whenGone: 'already-so',
  ...setHidden(true),
};
