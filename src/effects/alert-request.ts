import type { ChatEffect } from './effect.ts';
import { toPerson } from './to-person.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    'alert-request': 'chat';
  }
}

/**
 * Tells the lead of a municipality without a registrar, in their own chat and without a word of the comment, that somebody asks
 * for public documents. When it fails the channel must know.
 */
export const alertRequest: ChatEffect<'alert-request'> = {
  on: 'chat',
  lane: 'chat',
  restricts: false,
  becomes: null,
  failureIsSaid: true,
  onJudgedText: false,
  certainty: 'repeat',
  say: (saying) => toPerson(saying, saying.lineFor(saying.view, saying.effect)),
};
