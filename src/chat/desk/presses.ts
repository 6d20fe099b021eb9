import type { Actor } from '../../core/decision.ts';
import { CardData } from '../../core/event.ts';
import type { MunicipalityId } from '../../core/policy.ts';
import type { CardMessage, ChatPerson, Press } from '../../ports/chat.ts';
import { REGISTRAR_CHANNEL } from '../../ports/tenants.ts';
import { noticeCard } from '../cards/notice.ts';
import { createAnswers } from './answers.ts';
import type { Belonging } from './belonging.ts';
import type { DeskParts } from './desk.ts';

/** Whose card was pressed, and as what the presser acts there. */
interface Place {
  readonly municipality: MunicipalityId;
  readonly role: Actor['role'];
  readonly atRegistrar: boolean;
}

/**
 * Presses of a ticket card's buttons: whose channel it is and who pressed, then the engine, and the card as it is after
 * that. What comes from another channel, or is no button of ours, is answered with a card that says so.
 */
export function createPresses(
  parts: DeskParts,
  belonging: Belonging,
): (press: Press) => Promise<CardMessage> {
  const remember = createRemember(parts);
  const answerOf = createAnswers(parts);
  const placesOf = createPlaces(parts, belonging);
  return async (press) => {
    const data = CardData.safeParse(press.data);
    // A registrar of two municipalities presses in one chat: the ticket is one's alone.
    for (const place of data.success ? await placesOf(press) : []) {
      const { municipality, role, atRegistrar } = place;
      if (role !== null) await remember(municipality, press.by);
      const by = { id: press.by.id, role };
      const on = atRegistrar ? null : messageOf(press);
      const answer = await parts.engine.press({
        key: press.key,
        municipality,
        by,
        data: data.data as CardData,
        on,
      });
      if (answer) return answerOf({ ...answer, data: data.data as CardData, viewer: by.id, atRegistrar });
    }
    return noticeCard(parts.cards.sv, parts.cards.sv.say('foreign-card'));
  };
}

/**
 * A bound channel's municipality; in a person's own chat those in which they are a registrar, and no more than that whatever
 * else they are there: nothing is taken from the public from a chat that nobody else sees.
 */
function createPlaces({ store, roleOf }: DeskParts, belonging: Belonging) {
  return async ({ conversation, kind, by }: Press): Promise<readonly Place[]> => {
    const channel = (await store.channels()).find(({ id }) => id === conversation.id);
    if (channel) {
      const { municipality, name } = channel;
      return [{ municipality, role: roleOf(municipality, by), atRegistrar: name === REGISTRAR_CHANNEL }];
    }
    if (kind !== 'personal') return [];
    return belonging
      .asRegistrar(by)
      .map(({ municipality }) => ({ municipality, role: 'registrar', atRegistrar: true }));
  };
}

const messageOf = ({ conversation, messageId }: Press) =>
  messageId === null ? null : { conversation, messageId };

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
