import type { Decision } from '../../core/decision.ts';
import { CardData } from '../../core/event.ts';
import type { MunicipalityId } from '../../core/policy.ts';
import type { Notice } from '../../core/view.ts';
import type { CardMessage, ChatPerson, Press } from '../../ports/chat.ts';
import { cardsFor } from '../cards/cards-for.ts';
import { noticeCard } from '../cards/notice.ts';
import { ticketCard } from '../cards/ticket-card.ts';
import type { DeskParts } from './desk.ts';

/**
 * Presses of a ticket card's buttons: whose channel it is and who pressed, then the engine, and the card as it is after
 * that. What comes from another channel, or is no button of ours, is answered with a card that says so.
 */
export function createPresses(parts: DeskParts): (press: Press) => Promise<CardMessage> {
  const remember = createRemember(parts);
  const foreign = () => noticeCard(parts.cards.sv, parts.cards.sv.say('foreign-card'));
  return async (press) => {
    const channel = (await parts.store.channels()).find(({ id }) => id === press.conversation.id);
    const data = CardData.safeParse(press.data);
    if (!channel || !data.success) return foreign();
    const { municipality } = channel;
    const by = { id: press.by.id, role: parts.roleOf(municipality, press.by) };
    if (by.role !== null) await remember(municipality, press.by);
    const on =
      press.messageId === null ? null : { conversation: press.conversation, messageId: press.messageId };
    const answer = await parts.engine.press({ key: press.key, municipality, by, data: data.data, on });
    if (!answer) return foreign();
    const { view, decision } = answer;
    const notice = noticeOf(decision, data.data, by.id);
    // Whoever presses waits for no picture: the card that follows has them.
    return ticketCard(cardsFor(parts, view), view, notice, parts.pictures.ready(view));
  };
}

/** Keeps the name that a person's presses carry; an unchanged one costs no statement. */
function createRemember({ store }: DeskParts) {
  const names = new Map<string, string>();
  return async (municipality: MunicipalityId, person: ChatPerson): Promise<void> => {
    const key = `${municipality}:${person.id}`;
    if (names.get(key) === person.name) return;
    await store.rememberPerson(municipality, person);
    names.set(key, person.name);
  };
}

/** What the presser is told on the card: why nothing happened, and what stood in the form then. */
function noticeOf(decision: Decision | null, data: CardData, viewer: string): Notice {
  const refusal =
    decision?.refusal && decision.reply ? withDraft(decision.refusal) : (decision?.refusal ?? null);
  return {
    refusal,
    typed: refusal && typedOf(data),
    shownInChat: decision?.showTo !== undefined,
    viewer,
  };
}

const withDraft = (refusal: NonNullable<Notice['refusal']>): Notice['refusal'] => ({
  ...refusal,
  details: { ...refusal.details, draft: 1 },
});

/** What stood in the form that was refused, so that it can stand there again. */
function typedOf({ verb, ticket: _, version: __, ...rest }: CardData): Notice['typed'] {
  const inputs = Object.entries(rest).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return { verb, inputs: Object.fromEntries(inputs) };
}
