import { ownerOf } from '../core/staff.ts';
import type { ChatEffect } from './effect.ts';

/** Reminds in the card's thread; alerts whoever owns the ticket then, nobody else. */
export const remind: ChatEffect<'remind'> = {
  on: 'chat',
  lane: 'clock',
  restricts: false,
  becomes: null,
  failureIsSaid: false,
  onJudgedText: false,
  certainty: 'once',
  say: async ({ chat, card, view, effect, lineFor }) =>
    chat.say(
      card.conversation,
      card.messageId,
      lineFor(view, effect),
      ownerOf(view.ticket, view.staff, view.now) ?? undefined,
    ),
};
