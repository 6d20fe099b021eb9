import { sayAlert } from './alert-duty.ts';
import type { ChatEffect } from './effect.ts';
import { personalAlert } from './to-person.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    'tell-assigned': 'chat';
  }
}

/** Tells somebody in their own chat that a colleague has given them the comment, without a word of it; nobody, when it is not theirs any more. */
export const tellAssigned: ChatEffect<'tell-assigned'> = {
  ...personalAlert,
  say: async (saying) => {
    const isTheirs = saying.view.ticket.claim?.by === saying.effect.params.person;
    if (isTheirs) await sayAlert(saying);
  },
};
