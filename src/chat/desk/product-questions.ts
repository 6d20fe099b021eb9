import { languageOf } from '../../ask/language.ts';
import { namedMunicipality } from '../../ask/named-municipality.ts';
import type { ProductTopic } from '../../ask/topic.ts';
import { localDay } from '../../core/calendar.ts';
import type { Policy } from '../../core/policy.ts';
import { onRota } from '../../core/staff.ts';
import type { CardMessage, Said } from '../../ports/chat.ts';
import type { Cards } from '../cards/load-cards.ts';
import { personOf } from '../cards/names.ts';
import { productAnswer } from '../cards/product-answer.ts';
import type { Belonging } from './belonging.ts';
import type { DeskParts } from './desk.ts';
import type { Summaries } from './summaries.ts';

/** Answers questions about the bot itself: how many wait from the store, who is on duty from the settings, all else in words. */
export function createProductQuestions(
  parts: DeskParts,
  belonging: Belonging,
  summary: Summaries,
): (said: Said, topic: ProductTopic) => Promise<string | CardMessage> {
  const known = [...parts.policies.values()].map(({ shortName }) => shortName);
  const named = (text: string): Policy | null => {
    const found = namedMunicipality(text, parts.policies);
    return found.kind === 'known' ? found.policy : null;
  };
  /** The channel's municipality; in other chats the person's only one, or the one that the question names. */
  const about = async ({ conversation, by, text }: Said): Promise<Policy | null> => {
    const bound = await belonging.boundTo(conversation);
    if (bound) return bound;
    const theirs = await belonging.of(by);
    return named(text) ?? (theirs.length === 1 ? (theirs[0] ?? null) : null);
  };

  return async (said, topic) => {
    if (said.by.guest) return parts.cards.sv.say('ask.forbidden');
    if (topic === 'waiting') return summary(said, named(said.text));
    const policy = await about(said);
    const cards = parts.cards[languageOf(said.text, policy?.language)];
    const isTheirs = policy !== null && (await mayKnowNames(belonging, said, policy));
    if (topic === 'on-duty' && isTheirs) return onDuty(parts, cards, policy);
    return (
      productAnswer(cards, topic, policy) ??
      cards.say('ask.which', { example: known[0] ?? '', known: known.join(', ') })
    );
  };
}

/** Names of colleagues are for the municipality's own channel, and for its own people. */
const mayKnowNames = async (belonging: Belonging, said: Said, policy: Policy): Promise<boolean> =>
  (await belonging.boundTo(said.conversation)) === policy || (await belonging.of(said.by)).includes(policy);

async function onDuty(
  { store, clock, staffOf }: DeskParts,
  cards: Cards,
  { municipality }: Policy,
): Promise<string> {
  const staff = staffOf(municipality);
  const rota = onRota(staff, localDay(clock.now()));
  const nameOf = async (person: string) => personOf(cards, await store.personName(municipality, person));
  return [
    staff.duty === null
      ? cards.say('digest.duty.none')
      : cards.say('product.on-duty.duty', { name: await nameOf(staff.duty) }),
    rota === null ? cards.say('digest.rota.none') : cards.say('digest.rota', { name: await nameOf(rota) }),
    cards.say('product.on-duty.next'),
  ].join('\n\n');
}
