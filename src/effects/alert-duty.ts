import type { ChatEffect } from './effect.ts';
import { personalAlert } from './to-person.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    'alert-duty': 'chat';
  }
}

/** Tells whoever is on duty. */
export const alertDuty: ChatEffect<'alert-duty'> = personalAlert;
