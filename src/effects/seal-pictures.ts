import { done, type PlatformEffect } from './effect.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    'seal-pictures': 'evidence';
  }
}

/** Puts the copies of what the comment showed beyond everybody's reach here, as far as the settings go. Repeated without harm. */
export const sealPictures: PlatformEffect<'seal-pictures'> = {
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
    await performance.store.sealAway(comment.municipality, comment.id);
    return done(performance, 'performed');
  },
  settle: (performance) => sealPictures.perform(performance),
};
