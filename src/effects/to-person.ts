import type { ChatEffect, Saying } from './effect.ts';

/** Says it in the own chat of the person whom the effect is for. */
export async function toPerson({ chat, card, effect }: Saying, text: string): Promise<void> {
  const own = await chat.personal(card.conversation, effect.params.person ?? '');
  await chat.say(own, null, text);
}

/** Tells somebody in their own chat, without a word of the comment. When it fails the channel must know. */
export const personalAlert = {
  on: 'chat',
  lane: 'chat',
  restricts: false,
  becomes: null,
  failureIsSaid: true,
  onJudgedText: false,
  certainty: 'repeat',
  say: async (saying: Saying) => toPerson(saying, await saying.ownLineFor(saying.view, saying.effect)),
} as const satisfies Partial<ChatEffect>;
