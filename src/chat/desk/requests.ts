import type { Policy } from '../../core/policy.ts';
import type { Request } from '../../core/request.ts';
import type { CardMessage, ChatPerson, Press, Said } from '../../ports/chat.ts';
import { itemsToReview, type ReviewItem } from '../../records/disclosure/unreviewed.ts';
import { type ListedRequest, requestsCard } from '../cards/requests-card.ts';
import type { Belonging } from './belonging.ts';
import type { DeskParts } from './desk.ts';

/** Of a larger selection nothing is counted for a card, and nothing reviewed on one: every item of it would have to be read. */
const MOST_COUNTED = 2000;

/** The requests for public documents, for registrars and leads: in the municipality's channel, or in their own chat. */
export interface Requests {
  /** The open ones, of the municipality that they name, or null. */
  said(said: Said, named: Policy | null): Promise<string | CardMessage>;
  list(policy: Policy): Promise<CardMessage>;
  /** Would the list be shown to them: of that municipality, or of any in their own chat. */
  mayList(person: ChatPerson, of: Policy | null): boolean;
  /** Whose requests a button there is about: null where that is another's, a sentence where this person may not. */
  whose(press: Press, municipality: string): Promise<Policy | string | null>;
  /** Items that a person must decide about; null where too many were selected. */
  toReview(municipality: string, request: Request): Promise<readonly ReviewItem[] | null>;
}

/** Asks the store and the roles. */
export function createRequests(parts: DeskParts, belonging: Belonging): Requests {
  const { store, cards } = parts;
  const { inPerson, inChannel, whose, mayList } = createPlaces(parts, belonging);
  const toReview = async (municipality: string, request: Request) => {
    if (request.selected > MOST_COUNTED) return null;
    return Array.fromAsync(
      itemsToReview(store, municipality, request, await store.reviews(municipality, request.id)),
    );
  };
  const leftOf = async (municipality: string, request: Request): Promise<number | null> =>
    request.state === 'selected' ? leftIn(await toReview(municipality, request)) : null;
  const list = async (policy: Policy) => {
    const { municipality } = policy;
    const listed: ListedRequest[] = [];
    for (const request of await store.requests(municipality, 'open'))
      listed.push({ request, left: await leftOf(municipality, request) });
    return requestsCard(cards[policy.language], policy, listed);
  };
  return {
    ...{ toReview, list, whose, mayList },
    async said(said, named) {
      const bound = await belonging.boundTo(said.conversation);
      if (!bound && said.kind !== 'personal') return cards.sv.say('command.unbound');
      const about = bound ? inChannel(said, bound, named) : await inPerson(said, named);
      return typeof about === 'string' ? about : list(about);
    },
  };
}

/** Whose requests somebody may see where they are; a sentence says why none. */
function createPlaces({ cards, roleOf, leadsOf, policies }: DeskParts, belonging: Belonging) {
  const mayList = (person: ChatPerson, policy: Policy): boolean => {
    const { municipality } = policy;
    const leads = roleOf(municipality, person) !== null && leadsOf(municipality).includes(person.id);
    return leads || belonging.asRegistrar(person).includes(policy);
  };
  const allOf = (person: ChatPerson) => [...policies.values()].filter((policy) => mayList(person, policy));
  const forbidden = ({ language, responsible }: Policy) =>
    cards[language].say('requests.forbidden', { lead: responsible.lead });
  return {
    mayList: (person: ChatPerson, of: Policy | null) =>
      of === null ? allOf(person).length > 0 : mayList(person, of),
    async inPerson({ by }: Said, named: Policy | null): Promise<Policy | string> {
      const all = allOf(by);
      if (named && all.includes(named)) return named;
      const theirs = await belonging.inUse(all);
      const [only, another] = theirs;
      if (!only) return cards.sv.say('requests.nowhere');
      if (!named && !another) return only;
      const known = theirs.map(({ shortName }) => shortName).join(', ');
      return cards.sv.say('requests.which', { example: only.shortName, known });
    },
    inChannel({ by }: Said, bound: Policy, named: Policy | null): Policy | string {
      const { say } = cards[bound.language];
      if (named !== null && named !== bound)
        return say('summary.elsewhere', { municipality: bound.shortName });
      return mayList(by, bound) ? bound : forbidden(bound);
    },
    async whose({ conversation, kind, by }: Press, municipality: string): Promise<Policy | string | null> {
      const bound = await belonging.boundTo(conversation);
      const theirs = bound ? [bound] : kind === 'personal' ? allOf(by) : [];
      const policy = theirs.find((one) => one.municipality === municipality);
      if (!policy) return null;
      return mayList(by, policy) ? policy : forbidden(policy);
    },
  };
}

/** How many of them nobody has decided about. */
export const leftIn = (items: readonly ReviewItem[] | null): number | null =>
  items === null ? null : items.filter(({ review }) => review === null).length;
