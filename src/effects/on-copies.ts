import type { Comment } from '../core/comment.ts';
import { done, type Performance, type PlatformEffect } from './effect.ts';

/** Something that is done here with the copies of what a comment showed, whatever its platform says; repeated without harm. */
export function onCopies(perform: (store: Performance['store'], comment: Comment) => Promise<void>) {
  const performed: PlatformEffect['perform'] = async (performance) => {
    await perform(performance.store, performance.view.comment);
    return done(performance, 'performed');
  };
  return {
    on: 'platform',
    lane: 'evidence',
    restricts: false,
    becomes: null,
    failureIsSaid: true,
    onJudgedText: false,
    act: null,
    whenGone: 'already-so',
    perform: performed,
    settle: performed,
  } as const satisfies Partial<PlatformEffect>;
}
