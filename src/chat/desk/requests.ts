import type { Policy } from '../../core/policy.ts';
import type { Request } from '../../core/request.ts';
import type { CardMessage, ChatPerson, Said } from '../../ports/chat.ts';
import { itemsToReview } from '../../records/disclosure/unreviewed.ts';
import { type ListedRequest, requestsCard } from '../cards/requests-card.ts';
import type { Belonging } from './belonging.ts';
import type { DeskParts } from './desk.ts';

/** What is left of a larger selection is not counted for a list: every item of it would have to be read. */
const MOST_COUNTED = 500;

/**
 * The open requests for public documents, for registrars and leads: in the municipality's channel, or in their own chat.
 * `named`: the municipality that they name, or null.
 */
export function createRequests(
  { store, cards, roleOf, policies }: DeskParts,
  belonging: Belonging,
): (said: Said, named: Policy | null) => Promise<string | CardMessage> {
  const mayList = (person: ChatPerson, policy: Policy): boolean => {
    const role = roleOf(policy.municipality, person);
    return role === 'lead' || role === 'registrar' || belonging.asRegistrar(person).includes(policy);
  };
  const inPerson = async ({ by }: Said, named: Policy | null): Promise<Policy | string> => {
    const all = [...policies.values()].filter((policy) => mayList(by, policy));
    if (named && all.includes(named)) return named;
    const theirs = await belonging.inUse(all);
    const [only, another] = theirs;
    if (!only) return cards.sv.say('requests.nowhere');
    if (!named && !another) return only;
    const known = theirs.map(({ shortName }) => shortName).join(', ');
    return cards.sv.say('requests.which', { example: only.shortName, known });
  };
  const inChannel = ({ by }: Said, bound: Policy, named: Policy | null): Policy | string => {
    const { say } = cards[bound.language];
    if (named !== null && named !== bound) return say('summary.elsewhere', { municipality: bound.shortName });
    return mayList(by, bound) ? bound : say('requests.forbidden', { lead: bound.responsible.lead });
  };
  const leftOf = async (municipality: string, request: Request): Promise<number | null> => {
    if (request.state !== 'selected' || request.selected > MOST_COUNTED) return null;
    const reviews = await store.reviews(municipality, request.id);
    let left = 0;
    for await (const { review } of itemsToReview(store, municipality, request, reviews))
      if (review === null) left++;
    return left;
  };
  return async (said, named) => {
    const bound = await belonging.boundTo(said.conversation);
    if (!bound && said.kind !== 'personal') return cards.sv.say('command.unbound');
    const about = bound ? inChannel(said, bound, named) : await inPerson(said, named);
    if (typeof about === 'string') return about;
    const listed: ListedRequest[] = [];
    for (const request of await store.requests(about.municipality, 'open'))
      listed.push({ request, left: await leftOf(about.municipality, request) });
    return requestsCard(cards[about.language], about, listed, said.by.id);
  };
}
