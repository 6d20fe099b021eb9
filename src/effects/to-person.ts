import type { Saying } from './effect.ts';

/** Says it in the own chat of the person whom the effect is for. */
export async function toPerson({ chat, card, effect }: Saying, text: string): Promise<void> {
  const own = await chat.personal(card.conversation, effect.params.person ?? '');
  await chat.say(own, null, text);
}
