import { z } from 'zod';
import { MODERATORS } from '../../actions/action.ts';
import { namedMunicipality } from '../../ask/named-municipality.ts';
import { readFindQuery } from '../../core/find.ts';
import { MunicipalityId, type Policy } from '../../core/policy.ts';
import type { CardMessage, Press, Said } from '../../ports/chat.ts';
import { foundCard, MOST_FOUND } from '../cards/found-card.ts';
import { noticeCard } from '../cards/notice.ts';
import type { Belonging } from './belonging.ts';
import type { DeskParts } from './desk.ts';

/** `exact`: numbers, references and addresses alone, where a ticket's history is asked for. */
export type Find = (said: Said, text: string, exact: boolean) => Promise<string | CardMessage>;

const ListFound = z.strictObject({
  verb: z.literal('list-found'),
  municipality: MunicipalityId,
  tickets: z.array(z.uuid()).min(1).max(MOST_FOUND),
});

/**
 * Finds comments again, for those who have a role in the channel's municipality, and for a registrar in their own chat. The
 * answer is read by everyone in the channel: it holds no text, and what is asked for is not repeated.
 */
export function createFinding(parts: DeskParts, belonging: Belonging): Find {
  const { store, cards, roleOf, policies } = parts;
  const inPerson = async (said: Said, text: string): Promise<{ policy: Policy; text: string } | string> => {
    const theirs = await belonging.inUse(belonging.asRegistrar(said.by));
    const [only, another] = theirs;
    if (!only) return cards.sv.say('find.nowhere');
    if (!another) return { policy: only, text };
    const named = namedMunicipality(text, policies);
    const known = theirs.map(({ shortName }) => shortName).join(', ');
    return named.kind === 'known' && theirs.includes(named.policy)
      ? { policy: named.policy, text: text.replace(named.matched, ' ').trim() }
      : cards.sv.say('find.which', { example: only.shortName, known });
  };
  return async (said, text, exact) => {
    const bound = await belonging.boundTo(said.conversation);
    if (!bound && said.kind !== 'personal') return cards.sv.say('command.unbound');
    if (bound && roleOf(bound.municipality, said.by) === null)
      return cards[bound.language].say('refusal.no-permission', { lead: bound.responsible.lead });
    const about = bound ? { policy: bound, text } : await inPerson(said, text);
    if (typeof about === 'string') return about;
    const { policy } = about;
    const query = readFindQuery(about.text);
    const page = await store.find(policy.municipality, exact ? { ...query, words: [] } : query, MOST_FOUND);
    return foundCard(cards[policy.language], policy, page, mayTakeUp(parts, bound, said.by));
  };
}

/** The button back to a list: the same tickets as they are now, for those who could look for them there. Null for any other button. */
export function createFoundTurns(parts: DeskParts, belonging: Belonging) {
  const { store, cards, roleOf } = parts;
  return async ({ data, conversation, kind, by }: Press): Promise<CardMessage | null> => {
    const asked = ListFound.safeParse(data);
    if (!asked.success) return null;
    const { municipality, tickets } = asked.data;
    const bound = await belonging.boundTo(conversation);
    const theirs = kind === 'personal' ? belonging.asRegistrar(by) : [];
    const policy = bound ?? theirs.find((one) => one.municipality === municipality);
    if (policy?.municipality !== municipality) return null;
    const words = cards[policy.language];
    if (bound && roleOf(municipality, by) === null)
      return noticeCard(words, words.say('refusal.no-permission', { lead: policy.responsible.lead }));
    const found = await store.foundTickets(municipality, tickets);
    return foundCard(words, policy, { total: found.length, found }, mayTakeUp(parts, bound, by));
  };
}

/** Only in the channel, by those who answer and moderate. */
const mayTakeUp = ({ roleOf }: DeskParts, bound: Policy | null, by: Press['by']): boolean => {
  const role = bound && roleOf(bound.municipality, by);
  return role !== null && MODERATORS.includes(role);
};
