import { sayAlert } from './alert-duty.ts';
import type { ChatEffect } from './effect.ts';
import { personalAlert } from './to-person.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    // What is said meanwhile does not wait for it.
    'alert-second': 'clock';
  }
}

/** Tells a second person that nobody has confirmed the alert; cancelled as soon as somebody has. */
export const alertSecond: ChatEffect<'alert-second'> = { ...personalAlert, lane: 'clock', say: sayAlert };
