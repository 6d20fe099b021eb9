import type { ChatEffect } from './effect.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    escalate: 'clock';
  }
}

/** Tells in the card's thread what nobody has taken or answered; alerts the lead alone. */
export const escalate: ChatEffect<'escalate'> = {
  on: 'chat',
  lane: 'clock',
  restricts: false,
  becomes: null,
  failureIsSaid: false,
  onJudgedText: false,
  certainty: 'once',
  say: async ({ chat, card, view, effect, lineFor }) =>
    chat.say(card.conversation, card.messageId, lineFor(view, effect), effect.params.person),
};
