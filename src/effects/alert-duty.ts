import type { ChatEffect } from './effect.ts';
import { toPerson } from './to-person.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    'alert-duty': 'chat';
  }
}

/** Tells whoever is on duty, in their own chat and without a word of the comment. When it fails the channel must know. */
export const alertDuty: ChatEffect<'alert-duty'> = {
  on: 'chat',
  lane: 'chat',
  restricts: false,
  becomes: null,
  failureIsSaid: true,
  onJudgedText: false,
  certainty: 'repeat',
  say: (saying) => toPerson(saying, saying.lineFor(saying.view, saying.effect)),
};
