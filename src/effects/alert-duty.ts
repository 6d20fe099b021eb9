import type { ChatEffect, Saying } from './effect.ts';
import { personalAlert } from './to-person.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    'alert-duty': 'chat';
  }
}

/** The alert as a card in the person's own chat, which they confirm there: not a word of the comment. */
export async function sayAlert({ chat, card, effect, view, alertFor }: Saying): Promise<void> {
  const own = await chat.personal(card.conversation, effect.params.person ?? '');
  await chat.post(own, await alertFor(view, effect));
}

/** Tells whoever is on duty. */
export const alertDuty: ChatEffect<'alert-duty'> = { ...personalAlert, say: sayAlert };
