import type { ChatEffect } from './effect.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    'post-line': 'chat';
  }
}

/** A line in the card's thread; alerts the one person whom it is for, where there is one, and nobody else. */
export const postLine: ChatEffect<'post-line'> = {
  on: 'chat',
  lane: 'chat',
  restricts: false,
  becomes: null,
  failureIsSaid: false,
  onJudgedText: false,
  certainty: 'repeat',
  say: async ({ chat, card, view, effect, lineFor }) =>
    chat.say(card.conversation, card.messageId, lineFor(view, effect), effect.params.person),
};
