import type { ChatEffect } from './effect.ts';
import { personalAlert } from './to-person.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    'alert-suspicion': 'chat';
  }
}

/**
 * Tells the lead, or whoever is on duty, that a picture is suspected of showing abuse: what to do, and no link to it.
 */
export const alertSuspicion: ChatEffect<'alert-suspicion'> = personalAlert;
