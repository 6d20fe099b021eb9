import type { ChatEffect } from './effect.ts';
import { toPerson } from './to-person.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    'alert-suspicion': 'chat';
  }
}

/**
 * Tells the lead, or whoever is on duty, in their own chat that a picture is suspected of showing abuse: what to do, and no
 * link to it. When it fails the channel must know.
 */
export const alertSuspicion: ChatEffect<'alert-suspicion'> = {
  on: 'chat',
  lane: 'chat',
  restricts: false,
  becomes: null,
  failureIsSaid: true,
  onJudgedText: false,
  certainty: 'repeat',
  say: (saying) => toPerson(saying, saying.lineFor(saying.view, saying.effect)),
};
