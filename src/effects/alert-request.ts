import type { ChatEffect } from './effect.ts';
import { personalAlert } from './to-person.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    'alert-request': 'chat';
  }
}

/** Tells the lead of a municipality without a registrar that somebody asks for public documents. */
export const alertRequest: ChatEffect<'alert-request'> = personalAlert;
