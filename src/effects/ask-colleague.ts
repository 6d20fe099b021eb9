import type { ChatEffect } from './effect.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    'ask-colleague': 'chat';
  }
}

/** Asks a colleague in the card's thread, and alerts nobody else. What was disposed of, or is closed, is asked no more. */
export const askColleague: ChatEffect<'ask-colleague'> = {
  on: 'chat',
  lane: 'chat',
  restricts: false,
  becomes: null,
  failureIsSaid: true,
  onJudgedText: false,
  certainty: 'repeat',
  say: async ({ chat, card, view, effect, lineFor }) => {
    const line = lineFor(view, effect);
    if (line !== '') await chat.say(card.conversation, card.messageId, line, effect.params.person);
  },
};
