import type { CardMessage, Press } from '../../ports/chat.ts';
import { noticeCard } from '../cards/notice.ts';
import type { Belonging } from './belonging.ts';
import type { DeskParts } from './desk.ts';
import { DigestPress } from './digest-press.ts';

/** Where the buttons of a digest lead. Null for what is no such button, or a forged one. */
export function createDigestTurns(
  { cards, digests, roleOf }: DeskParts,
  belonging: Belonging,
): (press: Press) => Promise<CardMessage | null> {
  return async (press) => {
    const asked = DigestPress.safeParse(press.data);
    if (!asked.success) return null;
    const policy = await belonging.pressedAt(press, asked.data.municipality);
    if (policy === null) return null;
    if (roleOf(policy.municipality, press.by) !== null)
      return digests.turn(policy.municipality, asked.data.turn);
    const words = cards[policy.language];
    return noticeCard(words, words.say('refusal.no-permission', { lead: policy.responsible.lead }));
  };
}
