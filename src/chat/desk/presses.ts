import { z } from 'zod';
import type { Verb } from '../../actions/index.ts';
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
  /** In a channel for moderation; where the registrar's cards stand; or in the own chat of one who was alerted. */
  readonly where: 'channel' | 'registrar' | 'alert';
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
  const namedIn = createNamed(parts, remember);
  return async (press) => {
    const data = CardData.safeParse(press.data);
    // A registrar of two municipalities presses in one chat: the ticket is one's alone.
    for (const place of data.success ? await placesOf(press, data.data) : []) {
      const { municipality, role, where } = place;
      const atRegistrar = where === 'registrar';
      if (role !== null) await remember(municipality, press.by);
      const by = { id: press.by.id, role };
      const named = await namedIn(press, municipality);
      const on = where === 'channel' ? messageOf(press) : null;
      const answer = await parts.engine.press({
        key: press.key,
        municipality,
        by,
        ...(named !== undefined && { named }),
        data: data.data as CardData,
        on,
      });
      const { colleagues } = press;
      if (answer)
        return answerOf({ ...answer, data: data.data as CardData, viewer: by.id, atRegistrar, colleagues });
    }
    return noticeCard(parts.cards.sv, parts.cards.sv.say('foreign-card'));
  };
}

/**
 * A bound channel's municipality; in a person's own chat those in which they are a registrar, and no more than that whatever
 * else they are there: nothing is taken from the public from a chat that nobody else sees. An alert is confirmed there alone.
 */
function createPlaces({ store, roleOf, policies, alertedOf }: DeskParts, belonging: Belonging) {
  const alerted = (person: ChatPerson): Place[] =>
    [...policies.keys()].flatMap((municipality) => {
      const role = roleOf(municipality, person);
      return alertedOf(municipality).includes(person.id) && role !== null
        ? [{ municipality, role, where: 'alert' as const }]
        : [];
    });
  return async (
    { conversation, kind, by }: Press,
    { verb }: Pick<CardData, 'verb'>,
  ): Promise<readonly Place[]> => {
    const channel = (await store.channels()).find(({ id }) => id === conversation.id);
    if (channel) {
      const { municipality, name } = channel;
      const where = name === REGISTRAR_CHANNEL ? 'registrar' : 'channel';
      return [{ municipality, role: roleOf(municipality, by), where }];
    }
    if (kind !== 'personal') return [];
    if (verb === CONFIRM) return alerted(by);
    return belonging
      .asRegistrar(by)
      .map(({ municipality }) => ({ municipality, role: 'registrar', where: 'registrar' }));
  };
}

/** The button of an alert. */
const CONFIRM: Verb = 'confirm-alert';

const messageOf = ({ conversation, messageId }: Press) =>
  messageId === null ? null : { conversation, messageId };

/** What a form says that names somebody. */
const Naming = z.looseObject({ person: z.string().min(1) });

/**
 * Whom the form names, as what they act in that municipality: only the roster of the channel in which it was pressed vouches for
 * them. Undefined for a press that names nobody.
 */
function createNamed({ roleOf }: DeskParts, remember: ReturnType<typeof createRemember>) {
  return async (
    { data, colleagues }: Press,
    municipality: MunicipalityId,
  ): Promise<Actor | null | undefined> => {
    const naming = Naming.safeParse(data).data;
    if (naming === undefined) return undefined;
    const found = (await colleagues()).find(({ id }) => id === naming.person);
    if (found === undefined) return null;
    const role = roleOf(municipality, found);
    // The card is to name them though they have never pressed anything.
    if (role !== null) await remember(municipality, found);
    return { id: found.id, role };
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
