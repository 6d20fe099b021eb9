import { done, type PlatformEffect } from './effect.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    'erase-pictures': 'evidence';
  }
}

/** Takes away the copies of what the comment showed; their hashes stay. Repeated without harm. */
export const erasePictures: PlatformEffect<'erase-pictures'> = {
  on: 'platform',
  lane: 'evidence',
  restricts: false,
  becomes: null,
  failureIsSaid: true,
  onJudgedText: false,
  act: null,
  whenGone: 'already-so',
  perform: async (performance) => {
    const { comment } = performance.view;
    await performance.store.erasePictures(comment.municipality, comment.id);
    return done(performance, 'performed');
  },
  settle: (performance) => erasePictures.perform(performance),
};
