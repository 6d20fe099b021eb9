import type { Policy } from '../../core/policy.ts';
import type { Request } from '../../core/request.ts';
import type { CardMessage } from '../../ports/chat.ts';
import { fitCard } from './fit-card.ts';
import type { Cards } from './load-cards.ts';
import { dayOf } from './moment.ts';

/** So many requests are listed; more than this are seldom open. */
const MOST_LISTED = 8;

/** A request as it is listed. `left`: items that a person must still decide about; null where nobody has counted them. */
export interface ListedRequest {
  readonly request: Request;
  readonly left: number | null;
}

/**
 * The municipality's open requests, oldest first: how far each has come, and a button to what is done next. Neither what was
 * asked for nor anything of what was found stands here, since a channel may read it.
 */
export function requestsCard(
  cards: Cards,
  { municipality, shortName }: Policy,
  listed: readonly ListedRequest[],
): CardMessage {
  const summary = cards.say('requests.head', { municipality: shortName });
  const total = listed.length;
  const card = fitCard([MOST_LISTED, 5, 3, 1], (limit) => {
    const shown = listed.slice(0, limit);
    const key = total === 0 ? 'none' : total > shown.length ? 'more' : 'open';
    return cards.expand('found', {
      lang: cards.locale,
      head: summary,
      title: cards.say(`requests.${key}`, { total, shown: shown.length, town: municipality }),
      items: shown.map((one) => ({
        what: requestFacts(cards, one).join(' · '),
        actions: [
          requestButton(cards, cards.say('requests.go-on'), {
            ...{ step: 'open', municipality, reference: one.request.reference },
          }),
        ],
      })),
    });
  });
  return { card, summary };
}

/** How far a request has come, and what is done next; not what it is about. */
export function requestFacts(cards: Cards, { request, left }: ListedRequest): string[] {
  const { reference, receivedAt, state, selected, selectedAt } = request;
  const { given, masked, withheld } = request.reviewed;
  const counts = { selected, reviewed: given + masked + withheld, left: left ?? 0 };
  return [
    cards.say('requests.line', {
      reference,
      at: dayOf(cards, receivedAt),
      state: cards.say(`requests.state.${state}`),
    }),
    ...(selectedAt === null
      ? [cards.say('requests.no-hold')]
      : [
          cards.say(left === null ? 'requests.counts' : 'requests.counts.left', counts),
          cards.say('requests.hold', { at: dayOf(cards, selectedAt) }),
        ]),
    cards.say(`requests.next.${state}`),
  ];
}

/** A button of a request's cards. */
export const requestButton = (cards: Cards, title: string, data: object): object =>
  cards.expand('action-press', {
    title,
    mode: 'primary',
    style: 'default',
    data: { verb: 'requests', ...data },
  });
