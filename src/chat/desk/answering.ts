import { openQuestions } from '../../core/internal.ts';
import type { Said } from '../../ports/chat.ts';
import { noticeText } from '../cards/refusal.ts';
import type { Belonging } from './belonging.ts';
import type { DeskParts } from './desk.ts';

/**
 * Words to the bot under a card, by somebody who has been asked something there, are the answer: whatever else they might mean.
 * Null for all other words.
 */
export function createAnswering(
  { store, engine, cards, roleOf }: DeskParts,
  belonging: Belonging,
): (said: Said) => Promise<string | null> {
  return async ({ key, conversation, thread, by, text: answer }) => {
    const policy = thread === null ? null : await belonging.boundTo(conversation);
    if (policy === null || thread === null) return null;
    const { municipality } = policy;
    const ticket = await store.ticketAt(municipality, { conversation: conversation.id, messageId: thread });
    const view = ticket && (await engine.view(municipality, ticket));
    const asked = view && openQuestions(view.ticket).find(({ person }) => person === by.id);
    if (!asked) return null;
    const words = cards[policy.language];
    const data = {
      verb: 'answer-colleague',
      ticket,
      version: view.ticket.version,
      about: asked.decision,
      answer,
    };
    const role = roleOf(municipality, by);
    const pressed = await engine.press({
      ...{ key: `${key}:answer`, municipality, by: { id: by.id, role }, on: null },
      data,
    });
    const refusal = pressed?.decision?.refusal;
    if (!refusal) return words.say('asked.kept', { number: view.number });
    return noticeText(words, view, { refusal, typed: null, shownInChat: false });
  };
}
